"""The sheet that NGOs fill in: import, export, template."""

from directory.exchange.spreadsheet.columns import Cells, Column, columns
from directory.exchange.spreadsheet.export import export_sheet, write_template
from directory.exchange.spreadsheet.importer import ChangedMeanwhileError, import_sheet
from directory.exchange.spreadsheet.reader import InvalidSheetError, Row, read_sheet

__all__ = [
    "Cells",
    "ChangedMeanwhileError",
    "Column",
    "InvalidSheetError",
    "Row",
    "columns",
    "export_sheet",
    "import_sheet",
    "read_sheet",
    "write_template",
]
