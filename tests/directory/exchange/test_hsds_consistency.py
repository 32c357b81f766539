"""Imports reject contradictory rows, rows of other owners, and changes of our own taxonomy."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from directory.exchange.hsds import export_json
from directory.exchange.hsds.consistency import reach_problem
from tests.directory.exchange.hsds_files import all_rows, error_text, import_content, import_path, query, service, uid

TERMS = "SELECT id, code, name, taxonomy_id FROM taxonomy_term ORDER BY id"


def with_reach(number: str, **claims: Any) -> dict[str, Any]:
    """Return a service whose only phone has the given reach."""
    claim = {"kind": "voice", "country": "TH", "dialable_from_abroad": True} | claims
    block = {"phone_reach": {uid(3): claim}}
    return service(phones=[{"id": uid(3), "number": number}], waylight=block)


def with_location(**place: Any) -> dict[str, Any]:
    """Return a service with a location."""
    location = {"id": uid(42), "location_type": "physical"} | place
    return service(service_at_locations=[{"id": uid(40), "location": location}])


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "short number": (with_reach("1300"), "no numbering plan supports"),
    "freephone": (with_reach("1-888-373-7888", country="US"), "no numbering plan supports"),
    "nobody's number": (with_reach("1300", international="+9991234567"), "No country has such an international number"),
    "another number": (with_reach("02 123 4567", international="+6624335149"), "not the international form"),
    "another country": (with_reach("+66 2 123 4567", international="+951234567"), "not the international form"),
    "region elsewhere": (
        service(waylight={"coverage": [{"country": "TH", "region": "MM-01"}]}),
        "is not in the country",
    ),
    "region of the world": (service(waylight={"coverage": [{"region": "MM-01"}]}), "is not in the country"),
    "no radius": (
        service(waylight={"coverage": [{"country": "TH", "latitude": 1, "longitude": 1, "radius_metres": -5}]}),
        "too large or too small",
    ),
    "no latitude": (
        service(waylight={"coverage": [{"country": "TH", "latitude": 91, "longitude": 1, "radius_metres": 5}]}),
        "Latitudes are from -90 to 90",
    ),
    "off the earth": (with_location(latitude=999, longitude=1), "Degrees are from -180 to 180"),
    "turned name": (service(name="Harbour\u202eeniL"), "turns the direction of writing"),
    "turned number": (service(phones=[{"id": uid(3), "number": "02 \u202e4335149"}]), "turns the direction of writing"),
    "a word": (with_reach("hello", dialable_from_abroad=False), "This is not a phone number"),
    "a formula": (service(phones=[{"id": uid(3), "number": "=1+1"}]), "This is not a phone number"),
    "a chat's word": (service(phones=[{"id": uid(3), "number": "hello", "type": "chat"}]), "not a phone number"),
    "long text": (service(description="x" * 5_001), "more than 5000 characters"),
    "script": (service(url="javascript:alert(1)"), "This is not a web address"),
    "language": (service(languages=[{"id": uid(4), "code": "notalanguage"}]), "not a language tag"),
    "unknown language": (service(languages=[{"id": uid(4), "code": "xx"}]), "No language has this code"),
    "whose consulate": (
        service(waylight={"conduct": {"police_linked": False, "consular": True, "trafficking_specific": False}}),
        "citizens that this consular service is for",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_rejects_contradictions_in_json(name: str, own_engine: Engine, tmp_path: Path) -> None:
    """A contradiction is an error with its sentence, and nothing is written."""
    found, sentence = REFUSED[name]
    before = all_rows(own_engine)
    assert sentence in error_text(import_content(own_engine, tmp_path, [found]))
    assert all_rows(own_engine) == before


@pytest.mark.parametrize(
    ("file", "lines", "sentence"),
    [
        ("phones.csv", f"id,service_id,number\n{uid(9)},{uid(1)},02 \u202e4335149\n", "direction of writing"),
        ("phones.csv", f"id,service_id,number\n{uid(9)},{uid(1)},=1+1\n", "not a phone number"),
        ("phones.csv", f"id,service_id,number,description\n{uid(9)},{uid(1)},1300,{'x' * 5_001}\n", "more than 5000"),
        (
            "waylight_coverage.csv",
            f"id,service_id,country,region\n{uid(9)},{uid(1)},TH,MM-01\n",
            "is not in the country",
        ),
        (
            "waylight_phone_reach.csv",
            f"phone_id,kind,country,dialable_from_abroad\n{uid(3)},voice,TH,true\n",
            "no numbering plan supports",
        ),
    ],
)
def test_rejects_contradictions_in_csv(
    file: str, lines: str, sentence: str, own_engine: Engine, tmp_path: Path
) -> None:
    """Tables of a package are checked like objects."""
    assert import_content(own_engine, tmp_path, [service(phones=[{"id": uid(3), "number": "1300"}])]).accepted
    report = import_content(own_engine, tmp_path, {file: lines})
    assert sentence in error_text(report)
    assert all(fault.place == file and fault.line == 2 for fault in report.errors)


@pytest.mark.parametrize(
    ("printed", "country", "international"),
    [
        ("1300", "TH", "+6621234567"),
        ("02 123 4567", "TH", "+6621234567"),
        ("02 123 4567", "TH", None),
        ("+1 888 373 7888", "US", "+18883737888"),
        ("221281", "MM", "+951221281"),
        ("+82-1345", "KR", None),
    ],
)
def test_accepts_valid_reach(printed: str, country: str, international: str | None) -> None:
    """A number with a valid international form may be reachable from abroad."""
    assert reach_problem(printed, country, "voice", from_abroad=True, international=international) is None


def test_warns_of_impossible_latitude(own_engine: Engine, tmp_path: Path) -> None:
    """The standard's own examples have a latitude of 100: it is imported with a warning."""
    report = import_content(own_engine, tmp_path, [with_location(latitude=100, longitude=1)])
    assert ["beyond the poles" in str(one) for one in report.warnings] == [True]


def test_keeps_own_terms(own_engine: Engine, tmp_path: Path) -> None:
    """A file with other names for our terms changes none of them; the service gets its need."""
    before = query(own_engine, TERMS)
    (term,) = [one for one in before if one[1] == "shelter"]
    named = {"id": term[0], "code": "shelter", "name": "Roof", "description": "A roof"}
    need = {"id": uid(30), "taxonomy_term": named}
    assert import_content(own_engine, tmp_path, [service(attributes=[need])]).accepted
    assert query(own_engine, TERMS) == before
    asked = "SELECT taxonomy_term_id FROM attribute WHERE id = :id"
    assert query(own_engine, asked, id=uid(30)) == [(term[0],)]


def test_translated_export_renames_no_term(own_engine: Engine, tmp_path: Path) -> None:
    """Importing a Thai export leaves the names of our terms unchanged."""
    before = query(own_engine, TERMS)
    export_json(own_engine, tmp_path / "out", "th")
    some = [one for one in json.loads((tmp_path / "out" / "services.json").read_text("utf-8")) if "attributes" in one]
    (tmp_path / "services.json").write_text(json.dumps(some[:5]), encoding="utf-8")
    assert "taxonomy_term" in some[0]["attributes"][0]
    assert import_path(own_engine, tmp_path / "services.json", keep_unresolved=True).accepted
    assert query(own_engine, TERMS) == before


def test_rejects_taking_rows_from_other_owners(own_engine: Engine, tmp_path: Path) -> None:
    """A phone cannot move to another service unless the file contains its present owner too."""
    assert import_content(own_engine, tmp_path, [service()]).accepted
    phone = {"id": uid(3), "number": "02 123 4567"}
    other = service(id=uid(11), phones=[phone], languages=[], service_areas=[])
    before = all_rows(own_engine)
    assert f"belongs to another object ({uid(1)})" in error_text(import_content(own_engine, tmp_path, [other]))
    assert all_rows(own_engine) == before
    assert import_content(own_engine, tmp_path, [service(phones=[]), other]).accepted
    assert query(own_engine, "SELECT service_id FROM phone WHERE id = :id", id=uid(3)) == [(uid(11),)]


def test_rejects_taking_coverage_from_other_services(own_engine: Engine, tmp_path: Path) -> None:
    """The coverage of another service cannot be moved."""
    block = {"coverage": [{"id": uid(8), "country": "TH"}]}
    assert import_content(own_engine, tmp_path, [service(waylight=block)]).accepted
    other = service(id=uid(11), phones=[], languages=[], service_areas=[], waylight=block)
    assert "belongs to another object" in error_text(import_content(own_engine, tmp_path, [other]))


def test_rejects_extensions_about_other_services(own_engine: Engine, tmp_path: Path) -> None:
    """The extension of a service cannot change the phones or names of another one."""
    assert import_content(own_engine, tmp_path, [service()]).accepted
    block = {
        "phone_reach": {uid(3): {"kind": "voice", "country": "KH", "dialable_from_abroad": False}},
        "translations": [{"entity_id": uid(1), "field": "name", "language": "th", "text": "x"}],
    }
    other = service(id=uid(11), phones=[], languages=[], service_areas=[], waylight=block)
    assert error_text(import_content(own_engine, tmp_path, [other])).count("of a row that is not in the file") == 2


def test_shared_phone_keeps_its_owners(own_engine: Engine, tmp_path: Path) -> None:
    """A phone that an organization lists too stays with its service."""
    assert import_content(own_engine, tmp_path, [service()]).accepted
    branch = {"id": uid(20), "name": "Branch", "description": "x", "phones": [{"id": uid(3), "number": "02 123 4567"}]}
    assert import_content(own_engine, tmp_path, [branch], "organizations.json").accepted
    asked = "SELECT service_id, organization_id FROM phone WHERE id = :id"
    assert query(own_engine, asked, id=uid(3)) == [(uid(1), uid(20))]


def test_counts_rows_that_are_not_entries(own_engine: Engine, tmp_path: Path) -> None:
    """A report counts changed rows that are not entries."""
    assert import_content(own_engine, tmp_path, [service()]).other_rows > 0
    assert import_content(own_engine, tmp_path, [service()]).other_rows == 0
    report = import_content(
        own_engine, tmp_path, [service(phones=[{"id": uid(3), "number": "02 433 5149", "type": "voice"}])]
    )
    assert (report.created, report.changed, report.other_rows) == (0, 1, 2)
