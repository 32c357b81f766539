"""A page of rights: English sentences with their sources, and their translations."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

ENGLISH: Final = "en"
TOPICS: Final = ("forced", "papers", "pay", "staying", "justice", "children", "practice")
"""In display order."""
QUESTIONS: Final = {
    "prosecution": "forced", "overstay": "forced",
    "passport_kept": "papers", "lost_papers": "papers",
    "wages": "pay", "debt": "pay",
    "deportation": "staying", "stay_permit": "staying", "leaving": "staying",
    "reporting": "justice", "legal_aid": "justice", "compensation": "justice",
    "own_children": "children", "minors": "children", "men": "children",
    "medical_care": "practice",
}  # fmt: skip
"""What people ask most, and the topic under which the rest of the page on it is found."""
UNDATED: Final = "undated"
_SHOWN_AFTER: Final = 3
_UNSURE_AFTER: Final = 5
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English sentence. `date` is that of the newest source: YYYY, YYYY-MM, YYYY-MM-DD or "undated".

    `known` is false if it only says that nothing was found, so that it can be left out until somebody asks.
    `answers` are the questions (`QUESTIONS`) to which it may be the first sentence of an answer.
    """

    id: str
    text: str
    confidence: str
    date: str
    sources: tuple[str, ...]
    known: bool = True
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EnglishPage:
    """The English page. `read` is the day on which the sources were read, `languages` are the wanted translations."""

    path: Path
    place: str
    read: str
    languages: tuple[str, ...]
    topics: dict[str, tuple[Sentence, ...]]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Return all sentences in the order of the page."""
        return tuple(sentence for topic in self.topics.values() for sentence in topic)


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation: texts by id, and the digest of the English text of each."""

    path: Path
    review: str
    sentences: dict[str, str]
    made_from: dict[str, str]

    def missing(self, english: EnglishPage) -> tuple[str, ...]:
        """Return the ids without a text."""
        return tuple(sentence.id for sentence in english.sentences if sentence.id not in self.sentences)

    def stale(self, english: EnglishPage) -> tuple[str, ...]:
        """Return the ids whose text was not made from the current English."""
        return tuple(
            sentence.id
            for sentence in english.sentences
            if sentence.id in self.sentences and self.made_from.get(sentence.id) != digest(sentence.text)
        )


@dataclass(frozen=True, slots=True)
class Page:
    """The English page of a place and its translations by language."""

    english: EnglishPage
    translations: dict[str, Translation]

    def is_complete(self, language: str) -> bool:
        """Return whether a translation has every sentence, none of them stale."""
        translation = self.translations.get(language)
        return translation is not None and not translation.missing(self.english) + translation.stale(self.english)


def digest(text: str) -> str:
    """Return a digest of an English text: six hexadecimal digits."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:6]


def today_utc() -> date:
    """Return the current day in UTC."""
    return datetime.now(UTC).date()


def first_day(text: str) -> date | None:
    """Return the earliest day that YYYY, YYYY-MM or YYYY-MM-DD can mean; None for "undated".

    Raises:
        ValueError: the text is none of these, or not a day of the calendar.
    """
    if text == UNDATED:
        return None
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(text)
    return date(*(int(part or 1) for part in match.groups()))


def year_to_show(text: str, day_now: date) -> int | None:
    """Return the year of a fact that is at least three years old, for readers to see; else None."""
    day = first_day(text)
    return day.year if day and _is_older(day, _SHOWN_AFTER, day_now) else None


def is_unsure(confidence: str, text: str, now: date) -> bool:
    """Return whether a fact of medium confidence is undated, or at least five years old."""
    day = first_day(text)
    return confidence == "medium" and (day is None or _is_older(day, _UNSURE_AFTER, now))


def _is_older(day: date, years: int, now: date) -> bool:
    return (day.year + years, day.month, day.day) <= (now.year, now.month, now.day)
