"""The taxonomy of needs: its synonyms, and its loading."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, select, update
from sqlmodel import SQLModel, col

from directory import Need, open_database
from directory.models import Attribute, Taxonomy, TaxonomyTerm, TermSynonym, Translation
from directory.taxonomy import NEEDS_TAXONOMY, load_needs, need_term_id, needs_for_word
from directory.taxonomy.synonyms import normalize_word, read_rows

LANGUAGES = ("th", "lo", "km", "my", "vi", "zh", "es", "fr", "pt", "ar", "ru", "hi", "bn", "id", "fil")
TABLES: tuple[type[SQLModel], ...] = (Taxonomy, TaxonomyTerm, TermSynonym, Translation, Attribute)


@pytest.fixture
def own_engine(tmp_path: Path) -> Iterator[Engine]:
    """A filled directory that a test may change."""
    engine = open_database(f"sqlite:///{tmp_path / 'directory.sqlite3'}")
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("word", "needs"),
    [
        ("lawyer", ("legal_help",)),
        ("  LAWYER ", ("legal_help",)),
        ("legal_help", ("legal_help",)),
        ("Legal-Help", ("legal_help",)),
        ("embassy", ("return_home", "immigration")),
        ("ทนาย", ("legal_help",)),
        ("ໂຮງໝໍ", ("medical_help",)),
        ("មេធាវី", ("legal_help",)),
        ("အလုပ်", ("work",)),
        ("luật sư", ("legal_help",)),
        ("убежище", ("shelter", "immigration")),
        ("\u200fمأوى\u200f", ("shelter",)),
        ("lawyers of the world", ()),
        ("law yer", ()),
        ("", ()),
    ],
)
def test_synonyms_name_needs(word: str, needs: tuple[str, ...]) -> None:
    """A whole word in any of our languages finds its needs; a similar word finds none."""
    assert needs_for_word(word) == needs


def test_decomposed_letters() -> None:
    """A word typed with separate accents is the same word."""
    assert needs_for_word("lua\u0323\u0302t su\u031b") == ("legal_help",)


def test_vowel_signs_are_kept() -> None:
    """Asian scripts write vowels as marks; words that differ in them stay different."""
    assert normalize_word("ยา") != normalize_word("ยี")
    assert normalize_word("काम") != normalize_word("कम")


def test_needs_match_search() -> None:
    """The taxonomy has exactly the needs of search, in their order."""
    assert [row["code"] for row in read_rows("needs.csv")] == [need.value for need in Need]


def test_needs_have_names_and_synonyms() -> None:
    """Each need has twelve synonyms in English, and a name and three synonyms in the other languages."""
    words = Counter((row["code"], row["language"]) for row in read_rows("synonyms.csv"))
    names = {(row["code"], row["language"]) for row in read_rows("names.csv")}
    for need in Need:
        assert words[need, "en"] >= 12, need
        for language in LANGUAGES:
            assert words[need, language] >= 3, (need, language)
            assert (need, language) in names


def test_names_are_unique() -> None:
    """Two needs with one name could not be told apart in a list."""
    names = [(row["language"], normalize_word(row["name"])) for row in read_rows("names.csv")]
    assert len(set(names)) == len(names) == len(LANGUAGES) * len(Need)


def test_loads_taxonomy(engine: Engine) -> None:
    """Terms have their codes, and unreviewed translations are marked."""
    with engine.connect() as connection:
        terms = connection.execute(select(TaxonomyTerm).where(col(TaxonomyTerm.taxonomy_id) == NEEDS_TAXONOMY)).all()
        reviewed = set(connection.scalars(select(col(Translation.reviewed))))
    assert {row.code: row.id for row in terms} == {need.value: need_term_id(need) for need in Need}
    assert all(row.description and row.name != row.code for row in terms if row.code != "shelter")
    assert reviewed == {False}


def test_loading_is_idempotent(own_engine: Engine) -> None:
    """The taxonomy can be loaded any number of times."""
    counts = [select(func.count()).select_from(table) for table in TABLES]
    with own_engine.begin() as connection:
        before = [connection.scalar(count) for count in counts]
        load_needs(connection)
        assert [connection.scalar(count) for count in counts] == before


def test_loading_keeps_additions_of_staff(own_engine: Engine) -> None:
    """Reviewed names and added synonyms survive a new version of the files; unreviewed names do not."""
    term = need_term_id("shelter")
    mine = col(Translation.entity_id) == term, col(Translation.field) == "name"
    thai, lao = (col(Translation.language) == language for language in ("th", "lo"))
    with own_engine.begin() as connection:
        connection.execute(update(Translation).where(*mine, thai).values(text="reviewed name", reviewed=True))
        connection.execute(update(Translation).where(*mine, lao).values(text="old name"))
        connection.execute(insert(TermSynonym), {"term_id": term, "language": "en", "word": "crash pad"})
        load_needs(connection)
        assert connection.scalar(select(col(Translation.text)).where(*mine, thai)) == "reviewed name"
        assert connection.scalar(select(col(Translation.text)).where(*mine, lao)) == "ທີ່ພັກພິງ"
        words = connection.scalars(select(col(TermSynonym.word)).where(col(TermSynonym.term_id) == term))
        assert "crash pad" in set(words)
