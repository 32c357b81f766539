"""An import does all of what a file says or nothing, and the same thing only once."""

from pathlib import Path

from sqlalchemy import Engine

from directory.exchange.hsds.documents import whole
from tests.directory.exchange.hsds_files import everything, imported, rows, said, service, uid


def test_second_import_changes_nothing(own_engine: Engine, tmp_path: Path) -> None:
    """The same file a second time changes no row."""
    first = imported(own_engine, tmp_path, [service()])
    assert (first.created, first.changed, first.unchanged) == (2, 0, 0)
    before = everything(own_engine)
    second = imported(own_engine, tmp_path, [service()])
    assert (second.created, second.changed, second.unchanged, second.changes) == (0, 0, 2, ())
    assert everything(own_engine) == before


def test_nothing_half_imported(own_engine: Engine, tmp_path: Path) -> None:
    """A fault in the last of many objects leaves the database as it was."""
    many = [service(id=uid(100 + one), phones=[], languages=[], service_areas=[]) for one in range(50)]
    before = everything(own_engine)
    report = imported(own_engine, tmp_path, [*many, service(status="open")])
    assert len(report.faults) == 1
    assert everything(own_engine) == before


def test_dry_run_writes_nothing(own_engine: Engine, tmp_path: Path) -> None:
    """A dry run says which fields would change, from what to what, and changes none."""
    imported(own_engine, tmp_path, [service()])
    before = everything(own_engine)
    report = imported(own_engine, tmp_path, [service(name="Harbour Line 2")], dry_run=True)
    assert report.changed == 1
    (change,) = report.changes
    assert [(field.field, field.old, field.new) for field in change.fields] == [
        ("name", "Harbour Line", "Harbour Line 2")
    ]
    assert everything(own_engine) == before


def test_object_replaces_its_lists(own_engine: Engine, tmp_path: Path) -> None:
    """A number that the file no longer has is gone from its service, and so is what it could do."""
    imported(own_engine, tmp_path, [service()])
    report = imported(own_engine, tmp_path, [service(phones=[{"id": uid(6), "number": "1300"}])])
    assert report.changed == 1
    assert rows(own_engine, "SELECT id FROM phone WHERE service_id = :id", id=uid(1)) == [(uid(6),)]
    assert rows(own_engine, "SELECT phone_id FROM phone_reach WHERE phone_id = :id", id=uid(3)) == []


def test_what_else_uses_a_row_keeps_it(own_engine: Engine, tmp_path: Path) -> None:
    """A phone that another object uses too only loses the link to the service that dropped it."""
    branch = {"id": uid(20), "name": "Branch", "description": "x", "phones": [{"id": uid(3), "number": "02 123 4567"}]}
    imported(own_engine, tmp_path, [service()])
    imported(own_engine, tmp_path, [branch], "organizations.json")
    assert imported(own_engine, tmp_path, [service(phones=[])]).accepted
    assert rows(own_engine, "SELECT service_id, organization_id FROM phone WHERE id = :id", id=uid(3)) == [
        (None, uid(20))
    ]


def test_others_are_left_alone(own_engine: Engine, tmp_path: Path) -> None:
    """What the file does not speak of stays as it is."""
    imported(own_engine, tmp_path, [service()])
    other = service(id=uid(11), phones=[{"id": uid(13), "number": "1300"}], languages=[], service_areas=[])
    imported(own_engine, tmp_path, [other])
    with own_engine.connect() as connection:
        (found,) = whole(connection, "service", [uid(1)])
    assert [one["id"] for one in found["phones"]] == [uid(3)]


def test_named_services_keep_what_they_have(own_engine: Engine, tmp_path: Path) -> None:
    """An organization that only names its services takes nothing from them."""
    imported(own_engine, tmp_path, [service()])
    before = everything(own_engine)
    named = {"id": uid(1), "name": "Harbour Line", "status": "active"}
    organization = {"id": uid(2), "name": "Harbour House", "description": "Helps seafarers.", "services": [named]}
    report = imported(own_engine, tmp_path, [organization], "organizations.json")
    assert report.unchanged == 1
    assert everything(own_engine) == before


def test_minimal_page_takes_no_lists_away(own_engine: Engine, tmp_path: Path) -> None:
    """A page of an API that lists services without their lists says nothing about these."""
    imported(own_engine, tmp_path, [service()])
    flat = {key: value for key, value in service().items() if not isinstance(value, list)}
    report = imported(own_engine, tmp_path, {"contents": [flat], "total_items": 1})
    assert report.unchanged == 2


def test_needs_of_staff_outlive_a_file_without_needs(own_engine: Engine, tmp_path: Path) -> None:
    """A publisher who knows nothing of our needs can't take away those that staff gave the service."""
    (term,) = rows(own_engine, "SELECT id FROM taxonomy_term WHERE code = 'shelter'")[0]
    need = {"id": uid(30), "taxonomy_term_id": term}
    imported(own_engine, tmp_path, [service(attributes=[need])])
    assert imported(own_engine, tmp_path, [service()]).accepted
    assert rows(own_engine, "SELECT id FROM attribute WHERE link_id = :id", id=uid(1)) == [(uid(30),)]


def test_link_waits_for_its_row(own_engine: Engine, tmp_path: Path) -> None:
    """A link that was kept becomes one when its row arrives, and is written out all the time."""
    branch = {"id": uid(20), "name": "Branch", "description": "x", "parent_organization_id": uid(21)}
    assert uid(21) in said(imported(own_engine, tmp_path, [branch], "organizations.json"))
    assert imported(own_engine, tmp_path, [branch], "organizations.json", keep_unresolved=True).accepted
    asked = "SELECT parent_organization_id FROM organization WHERE id = :id"
    assert rows(own_engine, asked, id=uid(20)) == [(None,)]
    with own_engine.connect() as connection:
        assert whole(connection, "organization", [uid(20)]) == [branch]
    head = {"id": uid(21), "name": "Head", "description": "x"}
    assert imported(own_engine, tmp_path, [head], "organizations.json").accepted
    assert rows(own_engine, asked, id=uid(20)) == [(uid(21),)]
    assert rows(own_engine, "SELECT * FROM unresolved_reference") == []
