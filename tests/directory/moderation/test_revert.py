"""A revert restores every row."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from directory.models import Record
from directory.moderation import (
    Action,
    BadEditError,
    ConflictError,
    Edit,
    HeldProposalError,
    InUseError,
    NoChangesError,
    NotPublishedError,
    ProposalState,
    Verification,
    VerificationMethod,
    new_id,
)
from directory.moderation.edits import primary_key
from directory.taxonomy import need_term_id
from tests.directory.moderation.client import (
    NOW,
    OTHER,
    SERVICE,
    ModerationClient,
    create_row,
    delete_row,
    update_row,
)

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs"]), min_size=1, max_size=12)
FREE = st.none() | TEXTS
REMOVABLE = ("phone", "language", "coverage", "schedule", "audience", "attribute", "address", "location", "contact")


@st.composite
def new_rows(draw: st.DrawFn) -> list[Edit]:
    """Generate new rows of a service, some of which depend on each other."""
    phone, place, contact = new_id(), new_id(), new_id()
    numbers = st.sampled_from(["02 123 4567", "+66 2 123 4567", "1300", "call us", "0800 123"])
    rows = [
        create_row(
            "phone", phone, service_id=SERVICE, number=draw(numbers), type=draw(st.sampled_from([None, "fax", "text"]))
        ),
        create_row("language", new_id(), phone_id=phone, code=draw(st.sampled_from(["th", "lo", "my"]))),
        create_row(
            "location", place, location_type="physical", name=draw(FREE), latitude=draw(st.none() | st.floats(0, 20))
        ),
        create_row("service_at_location", new_id(), service_id=SERVICE, location_id=place),
        create_row("contact", contact, service_id=SERVICE, name=draw(FREE)),
        create_row(
            "phone", new_id(), contact_id=contact, service_id=draw(st.sampled_from([None, SERVICE])), number="1191"
        ),
        create_row("coverage", new_id(), service_id=SERVICE, country=draw(st.sampled_from(["TH", "KH", None]))),
        create_row("attribute", new_id(), link_id=SERVICE, taxonomy_term_id=need_term_id("work")),
        Edit(Action.CREATE, "translation", (SERVICE, "name", "ta"), {"text": "x"}),
        Edit(Action.CREATE, "translation", (phone, "description", "ta"), {"text": "y"}),
    ]
    # Dependents need the rows that they refer to.
    chosen = draw(st.sets(st.integers(0, len(rows) - 1), max_size=5))
    needed = {1: 0, 3: 2, 5: 4, 9: 0}
    return [rows[index] for index in sorted(chosen | {needed[index] for index in chosen if index in needed})]


@st.composite
def updates(draw: st.DrawFn) -> list[Edit]:
    """Generate updates of the service and its organization."""
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
    return [
        update_row("service", service, **draw(values))
        for service in draw(st.sampled_from([(), (SERVICE,), (SERVICE, OTHER)]))
    ]


def keys_of(client: ModerationClient, table: str) -> list[tuple[str, ...]]:
    """Return the keys of the rows of a table that belong to the service."""
    columns = Record.metadata.tables[table].columns
    column = next((name for name in ("service_id", "link_id") if name in columns), None)
    rows = client.rows(table, **({column: SERVICE} if column else {}))
    return [tuple(row[name] for name in primary_key(table)) for row in rows[:3]]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=new_rows(),
    changed=updates(),
    removed=st.lists(st.tuples(st.sampled_from(REMOVABLE), st.integers(0, 2)), max_size=3),
)
def test_revert_restores_everything(
    shared_client: ModerationClient, made: list[Edit], changed: list[Edit], removed: list[Any]
) -> None:
    """A revert restores all tables, and reverting the revert applies the change again."""
    client = shared_client
    removals = {(table, keys[at]) for table, at in removed if len(keys := keys_of(client, table)) > at}
    before = client.all_rows()
    try:
        number = client.propose(*made, *changed, *(delete_row(table, *key) for table, key in removals))
    except (NoChangesError, InUseError, BadEditError):
        assert client.all_rows() == before
        return
    client.publish(number)
    after = client.all_rows()
    back = client.revert(number)
    assert client.all_rows() == before
    again = client.revert(back)
    assert client.all_rows() == after
    client.revert(again)
    assert client.all_rows() == before
    states = {row["id"]: row["state"] for row in client.rows("proposal")}
    assert (states[number], states[back], states[again]) == ("undone", "published", "undone")


def test_reverts_whole_new_entry(client: ModerationClient) -> None:
    """All derived rows are removed too, from verification marks to search words."""
    before = client.all_rows()
    service, organization = new_id(), new_id()
    number = client.apply(
        create_row("organization", organization, name="Zzyzx", description=""),
        create_row("service", service, organization_id=organization, name="Zzyzx", status="active"),
        create_row("coverage", new_id(), service_id=service, country="TH"),
        create_row("phone", new_id(), service_id=service, number="02 123 4567"),
        create_row("attribute", new_id(), link_id=service, taxonomy_term_id=need_term_id("shelter")),
    )
    assert client.rows("search_entry", service_id=service)
    client.revert(number)
    assert client.all_rows() == before
    assert not client.rows("metadata", resource_id=service)
    assert not client.rows("service_text", service_id=service)


def test_restores_removed_rows_with_ids(client: ModerationClient) -> None:
    """A phone comes back with its reach, languages and translations."""
    phone = client.rows("phone", service_id=SERVICE)[0]["id"]
    language = new_id()
    client.apply(
        create_row("language", language, phone_id=phone, code="lo"),
        Edit(Action.CREATE, "translation", (phone, "description", "lo"), {"text": "x"}),
    )
    before = client.all_rows()
    number = client.apply(delete_row("phone", phone))
    for table, where in (("phone_reach", "phone_id"), ("language", "phone_id"), ("translation", "entity_id")):
        assert client.row(table, **{where: phone}) == {}
    client.revert(number)
    assert client.all_rows() == before
    assert client.row("language", id=language)


def test_no_cascade_for_equal_key(client: ModerationClient) -> None:
    """Removing an audience, whose key holds the service's id, keeps the service's rows."""
    audience = (SERVICE, "scam")
    client.apply(
        Edit(Action.CREATE, "audience", audience),
        Edit(Action.CREATE, "translation", (SERVICE, "name", "ta"), {"text": "x"}),
    )
    before = client.all_rows()
    client.apply(delete_row("audience", *audience))
    after = client.all_rows()
    assert {name for name in before if before[name] != after[name]} <= {"audience", "search_entry"}


def test_cascade_keeps_other_owner(client: ModerationClient) -> None:
    """A number of a contact and a service stays with the service; one of the contact alone goes."""
    contact, shared, own = new_id(), new_id(), new_id()
    client.apply(
        create_row("contact", contact, service_id=SERVICE, name="Office"),
        create_row("phone", shared, contact_id=contact, service_id=SERVICE, number="1"),
        create_row("phone", own, contact_id=contact, number="2"),
    )
    client.apply(delete_row("contact", contact))
    assert client.row("phone", id=shared)["contact_id"] is None
    assert client.row("phone", id=own) == {}


def test_rejects_revert_of_changed_rows(client: ModerationClient) -> None:
    """Later changes are not lost, neither of a field nor on a row that would be removed."""
    number = client.apply(update_row("service", SERVICE, fees="free", wait_time="none"))
    client.apply(update_row("service", SERVICE, fees="5 dollars"))
    phone = new_id()
    made = client.apply(create_row("phone", phone, service_id=SERVICE, number="1"))
    client.apply(create_row("language", new_id(), phone_id=phone, code="th"))
    before = client.all_rows()
    for proposal in (number, made):
        with pytest.raises(ConflictError):
            client.revert(proposal)
    assert client.all_rows() == before


def test_reverts_published_proposals_only(client: ModerationClient) -> None:
    """Neither waiting nor reverted proposals can be reverted."""
    number = client.propose(update_row("service", SERVICE, fees="free"))
    with pytest.raises(NotPublishedError):
        client.revert(number)
    client.publish(number)
    back = client.revert(number)
    with pytest.raises(NotPublishedError):
        client.revert(number)
    row = client.row("proposal", id=back)
    assert (row["state"], row["undoes"], row["service_id"]) == (ProposalState.PUBLISHED, number, SERVICE)


def test_revert_rejects_protected_text(client: ModerationClient) -> None:
    """A text or coordinates that are protected by now are not restored."""
    client.apply(update_row("service", SERVICE, description="7 Hidden Road"))
    number = client.apply(update_row("service", SERVICE, description="ask"))
    place = new_id()
    client.apply(create_row("location", place, location_type="physical", latitude=13.5, longitude=100.5))
    moved = client.apply(update_row("location", place, latitude=None, longitude=None))
    with client.engine.begin() as connection:
        connection.execute(insert(Record.metadata.tables["withheld_location"]), {"location_id": place})
    client.is_protected = lambda text: "Hidden Road" in text
    with pytest.raises(HeldProposalError):
        client.revert(number)
    with pytest.raises(BadEditError):
        client.revert(moved)


def test_stores_fields_as_json(client: ModerationClient) -> None:
    """None, numbers and texts come back as they were, and keys in any script."""
    number = client.propose(update_row("service", SERVICE, minimum_age=18, fees="ฟรี"))
    with client.engine.connect() as connection:
        table = Record.metadata.tables["proposed_field"]
        rows = connection.execute(select(table).where(table.c.proposal_id == number)).mappings().all()
    assert {(row["field"], row["old"], row["new"]) for row in rows} == {
        ("minimum_age", "null", "18"),
        ("fees", "null", '"ฟรี"'),
    }
    assert {row["row_key"] for row in rows} == {json.dumps([SERVICE])}


TAMIL = (SERVICE, "fees", "ta")
LATER = NOW + timedelta(minutes=1)


def test_reverts_new_verified_entry(client: ModerationClient) -> None:
    """The required verification row and the mark of the call are one row."""
    before = client.all_rows()
    own = str(client.row("service", id=SERVICE)["organization_id"])
    made = create_row("service", new_id(), organization_id=own, name="Zzyzx", status="active")
    client.revert(client.apply(made, check=Verification("reviewer", VerificationMethod.CALLED)))
    assert client.all_rows() == before


def test_reverts_outdated_translation(client: ModerationClient) -> None:
    """A new translation of an outdated text is reverted."""
    waits = client.propose(Edit(Action.CREATE, "translation", TAMIL, {"text": "x"}))
    client.publish(client.propose(update_row("service", SERVICE, fees="new")), now=LATER)
    before = client.all_rows()
    client.publish(waits, now=LATER)
    assert client.row("translation", entity_id=SERVICE, field="fees", language="ta")["stale"]
    client.revert(waits)
    assert client.all_rows() == before


def test_revert_keeps_stale_translation(client: ModerationClient) -> None:
    """Reverting a correction that came too late does not clear the stale flag."""
    client.apply(update_row("service", SERVICE, fees="old"), Edit(Action.CREATE, "translation", TAMIL, {"text": "x"}))
    client.apply(update_row("service", SERVICE, fees="newer"))
    waits = client.propose(Edit(Action.UPDATE, "translation", TAMIL, {"text": "y"}))
    client.publish(client.propose(update_row("service", SERVICE, fees="newest")), now=LATER)
    before = client.all_rows()
    client.publish(waits, now=LATER)
    client.revert(waits)
    assert client.all_rows() == before
