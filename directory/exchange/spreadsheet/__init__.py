"""The one sheet that an NGO fills in: import, export, template."""

from directory.exchange.spreadsheet.columns import Cells, Column, columns
from directory.exchange.spreadsheet.export import export_sheet, write_template
from directory.exchange.spreadsheet.importer import ChangedMeanwhileError, import_sheet
from directory.exchange.spreadsheet.reader import Row, SheetRefusedError, read_sheet

__all__ = [
    "Cells",
    "ChangedMeanwhileError",
    "Column",
    "Row",
    "SheetRefusedError",
    "columns",
    "export_sheet",
    "import_sheet",
    "read_sheet",
    "write_template",
]
