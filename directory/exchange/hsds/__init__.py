"""HSDS 3.0 as JSON and as tabular CSV."""

from directory.exchange.hsds.export_csv import export_csv
from directory.exchange.hsds.export_json import export_json
from directory.exchange.hsds.importer import import_hsds

__all__ = ["export_csv", "export_json", "import_hsds"]
