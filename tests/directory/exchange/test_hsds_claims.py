"""A file can't claim what can't be, take what is another's, or change what search goes by."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from directory.exchange.hsds import export_json
from directory.exchange.hsds.consistency import wrong_claim
from tests.directory.exchange.hsds_files import everything, imported, rows, said, service, taken, uid

TERMS = "SELECT id, code, name, taxonomy_id FROM taxonomy_term ORDER BY id"


def reach(number: str, **claims: Any) -> dict[str, Any]:
    """Return a service whose only phone is claimed to do something."""
    claim = {"kind": "voice", "country": "TH", "dialable_from_abroad": True} | claims
    block = {"phone_reach": {uid(3): claim}}
    return service(phones=[{"id": uid(3), "number": number}], waylight=block)


def placed(**place: Any) -> dict[str, Any]:
    """Return a service that stands somewhere."""
    location = {"id": uid(42), "location_type": "physical"} | place
    return service(service_at_locations=[{"id": uid(40), "location": location}])


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "short number": (reach("1300"), "no numbering plan says how"),
    "freephone": (reach("1-888-373-7888", country="US"), "no numbering plan says how"),
    "nobody's number": (reach("1300", international="+9991234567"), "No country has such an international number"),
    "another number": (reach("02 123 4567", international="+6624335149"), "not the international form"),
    "another country": (reach("+66 2 123 4567", international="+951234567"), "not the international form"),
    "region elsewhere": (service(waylight={"coverage": [{"country": "TH", "region": "MM-01"}]}), "does not lie in"),
    "region of the world": (service(waylight={"coverage": [{"region": "MM-01"}]}), "does not lie in"),
    "no radius": (
        service(waylight={"coverage": [{"country": "TH", "latitude": 1, "longitude": 1, "radius_metres": -5}]}),
        "too large or too small",
    ),
    "no latitude": (
        service(waylight={"coverage": [{"country": "TH", "latitude": 91, "longitude": 1, "radius_metres": 5}]}),
        "Latitudes are from -90 to 90",
    ),
    "off the earth": (placed(latitude=999, longitude=1), "Degrees are from -180 to 180"),
    "turned name": (service(name="Harbour\u202eeniL"), "turns the direction of writing"),
    "turned number": (service(phones=[{"id": uid(3), "number": "02 \u202e4335149"}]), "turns the direction of writing"),
    "a word": (reach("hello", dialable_from_abroad=False), "This is not a phone number"),
    "a formula": (service(phones=[{"id": uid(3), "number": "=1+1"}]), "This is not a phone number"),
    "a chat's word": (service(phones=[{"id": uid(3), "number": "hello", "type": "chat"}]), "not a phone number"),
    "long text": (service(description="x" * 5_001), "more than 5000 characters"),
    "script": (service(url="javascript:alert(1)"), "This is not a web address"),
    "language": (service(languages=[{"id": uid(4), "code": "notalanguage"}]), "not a language tag"),
    "unknown language": (service(languages=[{"id": uid(4), "code": "xx"}]), "No language has this code"),
    "whose consulate": (
        service(waylight={"conduct": {"police_linked": False, "consular": True, "trafficking_specific": False}}),
        "whose citizens",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, own_engine: Engine, tmp_path: Path) -> None:
    """What can't be is a fault with its sentence, and nothing is written."""
    found, sentence = REFUSED[name]
    before = everything(own_engine)
    assert sentence in said(imported(own_engine, tmp_path, [found]))
    assert everything(own_engine) == before


@pytest.mark.parametrize(
    ("file", "lines", "sentence"),
    [
        ("phones.csv", f"id,service_id,number\n{uid(9)},{uid(1)},02 \u202e4335149\n", "direction of writing"),
        ("phones.csv", f"id,service_id,number\n{uid(9)},{uid(1)},=1+1\n", "not a phone number"),
        ("phones.csv", f"id,service_id,number,description\n{uid(9)},{uid(1)},1300,{'x' * 5_001}\n", "more than 5000"),
        ("waylight_coverage.csv", f"id,service_id,country,region\n{uid(9)},{uid(1)},TH,MM-01\n", "does not lie in"),
        (
            "waylight_phone_reach.csv",
            f"phone_id,kind,country,dialable_from_abroad\n{uid(3)},voice,TH,true\n",
            "no numbering plan says how",
        ),
    ],
)
def test_refused_as_csv(file: str, lines: str, sentence: str, own_engine: Engine, tmp_path: Path) -> None:
    """The tables of a package are judged like the objects."""
    assert imported(own_engine, tmp_path, [service(phones=[{"id": uid(3), "number": "1300"}])]).accepted
    report = imported(own_engine, tmp_path, {file: lines})
    assert sentence in said(report)
    assert all(fault.place == file and fault.line == 2 for fault in report.faults)


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
def test_claims_that_hold(printed: str, country: str, international: str | None) -> None:
    """A number with a valid international form may be called from abroad."""
    assert wrong_claim(printed, country, "voice", from_abroad=True, international=international) is None


def test_beyond_the_poles(own_engine: Engine, tmp_path: Path) -> None:
    """The standard's own examples have a latitude of 100: it is taken, with a doubt."""
    report = imported(own_engine, tmp_path, [placed(latitude=100, longitude=1)])
    assert ["beyond the poles" in str(one) for one in report.warnings] == [True]


def test_own_terms_stay(own_engine: Engine, tmp_path: Path) -> None:
    """A file that says less of our terms, or other names, changes none of them; the service gets its need."""
    before = rows(own_engine, TERMS)
    (term,) = [one for one in before if one[1] == "shelter"]
    named = {"id": term[0], "code": "shelter", "name": "Roof", "description": "A roof"}
    need = {"id": uid(30), "taxonomy_term": named}
    assert imported(own_engine, tmp_path, [service(attributes=[need])]).accepted
    assert rows(own_engine, TERMS) == before
    asked = "SELECT taxonomy_term_id FROM attribute WHERE id = :id"
    assert rows(own_engine, asked, id=uid(30)) == [(term[0],)]


def test_translated_export_renames_no_term(own_engine: Engine, tmp_path: Path) -> None:
    """Our terms keep their names when a Thai export of the directory comes back."""
    before = rows(own_engine, TERMS)
    export_json(own_engine, tmp_path / "out", "th")
    some = [one for one in json.loads((tmp_path / "out" / "services.json").read_text("utf-8")) if "attributes" in one]
    (tmp_path / "services.json").write_text(json.dumps(some[:5]), encoding="utf-8")
    assert "taxonomy_term" in some[0]["attributes"][0]
    assert taken(own_engine, tmp_path / "services.json", keep_unresolved=True).accepted
    assert rows(own_engine, TERMS) == before


def test_rows_are_not_taken_from_others(own_engine: Engine, tmp_path: Path) -> None:
    """A phone of a service that is not in the file can't be put under another one; with it, it can."""
    assert imported(own_engine, tmp_path, [service()]).accepted
    phone = {"id": uid(3), "number": "02 123 4567"}
    other = service(id=uid(11), phones=[phone], languages=[], service_areas=[])
    before = everything(own_engine)
    assert f"belongs to another object ({uid(1)})" in said(imported(own_engine, tmp_path, [other]))
    assert everything(own_engine) == before
    assert imported(own_engine, tmp_path, [service(phones=[]), other]).accepted
    assert rows(own_engine, "SELECT service_id FROM phone WHERE id = :id", id=uid(3)) == [(uid(11),)]


def test_coverage_is_not_taken_from_others(own_engine: Engine, tmp_path: Path) -> None:
    """What says where another service helps can't be made one's own."""
    block = {"coverage": [{"id": uid(8), "country": "TH"}]}
    assert imported(own_engine, tmp_path, [service(waylight=block)]).accepted
    other = service(id=uid(11), phones=[], languages=[], service_areas=[], waylight=block)
    assert "belongs to another object" in said(imported(own_engine, tmp_path, [other]))


def test_nothing_is_said_of_others(own_engine: Engine, tmp_path: Path) -> None:
    """The additions of a service can't say how another one's phone works, nor what it is called."""
    assert imported(own_engine, tmp_path, [service()]).accepted
    block = {
        "phone_reach": {uid(3): {"kind": "voice", "country": "KH", "dialable_from_abroad": False}},
        "translations": [{"entity_id": uid(1), "field": "name", "language": "th", "text": "x"}],
    }
    other = service(id=uid(11), phones=[], languages=[], service_areas=[], waylight=block)
    assert said(imported(own_engine, tmp_path, [other])).count("of a row that is not in the file") == 2


def test_other_owner_keeps_its_row(own_engine: Engine, tmp_path: Path) -> None:
    """A phone that an organization lists too stays with its service."""
    assert imported(own_engine, tmp_path, [service()]).accepted
    branch = {"id": uid(20), "name": "Branch", "description": "x", "phones": [{"id": uid(3), "number": "02 123 4567"}]}
    assert imported(own_engine, tmp_path, [branch], "organizations.json").accepted
    asked = "SELECT service_id, organization_id FROM phone WHERE id = :id"
    assert rows(own_engine, asked, id=uid(3)) == [(uid(1), uid(20))]


def test_other_rows_are_counted(own_engine: Engine, tmp_path: Path) -> None:
    """A report tells of rows that are no entries."""
    assert imported(own_engine, tmp_path, [service()]).other_rows > 0
    assert imported(own_engine, tmp_path, [service()]).other_rows == 0
    report = imported(
        own_engine, tmp_path, [service(phones=[{"id": uid(3), "number": "02 433 5149", "type": "voice"}])]
    )
    assert (report.created, report.changed, report.other_rows) == (0, 1, 2)
