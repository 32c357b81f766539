"""What the library gives the bot, in which language, for which country."""

from datetime import date
from pathlib import Path

import pytest

from directory import RIGHTS_QUESTIONS, Fact, Rights
from directory.rights.pages import TOPICS, digest
from tests.directory.rights.page_files import english_page, sentence, translation_of, write_page

TODAY = date(2026, 11, 25)


def pay_facts(folder: Path, **changed: str) -> tuple[Fact, ...]:
    """Return the facts about pay of a page with one sentence changed."""
    write_page(folder, "en", english_page(sentence("pay-law", **changed)))
    return Rights.read(folder).facts("NR", "pay", "en", TODAY)


def test_fact_fields(tmp_path: Path) -> None:
    """A fact has its text, sources, date and confidence."""
    assert pay_facts(tmp_path)[0] == Fact(
        id="NR/pay-law",
        text="The law says something about pay-law.",
        language="en",
        confidence="high",
        year=None,
        unsure=False,
        sources=("https://law.example/",),
        date="2026-05",
    )


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("2026", None),
        ("2023-11-26", None),
        ("2023-12", None),
        ("2024", None),
        ("2023-11-25", 2023),
        ("2023-11", 2023),
        ("2023", 2023),
        ("2008", 2008),
        ("undated", None),
    ],
)
def test_old_facts_show_their_year(tmp_path: Path, said: str, year: int | None) -> None:
    """A fact that is, or may be, three years old shows its year."""
    assert pay_facts(tmp_path, date=said)[0].year == year


@pytest.mark.parametrize(
    ("said", "confidence", "unsure"),
    [
        ("2021-11-25", "medium", True),
        ("2021-11-26", "medium", False),
        ("2021", "medium", True),
        ("undated", "medium", True),
        ("2008", "high", False),
        ("undated", "high", False),
    ],
)
def test_unsure_facts(tmp_path: Path, said: str, confidence: str, unsure: bool) -> None:  # noqa: FBT001
    """A fact is unsure if it has medium confidence and is five years old or undated."""
    assert pay_facts(tmp_path, date=said, confidence=confidence)[0].unsure is unsure


def test_leap_day(tmp_path: Path) -> None:
    """A source of a leap day ages like any other."""
    assert pay_facts(tmp_path, date="2024-02-29")[0].year is None
    assert Rights.read(tmp_path).facts("NR", "pay", "en", date(2027, 3, 1))[0].year == 2024


def test_order_of_topics(tmp_path: Path) -> None:
    """Topics have the order of the format, whatever the order of the file."""
    topics = english_page()["topics"]
    write_page(tmp_path, "en", english_page(topics=dict(reversed(topics.items()))))
    assert Rights.read(tmp_path).topics("NR") == TOPICS


def test_complete_translation(tmp_path: Path) -> None:
    """A page with a complete translation is given in it, with the sources and dates of the English."""
    write_page(tmp_path, "en", english_page())
    write_page(tmp_path, "id", translation_of(english_page()))
    rights = Rights.read(tmp_path)
    assert rights.languages("NR") == ("en", "id")
    told, source = rights.facts("NR", "pay", "id")[0], rights.facts("NR", "pay", "en")[0]
    assert (told.text, told.language) == (f"Kata: {source.text}", "id")
    assert (told.id, told.sources, told.date) == (source.id, source.sources, source.date)


@pytest.mark.parametrize("fault", ["missing", "empty", "stale", "not stamped"])
def test_incomplete_translation_falls_back(tmp_path: Path, fault: str) -> None:
    """If a sentence is missing or stale, the whole page is given in English."""
    write_page(tmp_path, "en", english_page())
    page = translation_of(english_page())
    if fault == "missing":
        del page["sentences"]["forced-life"]
    if fault == "empty":
        page["sentences"]["forced-life"] = ""
    if fault == "stale":
        page["made_from"]["forced-life"] = digest("Another English.")
    if fault == "not stamped":
        del page["made_from"]["forced-life"]
    write_page(tmp_path, "id", page)
    rights = Rights.read(tmp_path)
    assert rights.languages("NR") == ("en",)
    assert {fact.language for topic in TOPICS for fact in rights.facts("NR", topic, "id")} == {"en"}


def test_order_of_languages(tmp_path: Path) -> None:
    """Languages have the order of the page, followed by any others."""
    write_page(tmp_path, "en", english_page(languages=["th", "my", "km"]))
    for language in ("ar", "my", "th"):
        write_page(tmp_path, language, translation_of(english_page()))
    assert Rights.read(tmp_path).languages("NR") == ("en", "th", "my", "ar")


def test_answer_to_a_question(tmp_path: Path) -> None:
    """A question is answered by the sentences that say so, wherever they stand: those of its own topic first."""
    page = english_page(
        sentence("pay-life", answers=["debt"]),
        sentence("practice-law", answers=["debt", "wages", "minors"]),
        sentence("forced-law", answers=["overstay", "debt"]),
    )
    write_page(tmp_path, "en", page)
    write_page(tmp_path, "id", translation_of(page))
    rights = Rights.read(tmp_path)
    found = rights.answers("NR", "debt", "id")
    assert [fact.id for fact in found] == ["NR/pay-life", "NR/forced-law", "NR/practice-law"]
    assert {fact.language for fact in found} == {"id"}
    assert [fact.id for fact in rights.answers("NR", "overstay", "en")] == ["NR/forced-law"]
    assert rights.answers("NR", "men", "en") == ()
    assert rights.answers("NR", "debt", "en", minor=True)[0].id == "NR/practice-law"
    with pytest.raises(KeyError):
        rights.answers("NR", "money", "en")


def test_questions_have_topics() -> None:
    """Each question belongs to a topic of the pages."""
    assert set(RIGHTS_QUESTIONS.values()) <= set(TOPICS)


def test_unknown_language_falls_back(tmp_path: Path) -> None:
    """A language without a translation is answered in English."""
    write_page(tmp_path, "en", english_page())
    assert Rights.read(tmp_path).facts("NR", "pay", "ru")[0].language == "en"


def test_unknown_place_or_topic(tmp_path: Path) -> None:
    """A place or topic without a page is an error, never an empty page."""
    write_page(tmp_path, "en", english_page())
    rights = Rights.read(tmp_path)
    for place, topic in (("XX", "pay"), ("NR", "money")):
        with pytest.raises(KeyError):
            rights.facts(place, topic, "en")


@pytest.mark.parametrize(
    ("country", "place"), [("NR", "NR"), ("DE", "EU"), ("GR", "EU"), ("FR", "FR"), ("GB", None), (None, None)]
)
def test_page_of_a_country(tmp_path: Path, country: str | None, place: str | None) -> None:
    """A country has its own page; an EU member without one has that of the EU; others have none."""
    for code in ("NR", "EU", "FR"):
        write_page(tmp_path, "en", english_page(place=code), code)
    assert Rights.read(tmp_path).page_place(country) == place


def test_members_without_eu_page(tmp_path: Path) -> None:
    """Without a page of the EU, its members have none."""
    write_page(tmp_path, "en", english_page())
    assert Rights.read(tmp_path).page_place("DE") is None


class TestCustomFolder:
    """An organization's own pages."""

    def test_custom_pages_replace_packaged_ones(self, tmp_path: Path) -> None:
        """A custom file replaces the packaged one of the same place and language only."""
        packaged, own = tmp_path / "packaged", tmp_path / "own"
        for place in ("NR", "FR"):
            write_page(packaged, "en", english_page(place=place), place)
        write_page(own, "en", english_page(sentence("pay-law", text="We know better.")))
        write_page(own, "en", english_page(place="GB"), "GB")
        rights = Rights.read(packaged, own)
        assert rights.places() == ("FR", "GB", "NR")
        assert rights.facts("NR", "pay", "en")[0].text == "We know better."
        assert rights.facts("FR", "pay", "en")[0].text == "The law says something about pay-law."

    def test_custom_translations(self, tmp_path: Path) -> None:
        """A custom translation extends the packaged page; a custom English page makes packaged translations stale."""
        packaged, own = tmp_path / "packaged", tmp_path / "own"
        write_page(packaged, "en", english_page())
        write_page(packaged, "id", translation_of(english_page()))
        write_page(own, "th", translation_of(english_page()))
        assert Rights.read(packaged, own).languages("NR") == ("en", "id", "th")
        write_page(own, "en", english_page(sentence("pay-law", text="We know better.")))
        assert Rights.read(packaged, own).languages("NR") == ("en",)
