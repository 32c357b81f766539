"""Read whatever was given into a package: JSON objects, lists, pages of an API, folders, archives, CSV packages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from directory.exchange.hsds.csv_reader import read_rows
from directory.exchange.hsds.extension_import import read_block
from directory.exchange.hsds.json_objects import LISTS, SINGLES, Objects
from directory.exchange.hsds.json_reader import UnreadableError, read_json
from directory.exchange.hsds.package import Package
from directory.exchange.hsds.source_files import Member, members
from directory.exchange.hsds.suggestions import meant
from directory.exchange.report import Fault, Tally
from directory.hsds.schema import FIELDS, STANDARD, TABLES, csv_name

PACKAGE_FILE: Final = "datapackage.json"
_BY_CSV_NAME: Final = {csv_name(table): table for table in TABLES} | {table: table for table in STANDARD}


def read_package(path: Path, tally: Tally) -> Package:
    """Return what a path holds; what can't be read is a fault of the tally.

    Raises:
        OSError: the path cannot be read.
    """
    package = Package(tally)
    try:
        with members(path) as found:
            names = _named(found, tally)
            for one in found:
                _read(package, one, names)
            if not [one for one in found if one.name != PACKAGE_FILE]:
                tally.fault(Fault(path.name, None, None, "There is no JSON or CSV file here.", "Name another path."))
    except UnreadableError as fault:
        tally.fault(fault.fault)
    return package


def _named(found: list[Member], tally: Tally) -> dict[str, str]:
    """Return the tables of files as datapackage.json names them, by file name."""
    for one in found:
        if one.name == PACKAGE_FILE:
            return dict(_resources(_descriptor(one, tally)))
    return {}


def _descriptor(one: Member, tally: Tally) -> Any:
    """Return what datapackage.json says; one that can't be read only loses the names it gave to files."""
    try:
        with one.open() as file:
            return read_json(one.name, file)
    except UnreadableError as fault:
        tally.warning(fault.fault)
        return None


def _resources(said: Any) -> Iterator[tuple[str, str]]:
    for one in said.get("resources", []) if isinstance(said, dict) else []:
        name, path = (one.get("name"), one.get("path")) if isinstance(one, dict) else (None, None)
        if not isinstance(name, str) or not isinstance(path, str):
            continue
        if path.startswith("/") or ".." in path.replace("\\", "/").split("/") or ":" in path:
            what = "A path in this file leads out of its folder."
            raise UnreadableError(Fault(PACKAGE_FILE, None, "path", what, "Name files of the same folder."))
        if name in _BY_CSV_NAME:
            yield Path(path).name, _BY_CSV_NAME[name]


def _read(package: Package, one: Member, names: dict[str, str]) -> None:
    if one.name == PACKAGE_FILE:
        return
    with one.open() as file:
        if one.name.lower().endswith(".csv"):
            table = names.get(one.name) or _BY_CSV_NAME.get(Path(one.name).stem.lower())
            if table is None:
                _strange(package, one.name)
            else:
                read_rows(package, table, one.name, file)
        else:
            _read_document(package, one.name, read_json(one.name, file))


def _strange(package: Package, name: str) -> None:
    near = meant(Path(name).stem, _BY_CSV_NAME)
    what = "This file is none of the standard."
    if near:
        package.tally.fault(Fault(name, None, None, what, f'Did you mean "{near}.csv"?'))
    else:
        package.tally.warning(Fault(name, None, None, what, "It is not read."))


def _read_document(package: Package, name: str, found: Any) -> None:
    objects = Objects(package, read_block)
    if isinstance(found, dict) and found and all(key.endswith(".csv") for key in found):
        for key, rows in found.items():
            table = _BY_CSV_NAME.get(key.removesuffix(".csv"))
            if table is None:
                _strange(package, key)
                continue
            package.complete.add(table)
            for number, one in enumerate(rows if isinstance(rows, list) else [rows]):
                objects.take(table, _with_texts(table, one), f"{name}: {key}[{number}]")
        return
    listed = found["contents"] if isinstance(found, dict) and isinstance(found.get("contents"), list) else found
    rows = listed if isinstance(listed, list) else [listed]
    table = _table_of(name, rows)
    if table is None:
        what = "It can't be told what objects these are."
        mend = "Name the file after them, such as services.json or organizations.json."
        package.tally.fault(Fault(name, None, None, what, mend))
        return
    for number, one in enumerate(rows):
        place = f"[{number}]" if isinstance(listed, list) else ""
        objects.take(table, one, f"{name}: {table}{place}")


def _with_texts(table: str, one: Any) -> Any:
    """Return a line of a table with texts where a spreadsheet made numbers of them."""
    if not isinstance(one, dict):
        return one
    texts = {name for name, field in FIELDS[table].items() if field.kind == "text"}
    made = {name for name, value in one.items() if type(value) in (int, float) and name in texts}
    return one | {name: str(one[name]) for name in made}


def _table_of(name: str, rows: list[Any]) -> str | None:
    """Return what the objects of a file are: by its name, else by the fields of the first."""
    stem = Path(name).stem.lower()
    named = [one for one in _BY_CSV_NAME if stem == one or stem.startswith((f"{one}_", f"{one}-", f"{one}."))]
    if named:
        return _BY_CSV_NAME[max(named, key=len)]
    first = rows[0] if rows and isinstance(rows[0], dict) else {}
    fits: dict[str, int] = {}
    for table in STANDARD:
        known = {*FIELDS[table], *LISTS[table], *SINGLES[table]}
        if all(name in first for name, field in FIELDS[table].items() if field.needed):
            fits[table] = 2 * len(known & first.keys()) - len(first)
    best = [table for table, fit in fits.items() if fit == max(fits.values()) and fit > 0]
    return best[0] if len(best) == 1 else None
