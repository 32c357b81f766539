"""Which texts wait for a translator, in both kinds of databases."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, insert, true

from directory.models import Phone, Translation
from directory.staff.scope_filter import Whose
from directory.staff.translations.fields import Place
from directory.staff.translations.lookup import before, find, is_among, waiting
from directory.staff.translations.queue import behind, count_behind, entries_without, texts_without
from tests.directory.made_up import MadeUp, enter

HERE = Whose(countries=("NR",)).services()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """The shared directory with two entries more, of which nothing stays."""
    with engine.connect() as connection, connection.begin() as transaction:
        enter(connection, MadeUp("one"), MadeUp("two"))
        numbers = {"service_id": "one", "number": "000", "description": "At night"}
        connection.execute(insert(Phone), {"id": "night"} | numbers)
        yield connection
        transaction.rollback()


def translate(connection: Connection, entity: str, field: str, *, stale: bool = False) -> None:
    """Translate one text into Thai."""
    row = {"entity_id": entity, "field": field, "language": "th", "text": "ไทย", "stale": stale, "reviewed": False}
    connection.execute(insert(Translation), row)


def test_most_used_first(connection: Connection) -> None:
    """Entries come by how often people were sent there, and leafing through them loses none and repeats none."""
    sent = {"two": 20}
    pages = [entries_without(connection, "th", HERE, sent, offset=offset, limit=1) for offset in range(3)]
    assert pages == [["two"], ["one"], []]


def test_only_what_is_missing(connection: Connection) -> None:
    """Texts of the entry, its organization and its phones are listed, each once, without those that are translated."""
    translate(connection, "night", "description")
    found = {(text.place.table, text.place.field) for text in texts_without(connection, "th", ["one"])}
    assert found == {("service", "name"), ("organization", "name"), ("organization", "description")}


def test_an_entry_that_is_translated(connection: Connection) -> None:
    """An entry all of whose texts are translated is not listed, and is in another language."""
    for field in ("name", "description"):
        translate(connection, "two", field)
    assert entries_without(connection, "th", HERE, {}) == ["one"]
    assert entries_without(connection, "km", HERE, {"two": 10}) == ["two", "one"]


def test_behind(connection: Connection) -> None:
    """Translations that are behind are listed with source and target, for the entries that somebody keeps only."""
    translate(connection, "night", "description", stale=True)
    translate(connection, "two", "name")
    [text] = behind(connection, "th", HERE)
    assert (text.service_name, text.source, text.target) == ("one", "At night", "ไทย")
    assert count_behind(connection, "th", HERE) == 1
    assert count_behind(connection, "th", true()) == 1
    assert count_behind(connection, "th", Whose(countries=("TH",)).services()) == 0
    assert count_behind(connection, "th", Whose(organization_id="two").services()) == 0


def test_one_text(connection: Connection) -> None:
    """A text is found by its row and field, with the entries that say it; nobody has changed it, and nothing waits."""
    translate(connection, "night", "description", stale=True)
    known = find(connection, "th", "night", "description")
    assert (known.place, known.source) == (Place("phone", "night", "description"), "At night")
    assert (known.target, known.is_stale, known.is_reviewed) == ("ไทย", True, False)
    assert known.services == [("one", "one")]
    assert (before(connection, known.place), waiting(connection, "th", known.place)) == (None, None)
    assert is_among(connection, known.place, HERE)
    assert not is_among(connection, known.place, Whose(organization_id="two").services())
