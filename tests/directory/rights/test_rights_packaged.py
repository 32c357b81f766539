"""The pages that come with the program."""

import pytest

from directory import Fact, Rights
from directory.rights.dates import first_day
from directory.rights.pages import TOPICS
from directory.rights.validation import faults

PLACES = ("AE", "CN", "EU", "GB", "JP", "KH", "KR", "LA", "MM", "MY", "SA", "TH", "TW", "US", "VN")


@pytest.fixture(scope="module")
def rights() -> Rights:
    """The packaged pages."""
    return Rights.read()


@pytest.fixture(scope="module")
def facts(rights: Rights) -> list[Fact]:
    """Every fact in every language in which it can be read."""
    return [
        fact
        for place in rights.places()
        for language in rights.languages(place)
        for topic in rights.topics(place)
        for fact in rights.facts(place, topic, language)
    ]


def test_no_faults(rights: Rights) -> None:
    """The packaged pages have no faults."""
    assert list(faults(rights)) == []


def test_every_place(rights: Rights) -> None:
    """Each place has all topics."""
    assert rights.places() == PLACES
    assert all(rights.topics(place) == TOPICS for place in rights.places())


def test_every_fact_to_a_source_and_a_date(facts: list[Fact]) -> None:
    """Whatever is shown in whichever language has an id, a source, and a date or the word that it has none."""
    assert facts
    for fact in facts:
        place, _, key = fact.id.partition("/")
        assert place in PLACES
        assert key.partition("-")[0] in TOPICS
        assert fact.text
        assert all(fact.sources)
        assert fact.sources
        assert fact.date == "undated" or first_day(fact.date)


def test_every_translation_is_drafted_or_read(rights: Rights) -> None:
    """A translation says that it is a draft, or when it was read and by which role."""
    for place in rights.places():
        for translation in rights.page(place).translations.values():
            assert translation.review == "draft" or first_day(translation.review.partition(",")[0])
