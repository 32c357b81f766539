"""An import is atomic and idempotent."""

from pathlib import Path

from sqlalchemy import Engine

from directory.exchange.hsds.documents import fetch_documents
from tests.directory.exchange.hsds_files import all_rows, error_text, import_content, query, service, uid


def test_second_import_changes_nothing(own_engine: Engine, tmp_path: Path) -> None:
    """Importing a file again changes no row."""
    first = import_content(own_engine, tmp_path, [service()])
    assert (first.created, first.changed, first.unchanged) == (2, 0, 0)
    before = all_rows(own_engine)
    second = import_content(own_engine, tmp_path, [service()])
    assert (second.created, second.changed, second.unchanged, second.changes) == (0, 0, 2, ())
    assert all_rows(own_engine) == before


def test_error_writes_nothing(own_engine: Engine, tmp_path: Path) -> None:
    """An error in the last of many objects leaves the database unchanged."""
    many = [service(id=uid(100 + one), phones=[], languages=[], service_areas=[]) for one in range(50)]
    before = all_rows(own_engine)
    report = import_content(own_engine, tmp_path, [*many, service(status="open")])
    assert len(report.errors) == 1
    assert all_rows(own_engine) == before


def test_dry_run_writes_nothing(own_engine: Engine, tmp_path: Path) -> None:
    """A dry run reports the changed fields with both values, and changes nothing."""
    import_content(own_engine, tmp_path, [service()])
    before = all_rows(own_engine)
    report = import_content(own_engine, tmp_path, [service(name="Harbour Line 2")], dry_run=True)
    assert report.changed == 1
    (change,) = report.changes
    assert [(field.field, field.old, field.new) for field in change.fields] == [
        ("name", "Harbour Line", "Harbour Line 2")
    ]
    assert all_rows(own_engine) == before


def test_object_replaces_its_lists(own_engine: Engine, tmp_path: Path) -> None:
    """A number that the file no longer has is removed from its service, with its reach."""
    import_content(own_engine, tmp_path, [service()])
    report = import_content(own_engine, tmp_path, [service(phones=[{"id": uid(6), "number": "1300"}])])
    assert report.changed == 1
    assert query(own_engine, "SELECT id FROM phone WHERE service_id = :id", id=uid(1)) == [(uid(6),)]
    assert query(own_engine, "SELECT phone_id FROM phone_reach WHERE phone_id = :id", id=uid(3)) == []


def test_shared_row_is_kept(own_engine: Engine, tmp_path: Path) -> None:
    """A phone that another object uses only loses its link to the service that dropped it."""
    branch = {"id": uid(20), "name": "Branch", "description": "x", "phones": [{"id": uid(3), "number": "02 123 4567"}]}
    import_content(own_engine, tmp_path, [service()])
    import_content(own_engine, tmp_path, [branch], "organizations.json")
    assert import_content(own_engine, tmp_path, [service(phones=[])]).accepted
    assert query(own_engine, "SELECT service_id, organization_id FROM phone WHERE id = :id", id=uid(3)) == [
        (None, uid(20))
    ]


def test_other_rows_are_kept(own_engine: Engine, tmp_path: Path) -> None:
    """Rows that the file does not contain stay unchanged."""
    import_content(own_engine, tmp_path, [service()])
    other = service(id=uid(11), phones=[{"id": uid(13), "number": "1300"}], languages=[], service_areas=[])
    import_content(own_engine, tmp_path, [other])
    with own_engine.connect() as connection:
        (found,) = fetch_documents(connection, "service", [uid(1)])
    assert [one["id"] for one in found["phones"]] == [uid(3)]


def test_service_stubs_change_nothing(own_engine: Engine, tmp_path: Path) -> None:
    """An organization that only names its services changes nothing of them."""
    import_content(own_engine, tmp_path, [service()])
    before = all_rows(own_engine)
    named = {"id": uid(1), "name": "Harbour Line", "status": "active"}
    organization = {"id": uid(2), "name": "Harbour House", "description": "Helps seafarers.", "services": [named]}
    report = import_content(own_engine, tmp_path, [organization], "organizations.json")
    assert report.unchanged == 1
    assert all_rows(own_engine) == before


def test_page_without_lists_removes_none(own_engine: Engine, tmp_path: Path) -> None:
    """A page of an API that lists services without their lists removes no lists."""
    import_content(own_engine, tmp_path, [service()])
    flat = {key: value for key, value in service().items() if not isinstance(value, list)}
    report = import_content(own_engine, tmp_path, {"contents": [flat], "total_items": 1})
    assert report.unchanged == 2


def test_file_without_needs_keeps_needs_of_staff(own_engine: Engine, tmp_path: Path) -> None:
    """A file that does not use our needs cannot remove needs that staff assigned."""
    (term,) = query(own_engine, "SELECT id FROM taxonomy_term WHERE code = 'shelter'")[0]
    need = {"id": uid(30), "taxonomy_term_id": term}
    import_content(own_engine, tmp_path, [service(attributes=[need])])
    assert import_content(own_engine, tmp_path, [service()]).accepted
    assert query(own_engine, "SELECT id FROM attribute WHERE link_id = :id", id=uid(1)) == [(uid(30),)]


def test_unresolved_link_is_restored(own_engine: Engine, tmp_path: Path) -> None:
    """An unresolved link is exported as it came, and becomes a link when its row arrives."""
    branch = {"id": uid(20), "name": "Branch", "description": "x", "parent_organization_id": uid(21)}
    assert uid(21) in error_text(import_content(own_engine, tmp_path, [branch], "organizations.json"))
    assert import_content(own_engine, tmp_path, [branch], "organizations.json", keep_unresolved=True).accepted
    asked = "SELECT parent_organization_id FROM organization WHERE id = :id"
    assert query(own_engine, asked, id=uid(20)) == [(None,)]
    with own_engine.connect() as connection:
        assert fetch_documents(connection, "organization", [uid(20)]) == [branch]
    head = {"id": uid(21), "name": "Head", "description": "x"}
    assert import_content(own_engine, tmp_path, [head], "organizations.json").accepted
    assert query(own_engine, asked, id=uid(20)) == [(uid(21),)]
    assert query(own_engine, "SELECT * FROM unresolved_reference") == []
