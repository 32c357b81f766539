"""Read the first line of a CSV file: which column is which field, and how its cells are read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from directory.exchange.hsds.near import meant
from directory.exchange.hsds.package import POSITIONS, Package
from directory.exchange.hsds.standard import FIELDS, Field
from directory.exchange.hsds.values import NUMBERS, WrongValueError, is_plain, is_uuid, judge

_NUMBER: Final = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?", re.ASCII)
_FLAGS: Final = {"true": True, "false": False}
_NO_NUMBER: Final = WrongValueError("This must be a number.", "Use digits, and a point before a fraction.")


@dataclass(frozen=True, slots=True)
class Header:
    """What the first line says.

    `cells`: where each stands in the line, where in the row, how it is read. `needed`: the places of a row that
    must be filled, with their names.
    """

    width: int
    cells: list[tuple[int, int, Callable[[str], Any]]]
    needed: list[tuple[int, str]]


def read_header(package: Package, table: str, header: list[str]) -> Header:
    """Return how lines are read, and note faults of the header itself."""
    found = []
    for number, name in enumerate(header):
        field = FIELDS[table].get(name)
        if field is None:
            _unknown(package, table, name)
        elif header.index(name) != number:
            package.fault(table, 1, name, "This column is there twice.", "Take one of them out.")
        else:
            found.append((number, POSITIONS[table][name], _reader(field)))
    needed = [(POSITIONS[table][name], name) for name, field in FIELDS[table].items() if field.needed]
    for place, name in needed:
        if place not in {at for _, at, _ in found}:
            package.fault(table, 1, name, "This column is missing, and the standard requires it.", "Add it.")
    return Header(len(header), found, [one for one in needed if one[1] in header])


def _unknown(package: Package, table: str, name: str) -> None:
    near = meant(name, FIELDS[table])
    said = f'The standard has no column "{name[:60]}" here.'
    if near:
        package.fault(table, 1, name[:60], said, f'Did you mean "{near}"?')
    else:
        package.warning(table, 1, name[:60], said, "It is not kept.")


def _reader(field: Field) -> Callable[[str], Any]:
    """Return how a cell of a field is read."""
    if field.kind in NUMBERS:
        return lambda text: judge(field, _number(text))
    if field.kind == "flag":
        return lambda text: judge(field, _FLAGS.get(text.lower(), text))
    if field.kind == "uuid":
        return lambda text: text if is_uuid(text) else judge(field, text)
    if field.kind == "text":
        return lambda text: text if is_plain(text) else judge(field, text)
    return lambda text: judge(field, text)


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text.strip()):
        raise _NO_NUMBER
    return int(text) if text.strip().lstrip("-").isdigit() else float(text)
