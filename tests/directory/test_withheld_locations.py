"""Protected addresses stay out of the public tables, whatever file is imported next."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from directory.confidential import AccessCircle, ConfidentialStore, ProtectedAddress
from directory.confidential.csv_exchange import import_file
from directory.exchange.hsds import export_csv, export_json
from directory.exchange.spreadsheet import export_sheet, import_sheet
from tests.directory.exchange.hsds_files import Object, all_rows, import_content, import_path, service, uid

STREET, POINT = "99 Hidden Lane", 18.7883457
PLACE, ADDRESS, LINK = uid(30), uid(31), uid(32)


def with_address(place: str = PLACE, address: str = ADDRESS, link: str = LINK) -> Object:
    """Return a service at an address with coordinates and a change log of both."""
    change = {"last_action_date": "2026-01-01", "last_action_type": "update", "updated_by": "x"}
    point = {"field_name": "latitude", "previous_value": str(POINT), "replacement_value": str(POINT)}
    street = {"field_name": "address_1", "previous_value": STREET, "replacement_value": STREET}
    where = {"address_1": STREET, "city": "Chiang Mai", "state_province": "Chiang Mai", "country": "TH"}
    address_row = {
        "id": address,
        "address_type": "physical",
        "postal_code": "50200",
        "metadata": [{"id": str(uuid4())} | change | street],
    }
    location = {"id": place, "location_type": "physical", "latitude": POINT, "longitude": 98.9853457}
    location |= {"addresses": [address_row | where], "metadata": [{"id": str(uuid4())} | change | point]}
    return service(service_at_locations=[{"id": link, "location": location}])


def public_rows(engine: Engine) -> str:
    """Return all rows of the tables that are not protected."""
    return str({name: rows for name, rows in all_rows(engine).items() if not name.startswith(("partner_", "staff_"))})


def as_json(engine: Engine, folder: Path) -> Path:
    """Export the directory as JSON."""
    export_json(engine, folder / "json")
    return folder / "json"


def as_csv(engine: Engine, folder: Path) -> Path:
    """Export the directory as a data package."""
    export_csv(engine, folder / "package.zip")
    return folder / "package.zip"


def as_sheet(engine: Engine, folder: Path) -> Path:
    """Export the directory as a spreadsheet."""
    with engine.connect() as connection:
        export_sheet(connection, folder / "sheet.csv")
    return folder / "sheet.csv"


@pytest.fixture
def store(own_engine: Engine, tmp_path: Path) -> ConfidentialStore:
    """The store of protected entries, in a directory with a public address."""
    assert import_content(own_engine, tmp_path, [with_address()]).accepted
    assert STREET in public_rows(own_engine)
    return ConfidentialStore(own_engine)


@pytest.mark.parametrize("write", [as_json, as_csv])
def test_old_file_does_not_restore_address(
    store: ConfidentialStore, own_engine: Engine, tmp_path: Path, write: Callable[[Engine, Path], Path]
) -> None:
    """A file that still holds a protected address is imported without it, with a warning."""
    path = write(own_engine, tmp_path)
    moved = store.move_to_protected(ADDRESS, AccessCircle.STAFF)
    before = all_rows(own_engine)
    for dry_run in (True, False):
        report = import_path(own_engine, path, dry_run=dry_run)
        assert report.accepted
        assert len([issue for issue in report.warnings if "protected" in issue.reason]) >= len((ADDRESS, PLACE))
        assert not secrets_in(str(report))
    assert not secrets_in(public_rows(own_engine))
    assert all_rows(own_engine) == before
    assert store.addresses([uid(1)], AccessCircle.STAFF) == {uid(1): (moved,)}


def test_rejects_old_spreadsheet(store: ConfidentialStore, own_engine: Engine, tmp_path: Path) -> None:
    """A spreadsheet with a protected address is rejected by line and column, without quoting it."""
    path = as_sheet(own_engine, tmp_path)
    store.move_to_protected(ADDRESS, AccessCircle.STAFF)
    before = all_rows(own_engine)
    for dry_run in (True, False):
        report = import_sheet(own_engine, path, dry_run=dry_run)
        assert [issue.column for issue in report.errors] == ["address"]
        assert not secrets_in(str(report.errors))
    assert all_rows(own_engine) == before
    assert import_sheet(own_engine, as_sheet(own_engine, tmp_path / "..")).accepted


def test_file_without_location_keeps_protected_address(own_engine: Engine, tmp_path: Path) -> None:
    """A location that was created for a protected address survives imports without it."""
    import_content(own_engine, tmp_path, [service(service_at_locations=[])])
    store = ConfidentialStore(own_engine)
    sheet = tmp_path / "protected.csv"
    sheet.write_text(
        f"kind,circle,service_id,address_1,country\naddress,staff,{uid(1)},{STREET},TH\n", encoding="utf-8"
    )
    assert import_file(store, sheet).created == 1
    entries = store.addresses([uid(1)], AccessCircle.STAFF)
    assert entries
    for file in (service(), service(service_at_locations=[])):
        assert import_content(own_engine, tmp_path, [file]).accepted
        assert store.addresses([uid(1)], AccessCircle.STAFF) == entries


def test_warns_about_new_address_of_same_service(store: ConfidentialStore, own_engine: Engine, tmp_path: Path) -> None:
    """A new address of a service with a protected one may be the same: the report warns."""
    store.move_to_protected(ADDRESS, AccessCircle.STAFF)
    report = import_content(own_engine, tmp_path, [with_address(uid(40), uid(41), uid(42))], dry_run=True)
    assert len([issue for issue in report.warnings if "new here" in issue.reason]) == 1
    assert not secrets_in(str(report.warnings))


@pytest.mark.parametrize("may_be_public", [False, True])
def test_address_returns_only_if_allowed(
    store: ConfidentialStore, own_engine: Engine, tmp_path: Path, *, may_be_public: bool
) -> None:
    """After a removal, imports may restore the address only if this was allowed."""
    store.move_to_protected(ADDRESS, AccessCircle.STAFF)
    assert store.remove(ADDRESS, may_be_public=may_be_public)
    assert import_content(own_engine, tmp_path, [with_address()]).accepted
    assert (STREET in public_rows(own_engine)) is may_be_public


def test_stays_withheld_with_another_protected_address(
    store: ConfidentialStore, own_engine: Engine, tmp_path: Path
) -> None:
    """While another address of a location is protected, none is restored."""
    store.move_to_protected(ADDRESS, AccessCircle.STAFF)
    store.protect(ProtectedAddress(uid(50), PLACE, AccessCircle.PARTNER, STREET, "TH"))
    assert store.remove(ADDRESS, may_be_public=True)
    assert import_content(own_engine, tmp_path, [with_address()]).accepted
    assert not secrets_in(public_rows(own_engine))


def secrets_in(text: str) -> list[str]:
    """Return the protected values in a text."""
    return [secret for secret in (STREET, str(POINT)) if secret in text]
