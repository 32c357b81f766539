"""A directory's own export, imported again, changes nothing; what changes has a new date."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from directory.confidential import AccessCircle, ConfidentialStore
from directory.db.engine import open_engine
from directory.exchange.hsds import export_csv, export_json
from directory.exchange.spreadsheet import export_sheet, import_sheet
from tests.directory.exchange.hsds_files import all_rows, error_text, import_content, import_path, query, service, uid

OLD, OLDER = "2026-01-02T00:00:00.000Z", "2026-01-01T00:00:00.000Z"
MODIFIED = "SELECT last_modified FROM service WHERE id = :id"


@pytest.fixture
def fresh_engine(databases: Any) -> Iterator[Engine]:
    """A new directory, which has only the seed entries."""
    address = databases.filled()
    engine = open_engine(address)
    yield engine
    engine.dispose()
    databases.drop(address)


def write_export(engine: Engine, kind: str, folder: Path) -> Path:
    """Export a directory as HSDS."""
    if kind == "json":
        export_json(engine, folder / "out")
        return folder / "out"
    export_csv(engine, folder / "out.zip")
    return folder / "out.zip"


def set_dates(engine: Engine, when: str) -> None:
    """Let all services be modified at a moment."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE service SET last_modified = :when"), {"when": when})


def modified(engine: Engine, key: str = uid(1)) -> datetime:
    """Return when a service was modified."""
    return datetime.fromisoformat(query(engine, MODIFIED, id=key)[0][0])


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_changes_nothing(kind: str, own_engine: Engine, fresh_engine: Engine, tmp_path: Path) -> None:
    """Neither in the same directory nor in a new one, which goes on getting corrections of the seed entries."""
    set_dates(own_engine, OLD)
    exported = write_export(own_engine, kind, tmp_path)
    for engine in (own_engine, fresh_engine):
        before = all_rows(engine)
        assert before["starter_entry"]
        report = import_path(engine, exported)
        assert (report.created, report.changed, report.changes, report.errors) == (0, 0, (), ())
        assert all_rows(engine) == before


def test_unresolved_links(own_engine: Engine, fresh_engine: Engine, tmp_path: Path) -> None:
    """An export with links to missing rows can be imported again; elsewhere the errors name the option to keep them."""
    attribute = {"id": uid(92), "link_entity": "service", "taxonomy_term_id": uid(91), "label": "x"}
    found = service(program_id=uid(90), attributes=[attribute])
    assert "import with --keep-unresolved" in error_text(import_content(own_engine, tmp_path, [found]))
    assert import_content(own_engine, tmp_path, [found], keep_unresolved=True).accepted
    exported = write_export(own_engine, "csv", tmp_path)
    before = all_rows(own_engine)
    again = import_path(own_engine, exported)
    assert (again.created, again.changed, again.changes, again.errors) == (0, 0, (), ())
    assert all_rows(own_engine) == before
    assert "--keep-unresolved" in error_text(import_path(fresh_engine, exported))
    assert import_path(fresh_engine, exported, keep_unresolved=True).accepted
    stored = "SELECT * FROM unresolved_reference ORDER BY 3"
    assert len(query(own_engine, stored)) == 2
    assert query(fresh_engine, stored) == query(own_engine, stored)


def test_option_is_named_only_if_it_helps(own_engine: Engine, tmp_path: Path) -> None:
    """A row that can't be stored without its link is refused with the option too, so no hint names it."""
    content = service()
    content["organization_id"] = content.pop("organization")["id"]
    for options in ({}, {"keep_unresolved": True}):
        text_of_errors = error_text(import_content(own_engine, tmp_path, [content], **options))
        assert uid(2) in text_of_errors
        assert "--keep-unresolved" not in text_of_errors


@pytest.mark.parametrize("claimed", [OLDER, "2100-01-01T00:00:00Z", None])
def test_changed_content_has_a_new_date(claimed: str | None, own_engine: Engine, tmp_path: Path) -> None:
    """Whatever the file says: partners who ask for what changed since their last visit hear of a new number."""
    assert import_content(own_engine, tmp_path, [service(last_modified=OLD)]).accepted
    assert modified(own_engine) == datetime.fromisoformat(OLD)
    before = datetime.now(UTC).replace(microsecond=0)
    phones = [{"id": uid(3), "number": "02 123 4568", "type": "voice"}]
    report = import_content(own_engine, tmp_path, [service(phones=phones, last_modified=claimed)])
    assert report.changed == 1
    assert before <= modified(own_engine) <= datetime.now(UTC)


def test_only_another_date_is_no_change(own_engine: Engine, tmp_path: Path) -> None:
    """A file that says the same of a service with an older or newer date leaves the date as it is."""
    import_content(own_engine, tmp_path, [service(last_modified=OLD)])
    for other in (OLDER, "2026-03-01T00:00:00Z"):
        report = import_content(own_engine, tmp_path, [service(last_modified=other)])
        assert (report.changed, report.changes) == (0, ())
        assert modified(own_engine) == datetime.fromisoformat(OLD)


def test_new_service_is_not_modified_in_the_future(own_engine: Engine, tmp_path: Path) -> None:
    """A date that is still to come would hide the next change."""
    assert import_content(own_engine, tmp_path, [service(last_modified="2100-01-01T00:00:00Z")]).accepted
    assert modified(own_engine) <= datetime.now(UTC)


def test_sheet_dates_all_services_of_an_organization(own_engine: Engine, tmp_path: Path) -> None:
    """A row that renames its organization changes the other services of it too."""
    other = service(id=uid(11), name="Harbour Shelter", phones=[], languages=[], service_areas=[])
    assert import_content(own_engine, tmp_path, [service(), other]).accepted
    set_dates(own_engine, OLD)
    sheet = tmp_path / "sheet.csv"
    with own_engine.connect() as connection:
        export_sheet(connection, sheet)
    assert import_sheet(own_engine, sheet).changed == 0
    assert modified(own_engine) == modified(own_engine, uid(11)) == datetime.fromisoformat(OLD)
    lines = sheet.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    changed = [lines[0], *(line.replace("Harbour House", "Harbour Homes") for line in lines if uid(1) in line)]
    sheet.write_text("".join(changed), encoding="utf-8")
    report = import_sheet(own_engine, sheet)
    assert (report.changed, report.errors) == (1, ())
    assert modified(own_engine, uid(11)) > datetime.fromisoformat(OLD)


def test_protecting_a_place_has_a_new_date(own_engine: Engine, tmp_path: Path) -> None:
    """Partners hear that a public address is gone."""
    address = {"id": uid(7), "address_1": "1 Quay", "city": "Town", "state_province": "Trat", "postal_code": "1"}
    place = {"id": uid(6), "location_type": "physical"}
    place["addresses"] = [address | {"country": "TH", "address_type": "physical"}]  # type: ignore[assignment]
    at = [{"id": uid(8), "location": place}]
    report = import_content(own_engine, tmp_path, [service(service_at_locations=at)])
    assert report.accepted, report.errors
    set_dates(own_engine, OLD)
    ConfidentialStore(own_engine).move_to_protected(uid(7), AccessCircle.STAFF)
    assert modified(own_engine) > datetime.fromisoformat(OLD)
