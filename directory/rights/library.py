"""The library of pages of rights that the bot reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Self

from directory.rights.loader import read_pages
from directory.rights.pages import ENGLISH, QUESTIONS, Page, Sentence, is_unsure, today_utc, year_to_show

PACKAGED: Final = Path(__file__).with_name("places")
EU: Final = "EU"
_OF_MINORS: Final = "minors"
_EU_MEMBERS: Final = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"}
    | {"IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence about a right, to be shown with its year if it has one, and with a caveat if it is unsure.

    `id` is the place and the sentence, "TH/forced-law"; `language` that of the text; `confidence` high or medium;
    `year` is None if the fact is newer than three years or undated; `date` is that of the newest source.
    `known` is false if the sentence only says that nothing was found; those come last in their topic.
    """

    id: str
    text: str
    language: str
    confidence: str
    year: int | None
    unsure: bool
    sources: tuple[str, ...]
    date: str
    known: bool = True


class Rights:
    """All pages, read once. An unknown place or topic raises `KeyError`."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        """`pages` are by place."""
        self._pages = pages

    @classmethod
    def read(cls, folder: Path = PACKAGED, extra: Path | None = None) -> Self:
        """Read the pages of a folder; files of `extra` replace those of the same place and language.

        Raises:
            RightsError: a page is invalid.
        """
        return cls(read_pages(folder, extra))

    def places(self) -> tuple[str, ...]:
        """Return the ISO 3166-1 codes of the pages, and EU for the European Union."""
        return tuple(self._pages)

    def page(self, place: str) -> Page:
        """Return the page of a place."""
        return self._pages[place]

    def page_place(self, country: str | None) -> str | None:
        """Return the place whose page applies to a country: its own, else that of the EU for a member state."""
        wanted = EU if country in _EU_MEMBERS and country not in self._pages else country
        return wanted if wanted in self._pages else None

    def languages(self, place: str) -> tuple[str, ...]:
        """Return the languages in which the page is complete, English first."""
        page = self._pages[place]
        named = dict.fromkeys((*page.english.languages, *page.translations))
        return (ENGLISH, *(language for language in named if page.is_complete(language)))

    def topics(self, place: str) -> tuple[str, ...]:
        """Return the topics of a page in display order."""
        return tuple(self._pages[place].english.topics)

    def facts(self, place: str, topic: str, language: str, today: date | None = None) -> tuple[Fact, ...]:
        """Return the facts of a topic, in English if the page is not complete in the language.

        `today` is the day from which the age of facts is counted, by default the current one.
        """
        return self._facts(place, self._pages[place].english.topics[topic], language, today)

    def answers(
        self, place: str, question: str, language: str, today: date | None = None, *, minor: bool = False
    ) -> tuple[Fact, ...]:
        """Return the facts of a page that answer a question (`QUESTIONS`), those of its own topic first.

        To a `minor`, what holds for people under 18 comes before everything else. Language and day are as for `facts`.
        An unknown question raises `KeyError`.
        """
        topics, own = self._pages[place].english.topics, QUESTIONS[question]
        in_order = [topic for topic in (own, *topics) if topic in topics]
        sentences = dict.fromkeys(each for topic in in_order for each in topics[topic] if question in each.answers)
        for_reader = sorted(sentences, key=lambda each: minor and _OF_MINORS not in each.answers)
        return self._facts(place, for_reader, language, today)

    def _facts(self, place: str, sentences: Iterable[Sentence], language: str, today: date | None) -> tuple[Fact, ...]:
        page = self._pages[place]
        spoken = language if page.is_complete(language) else ENGLISH
        texts = page.translations[spoken].sentences if spoken != ENGLISH else {}
        return tuple(
            _fact(place, sentence, texts.get(sentence.id, sentence.text), spoken, today or today_utc())
            for sentence in sentences
        )


def _fact(place: str, sentence: Sentence, text: str, language: str, day: date) -> Fact:
    return Fact(
        id=f"{place}/{sentence.id}",
        text=text,
        language=language,
        confidence=sentence.confidence,
        year=year_to_show(sentence.date, day),
        unsure=is_unsure(sentence.confidence, sentence.date, day),
        sources=sentence.sources,
        date=sentence.date,
        known=sentence.known,
    )
