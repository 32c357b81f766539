"""Our copy of the schema agrees with the standard."""

import json
from pathlib import Path

from directory.hsds.schema import EXTENSIONS, FIELDS, STANDARD, csv_name, database_table

KINDS = {"uuid": "uuid", "uri": "uri", "email": "email", "date-time": "instant"}
# Texts of the standard that its descriptions want as dates, times and codes, and numbers that count something.
NARROWER = {"text": ("text", "digits", "date", "time", "language"), "number": ("number", "integer", "degrees")}


def test_fields_match_standard(hsds: Path) -> None:
    """fields.csv has the fields of the tabular schema, with their kinds, choices and requirements."""
    tables = json.loads((hsds / "tabular.json").read_text(encoding="utf-8"))["properties"]
    assert set(STANDARD) - {"url"} == set(tables)
    for table, schema in tables.items():
        said = schema["items"]
        plain = {name: one for name, one in said["properties"].items() if one["type"] not in ("array", "object")}
        assert set(STANDARD[table]) == set(plain)
        for name, one in plain.items():
            field = STANDARD[table][name]
            kind = "choice" if "enum" in one else KINDS.get(one.get("format", ""), one["type"])
            kind = "text" if kind == "string" else kind
            assert field.kind in NARROWER.get(kind, (kind,)), (table, name)
            assert field.choices == tuple(one.get("enum", ()))
            assert field.required == (name in said["required"])


def test_file_names_match_standard(hsds: Path) -> None:
    """Each table has the file name of the standard's CSV examples."""
    examples = {path.stem for path in (hsds.parents[1] / "examples" / "csv").glob("*.csv")}
    assert {csv_name(table) for table in STANDARD} - {"urls"} == examples


def test_every_field_has_a_column() -> None:
    """Every imported field has a column, and every column of an HSDS table is exported."""
    for table, fields in FIELDS.items():
        columns = {column.name for column in database_table(table).columns}
        assert set(fields) <= columns
        assert table in EXTENSIONS or set(fields) == columns
