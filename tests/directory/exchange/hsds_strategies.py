"""Random valid packages: every table, every field, links only to existing rows."""

from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from directory.exchange.hsds.package import COLUMNS
from directory.hsds.schema import FIELDS, LINKS, STANDARD, Field

Rows = dict[str, list[dict[str, Any]]]

# What no text can have, and signs that turn the direction of writing.
_UNFIT = "\x00\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=_UNFIT), min_size=1, max_size=20)
_WITHOUT_DIGITS = st.text(
    st.characters(exclude_categories=["Cs", "Nd"], exclude_characters=_UNFIT), min_size=1, max_size=20
)
"""Digits of other scripts are stored as 0 to 9 where a field holds a number."""
_NUMBERS = st.one_of(st.integers(-1000, 1000), st.floats(-1000, 1000, allow_nan=False).filter(lambda one: one % 1))
_LAST = datetime(2025, 12, 31)  # noqa: DTZ001 - texts in UTC are made of it
_KINDS: dict[str, st.SearchStrategy[Any]] = {
    "text": _TEXTS,
    "digits": _WITHOUT_DIGITS,
    "uri": st.from_regex(r"\Ahttps://[a-z]{1,8}\.example/[a-zA-Z0-9/?=&%]{0}[a-z0-9]{0,8}\Z"),
    "email": st.from_regex(r"\A[a-z0-9.+]{1,8}@[a-z]{1,8}\.example\Z"),
    "number": _NUMBERS,
    "degrees": st.floats(-90, 90, allow_nan=False).filter(lambda one: one % 1),
    "language": st.sampled_from(["my", "th", "pt-BR", "zh-Hant", "eng", "sgn"]),
    "integer": st.integers(0, 3000),
    "date": st.dates().map(str),
    "time": st.times().map(lambda one: one.isoformat("minutes")),
    "instant": st.datetimes(max_value=_LAST).map(lambda one: f"{one.isoformat()}Z"),
}
_DIALLED = st.builds("{}{}".format, st.integers(10, 10**9), _WITHOUT_DIGITS)
# Links that are always there: a service is of somebody.
_NEEDED = {
    ("service", "organization_id"),
    ("service_at_location", "service_id"),
    ("service_at_location", "location_id"),
}
_FREE = {"attribute": ("link_id", "link_entity"), "metadata": ("resource_id", "resource_type")}
_UPWARDS = {("organization", "parent_organization_id"), ("taxonomy_term", "parent_id")}


@st.composite
def packages(draw: st.DrawFn) -> Rows:
    """Draw rows of all tables, targets of links first."""
    found: Rows = {}
    for table in sorted(STANDARD, key=lambda one: one in _FREE):
        found[table] = [draw(_row(table, found)) for _ in range(draw(st.integers(0, 2)))]
    return found


@st.composite
def _row(draw: st.DrawFn, table: str, found: Rows) -> dict[str, Any]:
    links = dict(LINKS[table])
    if not all(found.get(links[column]) for name, column in _NEEDED if name == table):
        # What it needs was not drawn: draw it now.
        for name, column in _NEEDED:
            if name == table and not found.get(links[column]):
                found[links[column]] = [draw(_row(links[column], found))]
    row: dict[str, Any] = {"id": str(draw(st.uuids(version=4)))}
    for field in list(FIELDS[table].values())[1:]:
        value = draw(_link(table, field, links[field.name], found) if field.name in links else _value(field))
        if (value is not None and field.kind != "uuid") or (field.name in links and value is not None):
            row[field.name] = value
    if table in _FREE:
        link, naming = _FREE[table]
        owner = draw(st.sampled_from([name for name in found if found[name] and name not in _FREE] or [""]))
        if owner:
            row |= {link: draw(st.sampled_from(found[owner]))["id"], naming: owner}
    return {name: row[name] for name in COLUMNS[table] if name in row}


def _link(table: str, field: Field, target: str, found: Rows) -> st.SearchStrategy[str | None]:
    ids = [row["id"] for row in found.get(target, [])]
    if (table, field.name) in _NEEDED:
        return st.sampled_from(ids)
    # A row can't be above itself: links upwards are left to tests of their own.
    return st.none() if (table, field.name) in _UPWARDS or not ids else st.one_of(st.none(), st.sampled_from(ids))


def _value(field: Field) -> st.SearchStrategy[Any]:
    if field.kind == "uuid":
        return st.none()
    if (field.name, field.kind) == ("number", "digits"):
        return _DIALLED
    values = st.sampled_from(field.choices) if field.choices else _KINDS[field.kind]
    return values if field.required else st.one_of(st.none(), values)
