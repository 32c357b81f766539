"""The packaged pages."""

import pytest

from directory import Fact, Rights
from directory.rights.pages import TOPICS, first_day
from directory.rights.validation import find_problems

PLACES = ("AE", "CN", "EU", "GB", "JP", "KH", "KR", "LA", "MM", "MY", "SA", "TH", "TW", "US", "VN")


@pytest.fixture(scope="module")
def rights() -> Rights:
    """The packaged pages."""
    return Rights.read()


@pytest.fixture(scope="module")
def facts(rights: Rights) -> list[Fact]:
    """Every fact in every language of its page."""
    return [
        fact
        for place in rights.places()
        for language in rights.languages(place)
        for topic in rights.topics(place)
        for fact in rights.facts(place, topic, language)
    ]


def test_no_problems(rights: Rights) -> None:
    """The packaged pages have no problems."""
    assert list(find_problems(rights)) == []


def test_places_have_all_topics(rights: Rights) -> None:
    """Each place has all topics."""
    assert rights.places() == PLACES
    assert all(rights.topics(place) == TOPICS for place in rights.places())


def test_facts_have_source_and_date(facts: list[Fact]) -> None:
    """Every fact in every language has an id, a source, and a date or "undated"."""
    assert facts
    for fact in facts:
        place, _, key = fact.id.partition("/")
        assert place in PLACES
        assert key.partition("-")[0] in TOPICS
        assert fact.text
        assert all(fact.sources)
        assert fact.sources
        assert fact.date == "undated" or first_day(fact.date)


def test_translations_have_review_state(rights: Rights) -> None:
    """A translation is a draft, or has the date of its review and the role of the reviewer."""
    for place in rights.places():
        for translation in rights.page(place).translations.values():
            assert translation.review == "draft" or first_day(translation.review.partition(",")[0])
