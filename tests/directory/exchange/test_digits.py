"""Digits of any script are stored as 0 to 9, however they come in."""

from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from directory.confidential.csv_exchange import parse_row
from directory.exchange.spreadsheet import import_sheet
from directory.hsds.schema import FIELDS
from directory.moderation.values import clean_value
from directory.staff.service_entry.weekly_hours import parse_time
from tests.directory.exchange.hsds_files import import_content, query, service, uid
from tests.directory.exchange.sheet_files import SERVICE, csv_text

# Thai, Burmese, Khmer, Arabic, Persian, Devanagari, Bengali, fullwidth.
ZEROS = "\u0e50\u1040\u17e0\u0660\u06f0\u0966\u09e6\uff10"
FIELDS_OF_NUMBERS = [("phone", "number"), ("address", "postal_code"), ("schedule", "opens_at")]


def typed(text: str) -> str:
    """Return a text with each digit in the next script."""
    zeros = cycle(ZEROS)
    return "".join(chr(ord(next(zeros)) + int(sign)) if sign.isdecimal() else sign for sign in text)


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_hsds(kind: str, own_engine: Engine, tmp_path: Path) -> None:
    """A number, a postal code and a time of a file."""
    address = {"id": uid(7), "address_1": "Quay", "city": "Trat", "state_province": "Trat", "country": "TH"}
    address |= {"postal_code": typed("23000"), "address_type": "physical"}
    hours = {"id": uid(9), "opens_at": typed("09:30"), "closes_at": typed("17:00"), "freq": "WEEKLY"}
    hours |= {"byday": "MO", "valid_from": typed("2026-01-31")}
    place = {"id": uid(6), "location_type": "physical", "addresses": [address]}
    number = typed("02 123 4567")
    content: Any = [
        service(
            phones=[{"id": uid(3), "number": number, "type": "voice"}],
            schedules=[hours],
            service_at_locations=[{"id": uid(8), "location": place}],
        )
    ]
    if kind == "csv":
        content[0]["phones"] = []
        assert import_content(own_engine, tmp_path, content).accepted
        content = {
            "phones.csv": f"id,service_id,number,type,extension\n{uid(3)},{uid(1)},{number},voice,{typed('12')}\n"
        }
    report = import_content(own_engine, tmp_path, content)
    assert report.accepted, report.errors
    assert query(own_engine, "SELECT number FROM phone WHERE id = :id", id=uid(3)) == [("02 123 4567",)]
    reach = query(own_engine, "SELECT international FROM phone_reach WHERE phone_id = :id", id=uid(3))
    assert reach == [("+6621234567",)]
    assert query(own_engine, "SELECT postal_code FROM address WHERE id = :id", id=uid(7)) == [("23000",)]
    times = query(own_engine, "SELECT opens_at, closes_at, valid_from FROM schedule WHERE id = :id", id=uid(9))
    assert times == [("09:30", "17:00", "2026-01-31")]
    again = import_content(own_engine, tmp_path, content)
    assert (again.changed, again.changes) == (0, ())


def test_sheet(own_engine: Engine, tmp_path: Path) -> None:
    """Every cell of a sheet that holds a number, hours or a day."""
    names = ("phone", "phone_3", "chat", "hours", "postal_code", "verified_on", "source_date")
    plain, other = tmp_path / "plain.csv", tmp_path / "other.csv"
    plain.write_text(csv_text(SERVICE), encoding="utf-8")
    assert not import_sheet(own_engine, plain).errors
    other.write_text(csv_text(SERVICE | {name: typed(SERVICE[name]) for name in names}), encoding="utf-8")
    report = import_sheet(own_engine, other)
    assert (report.changed, report.changes, report.errors) == (0, (), ())


def test_staff_form() -> None:
    """What staff type into the form of a row, of a week and of a protected entry."""
    for table, name in FIELDS_OF_NUMBERS:
        text = "09:30" if FIELDS[table][name].kind == "time" else "02 123"
        assert clean_value(table, name, typed(text)) == text
    assert parse_time(typed("9.30")) == "09:30"
    header, row = ["kind", "postal_code", "latitude"], ["address", typed("23000"), typed("12.25")]
    assert parse_row(header, row)[0] == {"kind": "address", "postal_code": "23000", "latitude": "12.25"}
