"""Our additions in JSON: the object `waylight` of a service, read into rows of our tables.

`docs/hsds-profile.md` says what it may hold.
"""

from collections.abc import Iterator
from typing import Any, Final

from directory.exchange.hsds.completion import settle
from directory.exchange.hsds.package import POSITIONS, Package, Row, blank, spoken
from directory.exchange.hsds.suggestions import meant
from directory.hsds.errors import WrongValueError
from directory.hsds.schema import FIELDS
from directory.hsds.validation import judge

KEYS: Final = {
    "coverage": "coverage",
    "audiences": "audience",
    "nationalities": "nationality",
    "conduct": "conduct",
    "assurance": "assurance",
    "provenance": "provenance",
    "phone_reach": "phone_reach",
    "schedule_zones": "schedule_zone",
    "translations": "translation",
}
"""The table of each key of the block."""
_PLAIN: Final = {"audience": "code", "nationality": "country"}
_BY_ID: Final = {"phone_reach": "phone_id", "schedule_zone": "schedule_id"}
_MEND: Final = "See docs/hsds-profile.md for what may stand here."


def read_block(package: Package, service: Row, found: Any, path: str) -> None:
    """Put the additions of a service into the package."""
    if not isinstance(found, dict):
        package.fault("service", path, None, "An object must stand here.", _MEND)
        return
    for key, said in found.items():
        table = KEYS.get(key)
        if table is None:
            near = meant(key, KEYS)
            note = package.fault if near else package.warning
            mend = f'Did you mean "{near}"?' if near else "It is not kept."
            note("service", path, key[:60], "Our additions have no such key.", mend)
            continue
        package.speaks.setdefault(table, set()).add(service[0])
        try:
            rows = list(_objects(table, said, service[0]))
        except WrongValueError as fault:
            package.fault(table, f"{path}.{key}", None, fault.what, fault.mend)
            continue
        for number, one in enumerate(rows):
            _take(package, table, one, f"{path}.{key}[{number}]")


def _objects(table: str, said: Any, service: str) -> Iterator[dict[str, Any]]:
    """Yield each row as an object with the fields of its table."""
    if table in _BY_ID:
        for one, values in _expect(said, dict).items():
            yield {_BY_ID[table]: one} | (values if isinstance(values, dict) else {"zone": values})
    elif table in _PLAIN:
        yield from ({"service_id": service, _PLAIN[table]: one} for one in _expect(said, list))
    elif table == "coverage":
        yield from ({"service_id": service} | _expect(one, dict) for one in _expect(said, list))
    elif table == "translation":
        yield from (_expect(one, dict) for one in _expect(said, list))
    else:
        yield {"entity_id" if table == "provenance" else "service_id": service} | _expect(said, dict)


def _expect(said: Any, kind: type) -> Any:
    if not isinstance(said, kind):
        what = "A list must stand here." if kind is list else "An object must stand here."
        raise WrongValueError(what, _MEND)
    return said


def _take(package: Package, table: str, said: dict[str, Any], path: str) -> None:
    """Judge the fields of one row and take it."""
    row = blank(table, path)
    for name, value in said.items():
        field = FIELDS[table].get(name)
        if field is None:
            package.fault(table, path, name[:60], f"A {spoken(table)} has no such field.", _MEND)
        elif value is not None:
            try:
                row[POSITIONS[table][name]] = judge(field, value)
            except WrongValueError as fault:
                package.fault(table, path, name, fault.what, fault.mend)
                return
    settle(table, row)
    for name, field in FIELDS[table].items():
        if field.needed and row[POSITIONS[table][name]] is None:
            package.fault(table, path, name, f"This {spoken(table)} has no {name}.", _MEND)
            return
    package.add(table, row)
