"""Read any supported source into a package: JSON objects, lists, pages of an API, folders, archives, CSV packages."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Final, cast

from directory.domain.import_report import Issue, ReportBuilder
from directory.exchange.hsds.csv_reader import read_csv_table
from directory.exchange.hsds.extension_import import read_extension
from directory.exchange.hsds.json_objects import LISTS, SINGLES, ObjectReader
from directory.exchange.hsds.json_reader import UnreadableFileError, read_json
from directory.exchange.hsds.package import Package, closest_name
from directory.hsds.schema import FIELDS, STANDARD, TABLES, csv_name

_MOST_BYTES: Final = 2**33
_MOST_MEMBERS: Final = 10_000
_MOST_RATIO: Final = 200
_SMALL: Final = 2**20
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
_ENDINGS: Final = (".json", ".csv")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of the source: its name without folders, and how to open it."""

    name: str
    open: Callable[[], BinaryIO]


@contextmanager
def open_source(path: Path) -> Iterator[list[SourceFile]]:
    """Yield the JSON and CSV files of a file, folder or ZIP, by name.

    Raises:
        UnreadableFileError: the archive is broken, too large, encrypted, or names files outside of it.
        OSError: the path cannot be read.
    """
    try:
        yield from _source_files(path)
    except _BROKEN:
        raise _unreadable(path.name, "This ZIP file is broken.", "Create it again.") from None


def _source_files(path: Path) -> Iterator[list[SourceFile]]:
    if path.is_dir():
        yield [_in_folder(path, file) for file in sorted(path.iterdir()) if _is_data_file(file.name)]
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield _in_archive(path.name, archive)
    else:
        yield [SourceFile(path.name, lambda: path.open("rb"))]


def _is_data_file(name: str) -> bool:
    return name.lower().endswith(_ENDINGS) and not name.startswith(".")


def _in_folder(folder: Path, file: Path) -> SourceFile:
    if not file.resolve().is_relative_to(folder.resolve()):
        raise _unreadable(
            file.name, "This file is a link to a place outside of its folder.", "Put the file itself there."
        )
    return SourceFile(file.name, lambda: file.open("rb"))


def _in_archive(name: str, archive: zipfile.ZipFile) -> list[SourceFile]:
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_BYTES:
        raise _unreadable(name, "This ZIP file holds too much.", "Send it in parts.")
    for member in members:
        _check_member(name, member)
    wanted = [
        member for member in members if not member.is_dir() and _is_data_file(PurePosixPath(member.filename).name)
    ]
    if len({str(PurePosixPath(member.filename).parent) for member in wanted}) > 1:
        raise _unreadable(name, "This ZIP file has its files in several folders.", "Put them all into one.")
    return [_to_source_file(archive, member) for member in sorted(wanted, key=lambda member: member.filename)]


def _to_source_file(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> SourceFile:
    return SourceFile(PurePosixPath(member.filename).name, lambda: cast("BinaryIO", archive.open(member)))


def _check_member(name: str, member: zipfile.ZipInfo) -> None:
    parts = member.filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        raise _unreadable(
            name, "A name in this ZIP file leads out of it.", "Create it again from the files of one folder."
        )
    if member.flag_bits & 1:
        raise _unreadable(name, "This ZIP file has a password.", "Create it again without one.")
    if member.file_size > _SMALL and member.file_size > _MOST_RATIO * max(member.compress_size, 1):
        reason = "A file in this ZIP unpacks to far more than a directory needs."
        raise _unreadable(name, reason, "Send the files as they are.")


def _unreadable(name: str, reason: str, hint: str) -> UnreadableFileError:
    return UnreadableFileError(Issue(name, None, None, reason, hint))


PACKAGE_FILE: Final = "datapackage.json"
_BY_CSV_NAME: Final = {csv_name(table): table for table in TABLES} | {table: table for table in STANDARD}


def read_package(path: Path, report: ReportBuilder) -> Package:
    """Return the content of a path; what cannot be read is an error of the report.

    Raises:
        OSError: the path cannot be read.
    """
    package = Package(report)
    try:
        with open_source(path) as files:
            names = _table_names(files, report)
            for file in files:
                _read(package, file, names)
            if not [file for file in files if file.name != PACKAGE_FILE]:
                report.add_error(
                    Issue(path.name, None, None, "There is no JSON or CSV file here.", "Name another path.")
                )
    except UnreadableFileError as exc:
        report.add_error(exc.issue)
    return package


def _table_names(files: list[SourceFile], report: ReportBuilder) -> dict[str, str]:
    """Return the table of each file that datapackage.json names, by file name."""
    for file in files:
        if file.name == PACKAGE_FILE:
            return dict(_resources(_descriptor(file, report)))
    return {}


def _descriptor(source: SourceFile, report: ReportBuilder) -> Any:
    """Return the content of datapackage.json; if it cannot be read, only the names of files are lost."""
    try:
        with source.open() as stream:
            return read_json(source.name, stream)
    except UnreadableFileError as exc:
        report.add_warning(exc.issue)
        return None


def _resources(descriptor: Any) -> Iterator[tuple[str, str]]:
    for resource in descriptor.get("resources", []) if isinstance(descriptor, dict) else []:
        name, path = (resource.get("name"), resource.get("path")) if isinstance(resource, dict) else (None, None)
        if not isinstance(name, str) or not isinstance(path, str):
            continue
        if path.startswith("/") or ".." in path.replace("\\", "/").split("/") or ":" in path:
            reason = "A path in this file leads out of its folder."
            raise UnreadableFileError(Issue(PACKAGE_FILE, None, "path", reason, "Name files of the same folder."))
        if name in _BY_CSV_NAME:
            yield Path(path).name, _BY_CSV_NAME[name]


def _read(package: Package, source: SourceFile, names: dict[str, str]) -> None:
    if source.name == PACKAGE_FILE:
        return
    with source.open() as stream:
        if source.name.lower().endswith(".csv"):
            table = names.get(source.name) or _BY_CSV_NAME.get(Path(source.name).stem.lower())
            if table is None:
                _report_unknown_file(package, source.name)
            else:
                read_csv_table(package, table, source.name, stream)
        else:
            _read_document(package, source.name, read_json(source.name, stream))


def _report_unknown_file(package: Package, name: str) -> None:
    suggestion = closest_name(Path(name).stem, _BY_CSV_NAME)
    reason = "This file is not part of the standard."
    if suggestion:
        package.report.add_error(Issue(name, None, None, reason, f'Did you mean "{suggestion}.csv"?'))
    else:
        package.report.add_warning(Issue(name, None, None, reason, "It is not read."))


def _read_document(package: Package, name: str, content: Any) -> None:
    objects = ObjectReader(package, read_extension)
    if isinstance(content, dict) and content and all(key.endswith(".csv") for key in content):
        for key, rows in content.items():
            table = _BY_CSV_NAME.get(key.removesuffix(".csv"))
            if table is None:
                _report_unknown_file(package, key)
                continue
            package.complete_tables.add(table)
            for number, row in enumerate(rows if isinstance(rows, list) else [rows]):
                objects.read(table, _with_texts(table, row), f"{name}: {key}[{number}]")
        return
    listed = content["contents"] if isinstance(content, dict) and isinstance(content.get("contents"), list) else content
    rows = listed if isinstance(listed, list) else [listed]
    table = _table_of(name, rows)
    if table is None:
        reason = "The type of these objects is unknown."
        hint = "Name the file after them, such as services.json or organizations.json."
        package.report.add_error(Issue(name, None, None, reason, hint))
        return
    for number, row in enumerate(rows):
        place = f"[{number}]" if isinstance(listed, list) else ""
        objects.read(table, row, f"{name}: {table}{place}")


def _with_texts(table: str, row: Any) -> Any:
    """Return a row of a table with texts where a spreadsheet made numbers of them."""
    if not isinstance(row, dict):
        return row
    texts = {name for name, field in FIELDS[table].items() if field.kind in {"text", "digits"}}
    numbers = {name for name, value in row.items() if type(value) in (int, float) and name in texts}
    return row | {name: str(row[name]) for name in numbers}


def _table_of(name: str, rows: list[Any]) -> str | None:
    """Return the table of the objects of a file: by its name, else by the fields of the first object."""
    stem = Path(name).stem.lower()
    matches = [
        table_name
        for table_name in _BY_CSV_NAME
        if stem == table_name or stem.startswith((f"{table_name}_", f"{table_name}-", f"{table_name}."))
    ]
    if matches:
        return _BY_CSV_NAME[max(matches, key=len)]
    first = rows[0] if rows and isinstance(rows[0], dict) else {}
    fits: dict[str, int] = {}
    for table in STANDARD:
        known = {*FIELDS[table], *LISTS[table], *SINGLES[table]}
        if all(name in first for name, field in FIELDS[table].items() if field.required):
            fits[table] = 2 * len(known & first.keys()) - len(first)
    best = [table for table, fit in fits.items() if fit == max(fits.values()) and fit > 0]
    return best[0] if len(best) == 1 else None
