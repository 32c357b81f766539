"""What is protected stays out of the public tables whatever file comes next, and staff keep it."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from directory.confidential import Circle, Confidential, ProtectedAddress
from directory.confidential.csv_exchange import import_file
from directory.exchange.hsds import export_csv, export_json
from directory.exchange.spreadsheet import export_sheet, import_sheet
from tests.directory.exchange.hsds_files import Object, everything, imported, service, taken, uid

STREET, POINT = "99 Hidden Lane", 18.7883457
PLACE, ADDRESS, LINK = uid(30), uid(31), uid(32)


def with_place(place: str = PLACE, address: str = ADDRESS, link: str = LINK) -> Object:
    """Return a service at an address with a point and a history of both."""
    change = {"last_action_date": "2026-01-01", "last_action_type": "update", "updated_by": "x"}
    point = {"field_name": "latitude", "previous_value": str(POINT), "replacement_value": str(POINT)}
    street = {"field_name": "address_1", "previous_value": STREET, "replacement_value": STREET}
    where = {"address_1": STREET, "city": "Chiang Mai", "state_province": "Chiang Mai", "country": "TH"}
    one = {
        "id": address,
        "address_type": "physical",
        "postal_code": "50200",
        "metadata": [{"id": str(uuid4())} | change | street],
    }
    location = {"id": place, "location_type": "physical", "latitude": POINT, "longitude": 98.9853457}
    location |= {"addresses": [one | where], "metadata": [{"id": str(uuid4())} | change | point]}
    return service(service_at_locations=[{"id": link, "location": location}])


def public(engine: Engine) -> str:
    """Return everything that stands in tables that are not protected."""
    return str({name: rows for name, rows in everything(engine).items() if not name.startswith(("partner_", "staff_"))})


def as_json(engine: Engine, folder: Path) -> Path:
    """Write the directory as JSON."""
    export_json(engine, folder / "json")
    return folder / "json"


def as_csv(engine: Engine, folder: Path) -> Path:
    """Write the directory as a data package."""
    export_csv(engine, folder / "package.zip")
    return folder / "package.zip"


def as_sheet(engine: Engine, folder: Path) -> Path:
    """Write the directory as a sheet."""
    with engine.connect() as connection:
        export_sheet(connection, folder / "sheet.csv")
    return folder / "sheet.csv"


@pytest.fixture
def store(own_engine: Engine, tmp_path: Path) -> Confidential:
    """The door to what is protected, in a directory with a public place."""
    assert imported(own_engine, tmp_path, [with_place()]).accepted
    assert STREET in public(own_engine)
    return Confidential(own_engine)


@pytest.mark.parametrize("write", [as_json, as_csv])
def test_a_file_from_before_brings_nothing_back(
    store: Confidential, own_engine: Engine, tmp_path: Path, write: Callable[[Engine, Path], Path]
) -> None:
    """A partner's file that still holds what is protected now is taken in without it, and the report says so."""
    path = write(own_engine, tmp_path)
    moved = store.move_to_protected(ADDRESS, Circle.STAFF)
    before = everything(own_engine)
    for dry_run in (True, False):
        report = taken(own_engine, path, dry_run=dry_run)
        assert report.accepted
        assert len([one for one in report.warnings if "protected" in one.what]) >= len((ADDRESS, PLACE))
        assert not secrets_in(str(report))
    assert not secrets_in(public(own_engine))
    assert everything(own_engine) == before
    assert store.addresses([uid(1)], Circle.STAFF) == {uid(1): (moved,)}


def test_a_sheet_from_before_is_refused(store: Confidential, own_engine: Engine, tmp_path: Path) -> None:
    """A sheet that still holds the address is refused by line and column, without a word of the address."""
    path = as_sheet(own_engine, tmp_path)
    store.move_to_protected(ADDRESS, Circle.STAFF)
    before = everything(own_engine)
    for dry_run in (True, False):
        report = import_sheet(own_engine, path, dry_run=dry_run)
        assert [one.column for one in report.faults] == ["address"]
        assert not secrets_in(str(report.faults))
    assert everything(own_engine) == before
    assert import_sheet(own_engine, as_sheet(own_engine, tmp_path / "..")).accepted


def test_a_file_that_knows_no_place_leaves_staff_theirs(own_engine: Engine, tmp_path: Path) -> None:
    """The place that was made for a protected address stays with its service when the next file does not list it."""
    imported(own_engine, tmp_path, [service(service_at_locations=[])])
    store = Confidential(own_engine)
    sheet = tmp_path / "protected.csv"
    sheet.write_text(
        f"kind,circle,service_id,address_1,country\naddress,staff,{uid(1)},{STREET},TH\n", encoding="utf-8"
    )
    assert import_file(store, sheet).created == 1
    kept = store.addresses([uid(1)], Circle.STAFF)
    assert kept
    for file in (service(), service(service_at_locations=[])):
        assert imported(own_engine, tmp_path, [file]).accepted
        assert store.addresses([uid(1)], Circle.STAFF) == kept


def test_a_new_place_of_the_same_service_is_doubted(store: Confidential, own_engine: Engine, tmp_path: Path) -> None:
    """An address under new ids at a service with a protected place is told: it may be the same one."""
    store.move_to_protected(ADDRESS, Circle.STAFF)
    report = imported(own_engine, tmp_path, [with_place(uid(40), uid(41), uid(42))], dry_run=True)
    assert len([one for one in report.warnings if "new here" in one.what]) == 1
    assert not secrets_in(str(report.warnings))


@pytest.mark.parametrize("may_be_public", [False, True])
def test_only_who_says_so_opens_a_place(
    store: Confidential, own_engine: Engine, tmp_path: Path, *, may_be_public: bool
) -> None:
    """Removing a protected address lets files bring it back only where that was asked for."""
    store.move_to_protected(ADDRESS, Circle.STAFF)
    assert store.remove(ADDRESS, may_be_public=may_be_public)
    assert imported(own_engine, tmp_path, [with_place()]).accepted
    assert (STREET in public(own_engine)) is may_be_public


def test_a_place_opens_with_its_last_address(store: Confidential, own_engine: Engine, tmp_path: Path) -> None:
    """While another address of a place is protected, none of it comes back."""
    store.move_to_protected(ADDRESS, Circle.STAFF)
    store.protect(ProtectedAddress(uid(50), PLACE, Circle.PARTNER, STREET, "TH"))
    assert store.remove(ADDRESS, may_be_public=True)
    assert imported(own_engine, tmp_path, [with_place()]).accepted
    assert not secrets_in(public(own_engine))


def secrets_in(text: str) -> list[str]:
    """Return what of the place can be read."""
    return [one for one in (STREET, str(POINT)) if one in text]
