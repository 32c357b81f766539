"""What may be asked for, and what is refused with a reason that a page can say."""

from typing import Any

import pytest

from directory.models import stable_id
from directory.moderation import (
    Action,
    BadEditError,
    Edit,
    InUseError,
    NothingChangesError,
    UnknownRowError,
    What,
    new_id,
)
from directory.moderation.edits import EDITABLE
from directory.taxonomy import need_term
from tests.directory.moderation.desk import OTHER, SERVICE, Desk, make, remove, set_to

NEW = new_id()

BAD: list[tuple[Edit, What]] = [
    (set_to("staff_account", "x", role="administrator"), What.TABLE),
    (set_to("staff_address", "x", city="x"), What.TABLE),
    (set_to("metadata", "x", updated_by="x"), What.TABLE),
    (set_to("assurance", SERVICE, method="called"), What.TABLE),
    (set_to("phone_reach", "x", kind="sms"), What.TABLE),
    (set_to("provenance", SERVICE, note="x"), What.TABLE),
    (set_to("taxonomy_term", need_term("shelter"), name="x"), What.TABLE),
    (set_to("service", SERVICE, colour="red"), What.FIELD),
    (set_to("service", SERVICE, last_modified="2020-01-01"), What.FIELD),
    (set_to("service", SERVICE, id=NEW), What.KEY),
    (Edit(Action.UPDATE, "service", (SERVICE, "x"), {"name": "x"}), What.KEY),
    (set_to("service", SERVICE, name=" "), What.MISSING),
    (set_to("service", SERVICE, name=None), What.MISSING),
    (set_to("service", SERVICE, name="x" * 201), What.TOO_LONG),
    (set_to("service", SERVICE, description="x" * 5001), What.TOO_LONG),
    (set_to("service", SERVICE, description="a\x00b"), What.CHARACTERS),
    (set_to("service", SERVICE, description="a\ud800b"), What.CHARACTERS),
    (set_to("service", SERVICE, description="a\u202eb"), What.CHARACTERS),
    (set_to("service", SERVICE, description="a\x1b[2Jb"), What.CHARACTERS),
    (set_to("service", SERVICE, name=5), What.TEXT),
    (set_to("service", SERVICE, status="gone"), What.CHOICE),
    (set_to("service", SERVICE, url="javascript:alert(1)"), What.URI),
    (set_to("service", SERVICE, email="nobody"), What.EMAIL),
    (set_to("service", SERVICE, minimum_age="18"), What.NUMBER),
    (set_to("service", SERVICE, minimum_age=float("inf")), What.NUMBER),
    (set_to("service", SERVICE, organization_id=NEW), What.LINK),
    (set_to("conduct", SERVICE, police_linked="no"), What.FLAG),
    (make("service", "1", name="x", status="active", organization_id=NEW), What.UUID),
    (make("service", SERVICE, name="x"), What.EXISTS),
    (make("coverage", NEW, service_id=SERVICE, country="Thailand"), What.COUNTRY),
    (make("coverage", NEW, service_id=SERVICE, country="TH", region="TH-99"), What.REGION),
    (make("coverage", NEW, service_id=SERVICE, country="TH", region="KH-1"), What.REGION),
    (make("coverage", NEW, service_id=SERVICE, country="TH", latitude=91), What.LATITUDE),
    (make("coverage", NEW, service_id=SERVICE, country="TH", latitude=9, longitude=9), What.MISSING),
    (make("coverage", NEW, service_id=NEW, country="TH"), What.LINK),
    (make("language", NEW, service_id=SERVICE, code="xx"), What.LANGUAGE),
    (make("schedule", NEW, service_id=SERVICE, freq="WEEKLY", byday="MO", opens_at="9", closes_at="17:00"), What.TIME),
    (
        make("schedule", NEW, service_id=SERVICE, freq="WEEKLY", byday="XX", opens_at="09:00", closes_at="17:00"),
        What.HOURS,
    ),
    (make("schedule", NEW, service_id=SERVICE, freq="WEEKLY", byday="MO", opens_at="09:00"), What.HOURS),
    (make("schedule", NEW, service_id=SERVICE, valid_from="01.02.2026"), What.DATE),
    (make("attribute", NEW, link_id=SERVICE, taxonomy_term_id=NEW), What.LINK),
    (make("attribute", NEW, link_id=NEW, taxonomy_term_id=need_term("work")), What.LINK),
    (make("attribute", NEW, link_id=SERVICE, link_entity="phone", taxonomy_term_id=need_term("work")), What.CHOICE),
    (Edit(Action.CREATE, "audience", (SERVICE, "everyone"), {}), What.CHOICE),
    (Edit(Action.CREATE, "nationality", (SERVICE, "XX"), {}), What.COUNTRY),
    (Edit(Action.CREATE, "translation", (SERVICE, "name", "xx"), {"text": "x"}), What.LANGUAGE),
    (Edit(Action.CREATE, "translation", (SERVICE, "status", "th"), {"text": "x"}), What.CHOICE),
    (Edit(Action.CREATE, "translation", (need_term("work"), "name", "ta"), {"text": "x"}), What.LINK),
    (Edit(Action.DELETE, "phone", ("x",), {"number": "1"}), What.FIELD),
]


@pytest.mark.parametrize(("edit", "what"), BAD, ids=[f"{one.table}-{what}" for one, what in BAD])
def test_a_bad_edit_is_refused_with_its_reason(shared_desk: Desk, edit: Edit, what: What) -> None:
    """Each has one reason, and the error never quotes what was typed."""
    if edit.action is Action.DELETE:
        phone = shared_desk.rows("phone", service_id=SERVICE)[0]["id"]
        edit = Edit(edit.action, edit.table, (phone,), edit.values)
    with pytest.raises(BadEditError) as fault:
        shared_desk.propose(edit)
    assert fault.value.what is what
    typed = [str(value) for value in edit.values.values() if len(str(value)) > 20]
    assert not any(value in str(fault.value) for value in typed)
    assert shared_desk.rows("proposal") == []


def test_a_row_that_is_not_there_is_not_edited(shared_desk: Desk) -> None:
    """Neither changed nor removed."""
    for edit in (set_to("service", NEW, name="x"), remove("phone", NEW)):
        with pytest.raises(UnknownRowError):
            shared_desk.propose(edit)


def test_nothing_to_change_is_no_proposal(shared_desk: Desk) -> None:
    """What stands there already, but for spaces around, is not proposed."""
    service = shared_desk.row("service", id=SERVICE)
    assert service
    with pytest.raises(NothingChangesError):
        shared_desk.propose(set_to("service", SERVICE, name=f"  {service['name']} "))
    with pytest.raises(NothingChangesError):
        shared_desk.propose()


def test_a_row_is_edited_once_a_proposal(shared_desk: Desk) -> None:
    """Two edits of one row could contradict each other."""
    with pytest.raises(BadEditError) as fault:
        shared_desk.propose(set_to("service", SERVICE, name="a"), set_to("service", SERVICE, fees="b"))
    assert fault.value.what is What.TWICE


def test_an_organization_is_not_its_own_ancestor(shared_desk: Desk) -> None:
    """A circle is refused, through rows that are made with it too."""
    own = str((shared_desk.row("service", id=SERVICE) or {})["organization_id"])
    one, two = new_id(), new_id()
    circles = (
        [set_to("organization", own, parent_organization_id=own)],
        [
            make("organization", one, name="a", description="", parent_organization_id=own),
            set_to("organization", own, parent_organization_id=one),
        ],
        [
            make("organization", one, name="a", description="", parent_organization_id=two),
            make("organization", two, name="b", description="", parent_organization_id=one),
        ],
    )
    for edits in circles:
        with pytest.raises(BadEditError) as fault:
            shared_desk.propose(*edits)
        assert fault.value.what is What.CIRCLE


def test_what_others_need_is_not_removed(shared_desk: Desk) -> None:
    """A service becomes inactive instead, and its organization stays with it."""
    organization = str((shared_desk.row("service", id=SERVICE) or {})["organization_id"])
    for edit in (remove("service", SERVICE), remove("organization", organization)):
        with pytest.raises(InUseError):
            shared_desk.propose(edit)


def test_every_table_that_is_edited_is_public() -> None:
    """No account, no protected place and no history can be edited here."""
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
    assert not [table for table in EDITABLE if table.startswith(private)]


ODD: list[dict[str, Any]] = [
    {"description": "<script>alert(1)</script>"},
    {"description": "'; DROP TABLE service; --"},
    {"description": '"><img src=x onerror=alert(1)>'},
    {"description": "{{ 7*7 }} %(name)s ${x}"},
    {"description": "บ้านพัก\nline two\tend 🏠"},
]


@pytest.mark.parametrize("values", ODD, ids=range(len(ODD)))
def test_odd_texts_are_kept_as_they_are(shared_desk: Desk, values: dict[str, Any]) -> None:
    """What looks like code is text: it is stored sign by sign, and comes back so."""
    before = shared_desk.row("service", id=OTHER)
    number = shared_desk.change(set_to("service", OTHER, **values))
    assert (shared_desk.row("service", id=OTHER) or {}).items() >= values.items()
    assert [one.new for one in shared_desk.read(number).fields if not one.follows] == list(values.values())
    shared_desk.undo(number)
    assert shared_desk.row("service", id=OTHER) == before


def test_texts_are_stored_in_one_form(desk: Desk) -> None:
    """Composed, without spaces around, lines ended in one way; an empty text is none."""
    desk.change(set_to("service", SERVICE, name="  Cafe\u0301 ", description="a\r\nb", fees=""))
    row = desk.row("service", id=SERVICE) or {}
    assert (row["name"], row["description"], row["fees"]) == ("Caf\u00e9", "a\nb", None)


def test_ids_are_those_of_the_starter() -> None:
    """The services that these tests name are in the starter directory under their stable ids."""
    assert stable_id("service", "th-lpn") == SERVICE
