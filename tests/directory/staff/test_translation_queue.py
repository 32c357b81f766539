"""Stale and missing translations, in both kinds of databases."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, insert, true

from directory.models import Phone, Translation
from directory.staff.scope_filter import ScopeFilter
from directory.staff.translations.fields import TextKey
from directory.staff.translations.queue import (
    count_stale,
    find_text,
    is_in_scope,
    previous_source,
    stale_texts,
    untranslated_entries,
    untranslated_texts,
    waiting_proposal,
)
from tests.directory.made_up import MadeUp, enter

HERE = ScopeFilter(countries=("NR",)).service_condition()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """The shared directory with two more entries, rolled back afterwards."""
    with engine.connect() as connection, connection.begin() as transaction:
        enter(connection, MadeUp("one"), MadeUp("two"))
        numbers = {"service_id": "one", "number": "000", "description": "At night"}
        connection.execute(insert(Phone), {"id": "night"} | numbers)
        yield connection
        transaction.rollback()


def add_translation(connection: Connection, entity: str, field: str, *, stale: bool = False) -> None:
    """Translate one text into Thai."""
    row = {"entity_id": entity, "field": field, "language": "th", "text": "ไทย", "stale": stale, "reviewed": False}
    connection.execute(insert(Translation), row)


def test_most_referred_entries_come_first(connection: Connection) -> None:
    """Entries are ordered by referrals, and paging neither loses nor repeats one."""
    sent = {"two": 20}
    pages = [untranslated_entries(connection, "th", HERE, sent, offset=offset, limit=1) for offset in range(3)]
    assert pages == [["two"], ["one"], []]


def test_lists_only_missing_texts(connection: Connection) -> None:
    """Untranslated texts of the entry, its organization and its phones are listed once."""
    add_translation(connection, "night", "description")
    found = {(text.place.table, text.place.field) for text in untranslated_texts(connection, "th", ["one"])}
    assert found == {("service", "name"), ("organization", "name"), ("organization", "description")}


def test_translated_entry_is_not_listed(connection: Connection) -> None:
    """A fully translated entry is not listed for that language."""
    for field in ("name", "description"):
        add_translation(connection, "two", field)
    assert untranslated_entries(connection, "th", HERE, {}) == ["one"]
    assert untranslated_entries(connection, "km", HERE, {"two": 10}) == ["two", "one"]


def test_stale_texts(connection: Connection) -> None:
    """Stale translations are listed with source and target, within the scope."""
    add_translation(connection, "night", "description", stale=True)
    add_translation(connection, "two", "name")
    [text] = stale_texts(connection, "th", HERE)
    assert (text.service_name, text.source, text.target) == ("one", "At night", "ไทย")
    assert count_stale(connection, "th", HERE) == 1
    assert count_stale(connection, "th", true()) == 1
    assert count_stale(connection, "th", ScopeFilter(countries=("TH",)).service_condition()) == 0
    assert count_stale(connection, "th", ScopeFilter(organization_id="two").service_condition()) == 0


def test_find_text(connection: Connection) -> None:
    """A text is found by row and field, with the entries that show it."""
    add_translation(connection, "night", "description", stale=True)
    known = find_text(connection, "th", "night", "description")
    assert (known.place, known.source) == (TextKey("phone", "night", "description"), "At night")
    assert (known.target, known.is_stale, known.is_reviewed) == ("ไทย", True, False)
    assert known.services == [("one", "one")]
    assert previous_source(connection, known.place) is None
    assert waiting_proposal(connection, "th", known.place, "a") is None
    assert is_in_scope(connection, known.place, HERE)
    assert not is_in_scope(connection, known.place, ScopeFilter(organization_id="two").service_condition())
