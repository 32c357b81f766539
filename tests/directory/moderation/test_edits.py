"""Validation of edits."""

from typing import Any

import pytest

from directory.models import stable_id
from directory.moderation import (
    Action,
    BadEditError,
    Edit,
    EditProblem,
    InUseError,
    NoChangesError,
    UnknownRowError,
    new_id,
)
from directory.moderation.edits import EDITABLE_TABLES
from directory.taxonomy import need_term_id
from tests.directory.moderation.client import OTHER, SERVICE, ModerationClient, create_row, delete_row, update_row

NEW = new_id()

BAD: dict[EditProblem, list[Edit]] = {
    EditProblem.TABLE: [
        update_row("staff_account", "x", role="administrator"),
        update_row("staff_address", "x", city="x"),
        update_row("metadata", "x", updated_by="x"),
        update_row("assurance", SERVICE, method="called"),
        update_row("phone_reach", "x", kind="sms"),
        update_row("provenance", SERVICE, note="x"),
        update_row("taxonomy_term", need_term_id("shelter"), name="x"),
    ],
    EditProblem.FIELD: [
        update_row("service", SERVICE, colour="red"),
        update_row("service", SERVICE, last_modified="2020-01-01"),
        Edit(Action.DELETE, "phone", ("x",), {"number": "1"}),
    ],
    EditProblem.KEY: [
        update_row("service", SERVICE, id=NEW),
        Edit(Action.UPDATE, "service", (SERVICE, "x"), {"name": "x"}),
    ],
    EditProblem.MISSING: [
        update_row("service", SERVICE, name=" "),
        update_row("service", SERVICE, name=None),
        create_row("coverage", NEW, service_id=SERVICE, country="TH", latitude=9, longitude=9),
    ],
    EditProblem.TOO_LONG: [
        update_row("service", SERVICE, name="x" * 201),
        update_row("service", SERVICE, description="x" * 5001),
    ],
    EditProblem.CHARACTERS: [
        update_row("service", SERVICE, description="a\x00b"),
        update_row("service", SERVICE, description="a\ud800b"),
        update_row("service", SERVICE, description="a\u202eb"),
        update_row("service", SERVICE, description="a\x1b[2Jb"),
    ],
    EditProblem.TEXT: [update_row("service", SERVICE, name=5)],
    EditProblem.CHOICE: [
        update_row("service", SERVICE, status="gone"),
        create_row("attribute", NEW, link_id=SERVICE, link_entity="phone", taxonomy_term_id=need_term_id("work")),
        Edit(Action.CREATE, "audience", (SERVICE, "everyone"), {}),
        Edit(Action.CREATE, "translation", (SERVICE, "status", "th"), {"text": "x"}),
    ],
    EditProblem.URI: [update_row("service", SERVICE, url="javascript:alert(1)")],
    EditProblem.EMAIL: [update_row("service", SERVICE, email="nobody")],
    EditProblem.NUMBER: [
        update_row("service", SERVICE, minimum_age="18"),
        update_row("service", SERVICE, minimum_age=float("inf")),
    ],
    EditProblem.LINK: [
        update_row("service", SERVICE, organization_id=NEW),
        create_row("coverage", NEW, service_id=NEW, country="TH"),
        create_row("attribute", NEW, link_id=SERVICE, taxonomy_term_id=NEW),
        create_row("attribute", NEW, link_id=NEW, taxonomy_term_id=need_term_id("work")),
        Edit(Action.CREATE, "translation", (need_term_id("work"), "name", "ta"), {"text": "x"}),
    ],
    EditProblem.FLAG: [update_row("conduct", SERVICE, police_linked="no")],
    EditProblem.UUID: [create_row("service", "1", name="x", status="active", organization_id=NEW)],
    EditProblem.EXISTS: [create_row("service", SERVICE, name="x")],
    EditProblem.COUNTRY: [
        create_row("coverage", NEW, service_id=SERVICE, country="Thailand"),
        Edit(Action.CREATE, "nationality", (SERVICE, "XX"), {}),
    ],
    EditProblem.REGION: [
        create_row("coverage", NEW, service_id=SERVICE, country="TH", region="TH-99"),
        create_row("coverage", NEW, service_id=SERVICE, country="TH", region="KH-1"),
    ],
    EditProblem.LATITUDE: [create_row("coverage", NEW, service_id=SERVICE, country="TH", latitude=91)],
    EditProblem.LANGUAGE: [
        create_row("language", NEW, service_id=SERVICE, code="xx"),
        Edit(Action.CREATE, "translation", (SERVICE, "name", "xx"), {"text": "x"}),
    ],
    EditProblem.TIME: [
        create_row("schedule", NEW, service_id=SERVICE, freq="WEEKLY", byday="MO", opens_at="9", closes_at="17:00")
    ],
    EditProblem.HOURS: [
        create_row("schedule", NEW, service_id=SERVICE, freq="WEEKLY", byday="XX", opens_at="09:00", closes_at="17:00"),
        create_row("schedule", NEW, service_id=SERVICE, freq="WEEKLY", byday="MO", opens_at="09:00"),
    ],
    EditProblem.DATE: [create_row("schedule", NEW, service_id=SERVICE, valid_from="01.02.2026")],
}


@pytest.mark.parametrize(("problem", "edit"), [(problem, edit) for problem, edits in BAD.items() for edit in edits])
def test_rejects_bad_edit(shared_client: ModerationClient, edit: Edit, problem: EditProblem) -> None:
    """Each bad edit is rejected for one reason, and the error never quotes what was typed."""
    if edit.action is Action.DELETE:
        phone = shared_client.rows("phone", service_id=SERVICE)[0]["id"]
        edit = Edit(edit.action, edit.table, (phone,), edit.values)
    with pytest.raises(BadEditError) as error:
        shared_client.propose(edit)
    assert error.value.problem is problem
    typed = [str(value) for value in edit.values.values() if len(str(value)) > 20]
    assert not any(value in str(error.value) for value in typed)
    assert shared_client.rows("proposal") == []


def test_rejects_unknown_row(shared_client: ModerationClient) -> None:
    """An unknown row can be neither changed nor removed."""
    for edit in (update_row("service", NEW, name="x"), delete_row("phone", NEW)):
        with pytest.raises(UnknownRowError):
            shared_client.propose(edit)


def test_rejects_edit_without_changes(shared_client: ModerationClient) -> None:
    """A value that is there already, except for surrounding spaces, is not proposed."""
    service = shared_client.row("service", id=SERVICE)
    assert service
    with pytest.raises(NoChangesError):
        shared_client.propose(update_row("service", SERVICE, name=f"  {service['name']} "))
    with pytest.raises(NoChangesError):
        shared_client.propose()


def test_rejects_two_edits_of_one_row(shared_client: ModerationClient) -> None:
    """Two edits of one row could contradict each other."""
    with pytest.raises(BadEditError) as error:
        shared_client.propose(update_row("service", SERVICE, name="a"), update_row("service", SERVICE, fees="b"))
    assert error.value.problem is EditProblem.TWICE


def test_rejects_circular_parents(shared_client: ModerationClient) -> None:
    """No organization becomes its own ancestor, not even through rows of the same proposal."""
    own = str(shared_client.row("service", id=SERVICE)["organization_id"])
    first, second = new_id(), new_id()
    circles = (
        [update_row("organization", own, parent_organization_id=own)],
        [
            create_row("organization", first, name="a", description="", parent_organization_id=own),
            update_row("organization", own, parent_organization_id=first),
        ],
        [
            create_row("organization", first, name="a", description="", parent_organization_id=second),
            create_row("organization", second, name="b", description="", parent_organization_id=first),
        ],
    )
    for edits in circles:
        with pytest.raises(BadEditError) as error:
            shared_client.propose(*edits)
        assert error.value.problem is EditProblem.CIRCLE


def test_rejects_removal_of_rows_in_use(shared_client: ModerationClient) -> None:
    """A service becomes inactive instead, and its organization stays with it."""
    organization = str(shared_client.row("service", id=SERVICE)["organization_id"])
    for edit in (delete_row("service", SERVICE), delete_row("organization", organization)):
        with pytest.raises(InUseError):
            shared_client.propose(edit)


def test_editable_tables_are_public() -> None:
    """Neither accounts nor protected entries nor the history can be edited."""
    private = (
        "staff",
        "partner",
        "protected",
        "withheld",
        "proposal",
        "metadata",
        "starter",
        "search",
        "near",
        "upload",
    )
    assert not [table for table in EDITABLE_TABLES if table.startswith(private)]


ODD: list[dict[str, Any]] = [
    {"description": "<script>alert(1)</script>"},
    {"description": "'; DROP TABLE service; --"},
    {"description": '"><img src=x onerror=alert(1)>'},
    {"description": "{{ 7*7 }} %(name)s ${x}"},
    {"description": "บ้านพัก\nline two\tend 🏠"},
]


@pytest.mark.parametrize("values", ODD, ids=range(len(ODD)))
def test_stores_unusual_text_unchanged(shared_client: ModerationClient, values: dict[str, Any]) -> None:
    """What looks like code is text: it is stored sign by sign, and comes back so."""
    before = shared_client.row("service", id=OTHER)
    number = shared_client.apply(update_row("service", OTHER, **values))
    assert shared_client.row("service", id=OTHER).items() >= values.items()
    assert [field.new for field in shared_client.diff(number).fields if not field.is_derived] == list(values.values())
    shared_client.revert(number)
    assert shared_client.row("service", id=OTHER) == before


def test_normalizes_text(client: ModerationClient) -> None:
    """Text is composed (NFC) and stripped, line ends are unified, empty text is None."""
    client.apply(update_row("service", SERVICE, name="  Cafe\u0301 ", description="a\r\nb", fees=""))
    row = client.row("service", id=SERVICE)
    assert (row["name"], row["description"], row["fees"]) == ("Caf\u00e9", "a\nb", None)


def test_service_ids_match_seed_data() -> None:
    """The services that these tests name have their stable ids in the seed data."""
    assert stable_id("service", "th-lpn") == SERVICE
