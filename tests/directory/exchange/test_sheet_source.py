"""An entry of which no source is named comes from the sheet that it stood in."""

from pathlib import Path

from sqlalchemy import Engine

from directory.exchange.hsds import export_csv
from directory.exchange.spreadsheet import import_sheet
from tests.directory.exchange.hsds_files import rows, said, taken
from tests.directory.exchange.sheet_files import SERVICE, cells, csv_file

SOURCE = "SELECT source_url FROM provenance WHERE entity_id = :id"


def test_no_source_is_the_sheet(own_engine: Engine, tmp_path: Path) -> None:
    """The name of the file is kept as the source, and the row comes back from the sheet and changes nothing."""
    row = SERVICE | {"source": "", "source_date": ""}
    service = import_sheet(own_engine, csv_file(tmp_path, row)).changes[0].id
    assert rows(own_engine, SOURCE, id=service) == [("sheet: sheet.csv",)]
    assert cells(own_engine, service)["source"] == ""
    assert import_sheet(own_engine, csv_file(tmp_path, row)).unchanged == 1
    import_sheet(own_engine, csv_file(tmp_path, SERVICE))
    assert rows(own_engine, SOURCE, id=service) == [(SERVICE["source"],)]
    import_sheet(own_engine, csv_file(tmp_path, row))
    assert rows(own_engine, SOURCE, id=service) == [("sheet: sheet.csv",)]


def test_sheet_to_hsds_and_back(own_engine: Engine, tmp_path: Path) -> None:
    """A row without a source can be exported as tables of HSDS and imported again."""
    assert import_sheet(own_engine, csv_file(tmp_path, SERVICE | {"source": "", "regions": "Chiang Mai"})).accepted
    package = tmp_path / "hsds"
    export_csv(own_engine, package)
    assert said(taken(own_engine, package)) == ""
