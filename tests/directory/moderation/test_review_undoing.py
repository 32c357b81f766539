"""The law of undoing: what was published and taken back leaves every row as it was."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from directory.models import Record
from directory.moderation import (
    Action,
    BadEditError,
    ChangedMeanwhileError,
    Edit,
    InUseError,
    NothingChangesError,
    NotPublishedError,
    ProtectedTextError,
    State,
    new_id,
)
from directory.moderation.edits import key_of
from directory.taxonomy import need_term
from tests.directory.moderation.desk import OTHER, SERVICE, Desk, make, remove, set_to

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs"]), min_size=1, max_size=12)
FREE = st.none() | TEXTS
REMOVABLE = ("phone", "language", "coverage", "schedule", "audience", "attribute", "address", "location", "contact")


@st.composite
def new_rows(draw: st.DrawFn) -> list[Edit]:
    """Rows that are made for a service, some of them hanging on each other."""
    phone, place, contact = new_id(), new_id(), new_id()
    numbers = st.sampled_from(["02 123 4567", "+66 2 123 4567", "1300", "call us", "0800 123"])
    found = [
        make(
            "phone", phone, service_id=SERVICE, number=draw(numbers), type=draw(st.sampled_from([None, "fax", "text"]))
        ),
        make("language", new_id(), phone_id=phone, code=draw(st.sampled_from(["th", "lo", "my"]))),
        make("location", place, location_type="physical", name=draw(FREE), latitude=draw(st.none() | st.floats(0, 20))),
        make("service_at_location", new_id(), service_id=SERVICE, location_id=place),
        make("contact", contact, service_id=SERVICE, name=draw(FREE)),
        make("phone", new_id(), contact_id=contact, service_id=draw(st.sampled_from([None, SERVICE])), number="1191"),
        make("coverage", new_id(), service_id=SERVICE, country=draw(st.sampled_from(["TH", "KH", None]))),
        make("attribute", new_id(), link_id=SERVICE, taxonomy_term_id=need_term("work")),
        Edit(Action.CREATE, "translation", (SERVICE, "name", "ta"), {"text": "x"}),
        Edit(Action.CREATE, "translation", (phone, "description", "ta"), {"text": "y"}),
    ]
    # What hangs on the first comes with it.
    chosen = draw(st.sets(st.integers(0, len(found) - 1), max_size=5))
    needed = {1: 0, 3: 2, 5: 4, 9: 0}
    return [found[at] for at in sorted(chosen | {needed[one] for one in chosen if one in needed})]


@st.composite
def updates(draw: st.DrawFn) -> list[Edit]:
    """Fields of the service and its organization that are set."""
    values = st.fixed_dictionaries(
        {},
        optional={
            "name": TEXTS,
            "description": FREE,
            "fees": FREE,
            "minimum_age": st.none() | st.integers(0, 99),
            "status": st.sampled_from(["active", "inactive"]),
        },
    )
    return [set_to("service", one, **draw(values)) for one in draw(st.sampled_from([(), (SERVICE,), (SERVICE, OTHER)]))]


def keys_of(desk: Desk, table: str) -> list[tuple[str, ...]]:
    """Return the keys of the rows of a table that hang on the service."""
    columns = Record.metadata.tables[table].columns
    column = next((name for name in ("service_id", "link_id") if name in columns), None)
    rows = desk.rows(table, **({column: SERVICE} if column else {}))
    return [tuple(row[name] for name in key_of(table)) for row in rows[:3]]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=new_rows(),
    changed=updates(),
    gone=st.lists(st.tuples(st.sampled_from(REMOVABLE), st.integers(0, 2)), max_size=3),
)
def test_undone_is_as_it_was(shared_desk: Desk, made: list[Edit], changed: list[Edit], gone: list[Any]) -> None:
    """Whatever was made, changed and removed together: all tables are as before, and after undoing that as after."""
    desk = shared_desk
    going = {(table, keys[at]) for table, at in gone if len(keys := keys_of(desk, table)) > at}
    before = desk.everything()
    try:
        number = desk.propose(*made, *changed, *(remove(table, *key) for table, key in going))
    except (NothingChangesError, InUseError, BadEditError):
        assert desk.everything() == before
        return
    desk.publish(number)
    after = desk.everything()
    back = desk.undo(number)
    assert desk.everything() == before
    again = desk.undo(back)
    assert desk.everything() == after
    desk.undo(again)
    assert desk.everything() == before
    states = {row["id"]: row["state"] for row in desk.rows("proposal")}
    assert (states[number], states[back], states[again]) == ("undone", "published", "undone")


def test_a_whole_entry_is_taken_back(desk: Desk) -> None:
    """With all that followed from it, from the marks to the words of search."""
    before = desk.everything()
    service, organization = new_id(), new_id()
    number = desk.change(
        make("organization", organization, name="Zzyzx", description=""),
        make("service", service, organization_id=organization, name="Zzyzx", status="active"),
        make("coverage", new_id(), service_id=service, country="TH"),
        make("phone", new_id(), service_id=service, number="02 123 4567"),
        make("attribute", new_id(), link_id=service, taxonomy_term_id=need_term("shelter")),
    )
    assert desk.rows("search_entry", service_id=service)
    desk.undo(number)
    assert desk.everything() == before
    assert not desk.rows("metadata", resource_id=service)
    assert not desk.rows("service_text", service_id=service)


def test_removed_rows_come_back_with_their_ids(desk: Desk) -> None:
    """A phone comes back with what it could do, its languages and its translations."""
    phone = desk.rows("phone", service_id=SERVICE)[0]["id"]
    language = new_id()
    desk.change(
        make("language", language, phone_id=phone, code="lo"),
        Edit(Action.CREATE, "translation", (phone, "description", "lo"), {"text": "x"}),
    )
    before = desk.everything()
    number = desk.change(remove("phone", phone))
    for table, where in (("phone_reach", "phone_id"), ("language", "phone_id"), ("translation", "entity_id")):
        assert desk.row(table, **{where: phone}) is None
    desk.undo(number)
    assert desk.everything() == before
    assert desk.row("language", id=language)


def test_nothing_hangs_on_a_row_that_has_the_key_of_another(desk: Desk) -> None:
    """An audience has the id of its service in its key: where it goes, the source and words of the service stay."""
    audience = (SERVICE, "scam")
    desk.change(
        Edit(Action.CREATE, "audience", audience),
        Edit(Action.CREATE, "translation", (SERVICE, "name", "ta"), {"text": "x"}),
    )
    before = desk.everything()
    desk.change(remove("audience", *audience))
    after = desk.everything()
    assert {name for name in before if before[name] != after[name]} <= {"audience", "search_entry"}


def test_a_row_with_two_owners_keeps_the_other(desk: Desk) -> None:
    """A number of a contact that is the service's too stays the service's; one that is only the contact's goes."""
    contact, shared, own = new_id(), new_id(), new_id()
    desk.change(
        make("contact", contact, service_id=SERVICE, name="Office"),
        make("phone", shared, contact_id=contact, service_id=SERVICE, number="1"),
        make("phone", own, contact_id=contact, number="2"),
    )
    desk.change(remove("contact", contact))
    assert (desk.row("phone", id=shared) or {})["contact_id"] is None
    assert desk.row("phone", id=own) is None


def test_what_changed_since_is_not_undone(desk: Desk) -> None:
    """Somebody's later work is not lost, neither in the same field nor on a row that would go."""
    number = desk.change(set_to("service", SERVICE, fees="free", wait_time="none"))
    desk.change(set_to("service", SERVICE, fees="5 dollars"))
    phone = new_id()
    made = desk.change(make("phone", phone, service_id=SERVICE, number="1"))
    desk.change(make("language", new_id(), phone_id=phone, code="th"))
    before = desk.everything()
    for one in (number, made):
        with pytest.raises(ChangedMeanwhileError):
            desk.undo(one)
    assert desk.everything() == before


def test_only_what_is_in_force_is_undone(desk: Desk) -> None:
    """Not what waits, and not what was undone already."""
    number = desk.propose(set_to("service", SERVICE, fees="free"))
    with pytest.raises(NotPublishedError):
        desk.undo(number)
    desk.publish(number)
    back = desk.undo(number)
    with pytest.raises(NotPublishedError):
        desk.undo(number)
    row = desk.row("proposal", id=back) or {}
    assert (row["state"], row["undoes"], row["service_id"]) == (State.PUBLISHED, number, SERVICE)


def test_undoing_brings_nothing_protected_back(desk: Desk) -> None:
    """A street that was taken out and is protected by now stays out."""
    desk.change(set_to("service", SERVICE, description="7 Hidden Road"))
    number = desk.change(set_to("service", SERVICE, description="ask"))
    place = new_id()
    desk.change(make("location", place, location_type="physical", latitude=13.5, longitude=100.5))
    moved = desk.change(set_to("location", place, latitude=None, longitude=None))
    with desk.engine.begin() as connection:
        connection.execute(insert(Record.metadata.tables["withheld_location"]), {"location_id": place})
    desk.is_protected = lambda text, _: "Hidden Road" in text
    with pytest.raises(ProtectedTextError):
        desk.undo(number)
    with pytest.raises(BadEditError):
        desk.undo(moved)


def test_fields_are_kept_as_json(desk: Desk) -> None:
    """So that None, numbers and texts come back as they were, and keys in any script."""
    number = desk.propose(set_to("service", SERVICE, minimum_age=18, fees="ฟรี"))
    with desk.engine.connect() as connection:
        table = Record.metadata.tables["proposed_field"]
        rows = connection.execute(select(table).where(table.c.proposal_id == number)).mappings().all()
    assert {(row["field"], row["old"], row["new"]) for row in rows} == {
        ("minimum_age", "null", "18"),
        ("fees", "null", '"ฟรี"'),
    }
    assert {row["row_key"] for row in rows} == {json.dumps([SERVICE])}
