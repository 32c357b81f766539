"""Defaults of imported services: nothing that is not certain."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from directory import Directory, Need, Place
from directory.domain.phone_reach import Reach, phone_reach
from tests.directory.exchange.hsds_files import import_content, query, service, uid

ABROAD = {"id": uid(3), "number": "+66 2 123 4567"}
TERM = {"id": uid(50), "name": "Lawyer", "description": "A lawyer"}
ADDRESS = {
    "id": uid(41),
    "address_1": "1 Station Road",
    "city": "Chiang Mai",
    "state_province": "Chiang Mai",
    "postal_code": "50000",
    "country": "TH",
    "address_type": "physical",
}


def with_address(state: str) -> dict[str, Any]:
    """Return a service with an address and without coverage."""
    address = ADDRESS | {"state_province": state}
    location = {"id": uid(42), "location_type": "physical", "addresses": [address]}
    return service(service_areas=[], service_at_locations=[{"id": uid(40), "location": location}])


def test_conservative_defaults(own_engine: Engine, tmp_path: Path) -> None:
    """An imported service is not verified, promises nothing about the police, and names its source."""
    import_content(own_engine, tmp_path, [service()])
    assert query(own_engine, "SELECT verified_at FROM assurance WHERE service_id = :id", id=uid(1)) == [(None,)]
    asked = "SELECT mandatory_reporting FROM conduct WHERE service_id = :id"
    assert query(own_engine, asked, id=uid(1)) == [(None,)]
    asked = "SELECT source_url, confidence FROM provenance WHERE entity_id = :id"
    assert query(own_engine, asked, id=uid(1)) == [("test", "medium")]


def test_file_overrides_defaults(own_engine: Engine, tmp_path: Path) -> None:
    """Conduct, coverage and reach of the file are imported unchanged."""
    block = {
        "conduct": {"police_linked": True, "consular": False, "trafficking_specific": False},
        "coverage": [{"country": "TH", "region": "TH-50"}],
        "phone_reach": {uid(3): {"kind": "chat", "dialable_from_abroad": False, "country": "TH"}},
        "audiences": ["women", "girls"],
    }
    assert import_content(own_engine, tmp_path, [service(waylight=block)]).accepted
    assert query(own_engine, "SELECT police_linked FROM conduct WHERE service_id = :id", id=uid(1)) == [(True,)]
    assert query(own_engine, "SELECT region FROM coverage WHERE service_id = :id", id=uid(1)) == [("TH-50",)]
    assert query(own_engine, "SELECT kind FROM phone_reach WHERE phone_id = :id", id=uid(3)) == [("chat",)]
    import_content(own_engine, tmp_path, [service(waylight=block | {"audiences": ["men"]})])
    assert query(own_engine, "SELECT code FROM audience WHERE service_id = :id", id=uid(1)) == [("men",)]


def test_country_name_as_area(own_engine: Engine, tmp_path: Path) -> None:
    """An area with the name of a country covers the whole country."""
    import_content(own_engine, tmp_path, [service()])
    asked = "SELECT country, region, whole FROM coverage WHERE service_id = :id"
    assert query(own_engine, asked, id=uid(1)) == [("TH", None, True)]


def test_address_covers_region_only(own_engine: Engine, tmp_path: Path) -> None:
    """An address covers its region, or some part of the country, never the whole country."""
    import_content(own_engine, tmp_path, [with_address("Chiang Mai")])
    asked = "SELECT country, region, whole FROM coverage WHERE service_id = :id"
    assert query(own_engine, asked, id=uid(1)) == [("TH", "TH-50", True)]


def test_address_without_region_code(own_engine: Engine, tmp_path: Path) -> None:
    """An address in an unknown region covers some part of the country."""
    import_content(own_engine, tmp_path, [with_address("North")])
    asked = "SELECT country, region, whole FROM coverage WHERE service_id = :id"
    assert query(own_engine, asked, id=uid(1)) == [("TH", None, False)]


def test_ambiguous_area_name(own_engine: Engine, tmp_path: Path) -> None:
    """A name of a country that is also a state elsewhere gives no coverage and a warning."""
    report = import_content(own_engine, tmp_path, [service(service_areas=[{"id": uid(5), "name": "Georgia"}])])
    assert query(own_engine, "SELECT country FROM coverage WHERE service_id = :id", id=uid(1)) == []
    assert "search by place does not find it" in str(report.warnings[0])


def test_new_number_gets_new_reach(own_engine: Engine, tmp_path: Path) -> None:
    """A number is dialable from abroad only if that is certain, and a new number is assessed again."""
    asked = "SELECT country, dialable_from_abroad, international FROM phone_reach WHERE phone_id = :id"
    import_content(own_engine, tmp_path, [service(phones=[{"id": uid(3), "number": "1300"}])])
    assert query(own_engine, asked, id=uid(3)) == [("TH", False, None)]
    import_content(own_engine, tmp_path, [service(phones=[ABROAD])])
    assert query(own_engine, asked, id=uid(3)) == [("TH", True, "+6621234567")]


def test_foreign_term_gives_need(own_engine: Engine, tmp_path: Path) -> None:
    """A publisher's own term that is one of our synonyms makes the service found by that need."""
    attribute = {"id": uid(51), "taxonomy_term": TERM}
    found = [service(attributes=[attribute])]
    assert import_content(own_engine, tmp_path, found).accepted
    asked = (
        "SELECT term.code FROM attribute JOIN taxonomy_term AS term ON term.id = attribute.taxonomy_term_id"
        " WHERE attribute.link_id = :id AND term.code IS NOT NULL"
    )
    assert query(own_engine, asked, id=uid(1)) == [("legal_help",)]
    assert import_content(own_engine, tmp_path, found).unchanged == 2


def test_imported_service_is_found(own_engine: Engine, tmp_path: Path) -> None:
    """The bot's search finds a service imported with its need and place."""
    attribute = {"id": uid(51), "taxonomy_term": TERM}
    import_content(own_engine, tmp_path, [service(phones=[ABROAD], attributes=[attribute])])
    directory = Directory(own_engine)
    found, offset, more = set[str](), 0, True
    while more:
        page = directory.find_services(Need.LEGAL_HELP, Place("TH", None), "th", offset=offset)
        found |= {one.id for one in page.services}
        more, offset = bool(page.more), offset + len(page.services)
    assert uid(1) in found


KNOWN = [
    # Landlines and mobiles, in the country or from abroad.
    ("02 123 4567", "TH", None, ("voice", "TH", "+6621234567")),
    ("+66 2 123 4567", None, None, ("voice", "TH", "+6621234567")),
    ("+66 2 123 4567", "KH", "voice", ("voice", "TH", "+6621234567")),
    ("+44 20 7946 0958 ext. 12", None, None, ("voice", "GB", "+442079460958")),
    ("+66 81 234 5678", "TH", "sms", ("sms", "TH", "+66812345678")),
    # Short and toll-free numbers work at home.
    ("1300", "TH", None, ("voice", "TH", None)),
    ("1-888-373-7888", "US", None, ("voice", "US", None)),
    ("+1 888 373 7888", None, None, ("voice", "US", None)),
    ("233733", "US", "text", ("sms", "US", None)),
    # What can't be told works at home if the home is known, else nowhere.
    ("12 34", None, None, ("voice", None, None)),
    ("1-800-GET-HELP", "US", None, ("voice", "US", None)),
    ("02 123 4567 / 02 433 5149", "TH", None, ("voice", "TH", None)),
    ("ask at the desk", "TH", None, ("voice", "TH", None)),
    ("", None, None, ("voice", None, None)),
    ("\uff10\uff12 123 4567", "TH", None, ("voice", "TH", "+6621234567")),
]


@pytest.mark.parametrize(("number", "country", "purpose", "known"), KNOWN)
def test_reach_of_numbers(
    number: str, country: str | None, purpose: str | None, known: tuple[str, str | None, str | None]
) -> None:
    """A number is dialable from abroad only if that is certain."""
    kind, home, international = known
    expected = Reach(kind, home, dialable_from_abroad=international is not None, international=international)
    assert phone_reach(number, country, purpose) == expected


@pytest.mark.parametrize("purpose", ["fax", "pager", "TTY", "textphone"])
def test_fax_has_no_reach(purpose: str) -> None:
    """A fax or a pager is never given to people in need."""
    assert phone_reach("02 123 4567", "TH", purpose) is None
