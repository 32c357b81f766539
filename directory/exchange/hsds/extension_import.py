"""Import our extensions of HSDS in JSON: the `waylight` object of a service becomes rows of our tables.

The format is described in `docs/hsds-profile.md`.
"""

from collections.abc import Iterator
from typing import Any, Final

from directory.exchange.hsds.package import POSITIONS, Package, Row, closest_name, empty_row, fill_defaults, table_label
from directory.hsds.schema import FIELDS
from directory.hsds.validation import validate_value
from directory.parsing.result import InvalidValueError

EXTENSION_TABLES: Final = {
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
"""The table of each key of the extension object."""
_CODE_LISTS: Final = {"audience": "code", "nationality": "country"}
_BY_ID: Final = {"phone_reach": "phone_id", "schedule_zone": "schedule_id"}
_HINT: Final = "See docs/hsds-profile.md for the format."


def read_extension(package: Package, service: Row, extension: Any, path: str) -> None:
    """Add the extension of a service to the package."""
    if not isinstance(extension, dict):
        package.add_error("service", path, None, "This must be an object.", _HINT)
        return
    for key, content in extension.items():
        table = EXTENSION_TABLES.get(key)
        if table is None:
            suggestion = closest_name(key, EXTENSION_TABLES)
            report = package.add_error if suggestion else package.add_warning
            hint = f'Did you mean "{suggestion}"?' if suggestion else "It is ignored."
            report("service", path, key[:60], "Our additions have no such key.", hint)
            continue
        package.described.setdefault(table, set()).add(service[0])
        try:
            rows = list(_objects(table, content, service[0]))
        except InvalidValueError as exc:
            package.add_error(table, f"{path}.{key}", None, exc.reason, exc.hint)
            continue
        for number, values in enumerate(rows):
            _add_row(package, table, values, f"{path}.{key}[{number}]")


def _objects(table: str, content: Any, service: str) -> Iterator[dict[str, Any]]:
    """Yield each row as an object with the fields of its table."""
    if table in _BY_ID:
        for item, values in _expect(content, dict).items():
            yield {_BY_ID[table]: item} | (values if isinstance(values, dict) else {"zone": values})
    elif table in _CODE_LISTS:
        yield from ({"service_id": service, _CODE_LISTS[table]: item} for item in _expect(content, list))
    elif table == "coverage":
        yield from ({"service_id": service} | _expect(item, dict) for item in _expect(content, list))
    elif table == "translation":
        yield from (_expect(item, dict) for item in _expect(content, list))
    else:
        yield {"entity_id" if table == "provenance" else "service_id": service} | _expect(content, dict)


def _expect(content: Any, kind: type) -> Any:
    if not isinstance(content, kind):
        reason = "This must be a list." if kind is list else "This must be an object."
        raise InvalidValueError(reason, _HINT)
    return content


def _add_row(package: Package, table: str, values: dict[str, Any], path: str) -> None:
    """Validate the fields of a row and add it."""
    row = empty_row(table, path)
    for name, value in values.items():
        field = FIELDS[table].get(name)
        if field is None:
            package.add_error(
                table, path, name[:60], f"There is no such field in an object of the type {table_label(table)}.", _HINT
            )
        elif value is not None:
            try:
                row[POSITIONS[table][name]] = validate_value(field, value)
            except InvalidValueError as exc:
                package.add_error(table, path, name, exc.reason, exc.hint)
                return
    fill_defaults(table, row)
    for name, field in FIELDS[table].items():
        if field.required and row[POSITIONS[table][name]] is None:
            package.add_error(table, path, name, f"This {table_label(table)} has no {name}.", _HINT)
            return
    package.add(table, row)
