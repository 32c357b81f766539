"""Objects with one error each, and the sentence that reports it."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.directory.exchange.hsds_files import all_rows, error_text, import_content, service, uid


def with_phone(**more: Any) -> dict[str, Any]:
    """Return a service whose phone has more fields."""
    return service(phones=[{"id": uid(3), "number": "02 123 4567"} | more])


def with_schedule(**more: Any) -> dict[str, Any]:
    """Return a service with a schedule."""
    return service(schedules=[{"id": uid(7)} | more])


FAULTS = {
    "name missing": ([{"id": uid(1), "status": "active"}], "service has no name, which HSDS requires"),
    "number empty": ([with_phone(number="")], "phone has no number, which HSDS requires"),
    "wrong type": ([with_phone(number=4567)], "must be a text, not a number"),
    "text for number": ([with_phone(extension="12")], "must be a number, not a text"),
    "flag for number": ([with_phone(extension=True)], "must be a number, not true or false"),
    "fraction": ([with_schedule(count=1.5)], "must be a whole number"),
    "huge number": ([with_phone(extension=1e300)], "too large"),
    "not a UUID": ([service(id="12")], "is not a UUID"),
    "status": ([service(status="open")], "Use one of: active, inactive, defunct, temporarily closed"),
    "frequency": ([with_schedule(freq="DAILY")], "Use one of: WEEKLY, MONTHLY"),
    "date": ([with_schedule(valid_from="31.12.2026")], "is not a date"),
    "impossible date": ([with_schedule(until="2026-02-30")], "is not a date"),
    "time": ([with_schedule(opens_at="9 am")], "is not a time of day"),
    "moment": ([service(last_modified="2026-11-25")], "not a date with a time"),
    "e-mail": ([service(email="help at example.org")], "not an e-mail address"),
    "web address": ([service(url="not a url")], "not a web address"),
    "misspelt field": ([service(nmae="y")], 'Did you mean "name"?'),
    "former field": ([service(service_areas=[{"id": uid(5), "service_area": "Thailand"}])], 'Did you mean "name"?'),
    "article": (
        [service(phones=[{"id": uid(3), "number": "02 123 4567", "numbr": "1"}])],
        "an object of the type phone",
    ),
    "misspelt list": ([service(phone=[])], 'Did you mean "phones"?'),
    "no list": ([service(phones={"id": uid(3)})], "This must be a list"),
    "no object": ([service(phones=["02 123 4567"])], "must be an object here"),
    "zero byte": ([service(name="a\x00b")], "character that no text can have"),
    "half a letter": ([service(name="\ud800")], "character that no text can have"),
    "two contents": ([service(), service(name="Other Line")], "has another name here than at"),
    "two parents": ([service(), service(id=uid(9))], "has two different parents"),
    "link against nesting": ([service(organization_id=uid(8))], "has another value"),
    "phone of nobody": ([with_phone(location_id=uid(8))], f"points at the location {uid(8)}"),
    "service of nobody": ([{"id": uid(1), "name": "x", "status": "active"}], "Nobody answers for this service"),
    "own ancestor": (
        [service(organization={"id": uid(2), "name": "x", "description": "y", "parent_organization_id": uid(2)})],
        "is its own ancestor",
    ),
    "country": ([service(waylight={"coverage": [{"country": "XX"}]})], "not a country code of ISO 3166-1"),
    "region": ([service(waylight={"coverage": [{"country": "TH", "region": "TH-999"}]})], "region code of ISO 3166-2"),
    "audience": ([service(waylight={"audiences": ["everybody"]})], "not one of the possible values"),
    "our key": ([service(waylight={"audience": ["men"]})], 'Did you mean "audiences"?'),
    "our list": ([service(waylight={"audiences": "men"})], "This must be a list"),
    "zone": ([service(waylight={"schedule_zones": {uid(7): "Bangkok"}})], "not the name of a time zone"),
    "reach of no phone": (
        [service(waylight={"phone_reach": {uid(8): {"kind": "voice", "dialable_from_abroad": False}}})],
        f"points at the phone {uid(8)}",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_reports_error_with_place(name: str, own_engine: Engine, tmp_path: Path) -> None:
    """An invalid object is rejected with a sentence about the error and its place, and nothing is written."""
    found, sentence = FAULTS[name]
    before = all_rows(own_engine)
    report = import_content(own_engine, tmp_path, found)
    assert sentence in error_text(report)
    assert all(fault.place.startswith("services.json: service") for fault in report.errors)
    assert all_rows(own_engine) == before


def test_rejects_cycle_of_three(own_engine: Engine, tmp_path: Path) -> None:
    """Organizations whose parents form a cycle are rejected."""
    found = [
        {"id": uid(one), "name": "x", "description": "y", "parent_organization_id": uid(one % 3 + 1)}
        for one in (1, 2, 3)
    ]
    report = import_content(own_engine, tmp_path, found, "organizations.json")
    assert error_text(report).count("is its own ancestor") == 3


def test_warns_of_unknown_field(own_engine: Engine, tmp_path: Path) -> None:
    """A field unlike any of the standard is ignored with a warning."""
    report = import_content(own_engine, tmp_path, [service(x_publisher_code=12)])
    assert report.accepted
    assert ["x_publisher_code" in str(one) and "is ignored" in str(one) for one in report.warnings] == [True]


def test_errors_quote_nothing_private(own_engine: Engine, tmp_path: Path) -> None:
    """A number or an address in the wrong field is not repeated in an error."""
    report = import_content(own_engine, tmp_path, [service(email="+66 81 234 5678", url="12 Hidden Lane")])
    assert len(report.errors) == 2
    assert "5678" not in error_text(report)
    assert "Hidden" not in error_text(report)
