"""What the bot is given to say, in which language, for which country."""

from datetime import date
from pathlib import Path

import pytest

from directory import Fact, Rights
from directory.rights.pages import TOPICS, digest
from tests.directory.rights.made_pages import english, sentence, translated, write

TODAY = date(2026, 11, 25)


def facts(folder: Path, **changed: str) -> tuple[Fact, ...]:
    """Return the facts about pay of a page with one sentence changed."""
    write(folder, "en", english(sentence("pay-law", **changed)))
    return Rights.read(folder).facts("NR", "pay", "en", TODAY)


def test_a_fact(tmp_path: Path) -> None:
    """A fact has its text, its source and its date, and says how sure it is."""
    assert facts(tmp_path)[0] == Fact(
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
def test_the_year_is_shown_of_what_is_old(tmp_path: Path, said: str, year: int | None) -> None:
    """Readers are told the year of what is three years old, or may be."""
    assert facts(tmp_path, date=said)[0].year == year


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
def test_what_is_unsure(tmp_path: Path, said: str, confidence: str, unsure: bool) -> None:  # noqa: FBT001
    """A fact is unsure if it is of medium confidence and five years old, or nobody knows how old."""
    assert facts(tmp_path, date=said, confidence=confidence)[0].unsure is unsure


def test_a_leap_day(tmp_path: Path) -> None:
    """A source of a leap day grows old like any other."""
    assert facts(tmp_path, date="2024-02-29")[0].year is None
    assert Rights.read(tmp_path).facts("NR", "pay", "en", date(2027, 3, 1))[0].year == 2024


def test_topics_have_one_order(tmp_path: Path) -> None:
    """Topics come in the order of the format, however the file orders them."""
    topics = english()["topics"]
    write(tmp_path, "en", english(topics=dict(reversed(topics.items()))))
    assert Rights.read(tmp_path).topics("NR") == TOPICS


def test_a_whole_translation_is_read(tmp_path: Path) -> None:
    """A page whose translation is whole is given in it, with the sources and dates of the English."""
    write(tmp_path, "en", english())
    write(tmp_path, "id", translated(english()))
    rights = Rights.read(tmp_path)
    assert rights.languages("NR") == ("en", "id")
    told, source = rights.facts("NR", "pay", "id")[0], rights.facts("NR", "pay", "en")[0]
    assert (told.text, told.language) == (f"Kata: {source.text}", "id")
    assert (told.id, told.sources, told.date) == (source.id, source.sources, source.date)


@pytest.mark.parametrize("fault", ["missing", "empty", "stale", "not stamped"])
def test_a_page_is_never_read_in_two_languages(tmp_path: Path, fault: str) -> None:
    """One sentence that is missing or of an older English, and all of the page is given in English."""
    write(tmp_path, "en", english())
    page = translated(english())
    if fault == "missing":
        del page["sentences"]["forced-life"]
    if fault == "empty":
        page["sentences"]["forced-life"] = ""
    if fault == "stale":
        page["made_from"]["forced-life"] = digest("Another English.")
    if fault == "not stamped":
        del page["made_from"]["forced-life"]
    write(tmp_path, "id", page)
    rights = Rights.read(tmp_path)
    assert rights.languages("NR") == ("en",)
    assert {fact.language for topic in TOPICS for fact in rights.facts("NR", topic, "id")} == {"en"}


def test_languages_of_the_place_come_first(tmp_path: Path) -> None:
    """Languages come in the order that the page names, then what else there is."""
    write(tmp_path, "en", english(languages=["th", "my", "km"]))
    for language in ("ar", "my", "th"):
        write(tmp_path, language, translated(english()))
    assert Rights.read(tmp_path).languages("NR") == ("en", "th", "my", "ar")


def test_a_language_that_nobody_wrote(tmp_path: Path) -> None:
    """A language without a page is answered in English."""
    write(tmp_path, "en", english())
    assert Rights.read(tmp_path).facts("NR", "pay", "ru")[0].language == "en"


def test_what_has_no_page(tmp_path: Path) -> None:
    """A place or topic without a page is an error, never an empty page."""
    write(tmp_path, "en", english())
    rights = Rights.read(tmp_path)
    for place, topic in (("XX", "pay"), ("NR", "money")):
        with pytest.raises(KeyError):
            rights.facts(place, topic, "en")


@pytest.mark.parametrize(
    ("country", "place"), [("NR", "NR"), ("DE", "EU"), ("GR", "EU"), ("FR", "FR"), ("GB", None), (None, None)]
)
def test_the_page_of_a_country(tmp_path: Path, country: str | None, place: str | None) -> None:
    """A country has its own page; a member state without one has that of the Union; others have none."""
    for code in ("NR", "EU", "FR"):
        write(tmp_path, "en", english(place=code), code)
    assert Rights.read(tmp_path).page_place(country) == place


def test_no_page_of_the_union(tmp_path: Path) -> None:
    """Without a page of the Union its members have none."""
    write(tmp_path, "en", english())
    assert Rights.read(tmp_path).page_place("DE") is None


class TestYourOwnFolder:
    """An organisation's own pages."""

    def test_own_pages_stand_for_the_packaged_ones(self, tmp_path: Path) -> None:
        """A file of one's own stands for the packaged one of the same place and language; the others stay."""
        packaged, own = tmp_path / "packaged", tmp_path / "own"
        for place in ("NR", "FR"):
            write(packaged, "en", english(place=place), place)
        write(own, "en", english(sentence("pay-law", text="We know better.")))
        write(own, "en", english(place="GB"), "GB")
        rights = Rights.read(packaged, own)
        assert rights.places() == ("FR", "GB", "NR")
        assert rights.facts("NR", "pay", "en")[0].text == "We know better."
        assert rights.facts("FR", "pay", "en")[0].text == "The law says something about pay-law."

    def test_own_translations(self, tmp_path: Path) -> None:
        """A translation may be added to the packaged English; a new English makes the packaged translation stale."""
        packaged, own = tmp_path / "packaged", tmp_path / "own"
        write(packaged, "en", english())
        write(packaged, "id", translated(english()))
        write(own, "th", translated(english()))
        assert Rights.read(packaged, own).languages("NR") == ("en", "id", "th")
        write(own, "en", english(sentence("pay-law", text="We know better.")))
        assert Rights.read(packaged, own).languages("NR") == ("en",)
