"""What an imported service gets that its file does not say: nothing that nobody knows."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from directory import Directory, Need, Place
from tests.directory.exchange.hsds_files import imported, rows, service, uid

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


def standing(state: str) -> dict[str, Any]:
    """Return a service that says where it stands and not where it helps."""
    address = ADDRESS | {"state_province": state}
    location = {"id": uid(42), "location_type": "physical", "addresses": [address]}
    return service(service_areas=[], service_at_locations=[{"id": uid(40), "location": location}])


def test_nobody_has_checked_it(own_engine: Engine, tmp_path: Path) -> None:
    """An imported service is not verified, promises nothing about the police, and says where it is from."""
    imported(own_engine, tmp_path, [service()])
    assert rows(own_engine, "SELECT verified_at FROM assurance WHERE service_id = :id", id=uid(1)) == [(None,)]
    asked = "SELECT mandatory_reporting FROM conduct WHERE service_id = :id"
    assert rows(own_engine, asked, id=uid(1)) == [(None,)]
    asked = "SELECT source_url, confidence FROM provenance WHERE entity_id = :id"
    assert rows(own_engine, asked, id=uid(1)) == [("test", "medium")]


def test_what_a_file_says_counts(own_engine: Engine, tmp_path: Path) -> None:
    """What the file says of conduct, places and phones is taken as it is."""
    block = {
        "conduct": {"police_linked": True, "consular": False, "trafficking_specific": False},
        "coverage": [{"country": "TH", "region": "TH-50"}],
        "phone_reach": {uid(3): {"kind": "chat", "dialable_from_abroad": False, "country": "TH"}},
        "audiences": ["women", "girls"],
    }
    assert imported(own_engine, tmp_path, [service(waylight=block)]).accepted
    assert rows(own_engine, "SELECT police_linked FROM conduct WHERE service_id = :id", id=uid(1)) == [(True,)]
    assert rows(own_engine, "SELECT region FROM coverage WHERE service_id = :id", id=uid(1)) == [("TH-50",)]
    assert rows(own_engine, "SELECT kind FROM phone_reach WHERE phone_id = :id", id=uid(3)) == [("chat",)]
    imported(own_engine, tmp_path, [service(waylight=block | {"audiences": ["men"]})])
    assert rows(own_engine, "SELECT code FROM audience WHERE service_id = :id", id=uid(1)) == [("men",)]


def test_area_by_name(own_engine: Engine, tmp_path: Path) -> None:
    """An area that is the name of a country makes the service one of the whole country."""
    imported(own_engine, tmp_path, [service()])
    asked = "SELECT country, region, whole FROM coverage WHERE service_id = :id"
    assert rows(own_engine, asked, id=uid(1)) == [("TH", None, True)]


def test_address_promises_no_country(own_engine: Engine, tmp_path: Path) -> None:
    """An address makes a service one of its region, or of some part of the country, never of all of it."""
    imported(own_engine, tmp_path, [standing("Chiang Mai")])
    asked = "SELECT country, region, whole FROM coverage WHERE service_id = :id"
    assert rows(own_engine, asked, id=uid(1)) == [("TH", "TH-50", True)]


def test_address_without_a_known_region(own_engine: Engine, tmp_path: Path) -> None:
    """An address whose region has no code makes a service one of some part of the country."""
    imported(own_engine, tmp_path, [standing("North")])
    asked = "SELECT country, region, whole FROM coverage WHERE service_id = :id"
    assert rows(own_engine, asked, id=uid(1)) == [("TH", None, False)]


def test_area_that_can_mean_two_things(own_engine: Engine, tmp_path: Path) -> None:
    """A name that is a country and a state elsewhere is no place, and whoever imports it is told."""
    report = imported(own_engine, tmp_path, [service(service_areas=[{"id": uid(5), "name": "Georgia"}])])
    assert rows(own_engine, "SELECT country FROM coverage WHERE service_id = :id", id=uid(1)) == []
    assert "not found by place" in str(report.warnings[0])


def test_reach_of_an_imported_number(own_engine: Engine, tmp_path: Path) -> None:
    """A number is dialled from abroad only where it is certain how, and a new number is judged anew."""
    asked = "SELECT country, dialable_from_abroad, international FROM phone_reach WHERE phone_id = :id"
    imported(own_engine, tmp_path, [service(phones=[{"id": uid(3), "number": "1300"}])])
    assert rows(own_engine, asked, id=uid(3)) == [("TH", False, None)]
    imported(own_engine, tmp_path, [service(phones=[ABROAD])])
    assert rows(own_engine, asked, id=uid(3)) == [("TH", True, "+6621234567")]


def test_foreign_term_that_names_a_need(own_engine: Engine, tmp_path: Path) -> None:
    """A publisher's own term that is one of our everyday words makes the service found by that need."""
    attribute = {"id": uid(51), "taxonomy_term": TERM}
    found = [service(attributes=[attribute])]
    assert imported(own_engine, tmp_path, found).accepted
    asked = (
        "SELECT term.code FROM attribute JOIN taxonomy_term AS term ON term.id = attribute.taxonomy_term_id"
        " WHERE attribute.link_id = :id AND term.code IS NOT NULL"
    )
    assert rows(own_engine, asked, id=uid(1)) == [("legal_help",)]
    assert imported(own_engine, tmp_path, found).unchanged == 2


def test_import_is_found_at_once(own_engine: Engine, tmp_path: Path) -> None:
    """A service that came with its need and place is found by the bot's search."""
    attribute = {"id": uid(51), "taxonomy_term": TERM}
    imported(own_engine, tmp_path, [service(phones=[ABROAD], attributes=[attribute])])
    directory = Directory(own_engine)
    found, offset, more = set[str](), 0, True
    while more:
        page = directory.find_services(Need.LEGAL_HELP, Place("TH", None), "th", offset=offset)
        found |= {one.id for one in page.services}
        more, offset = bool(page.more), offset + len(page.services)
    assert uid(1) in found
