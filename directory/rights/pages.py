"""What a page of rights holds: English sentences with their sources, and translations of them."""

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ENGLISH: Final = "en"
TOPICS: Final = ("forced", "papers", "pay", "staying", "justice", "children", "practice")
"""In the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English sentence. `date` is that of the newest source: YYYY, YYYY-MM, YYYY-MM-DD or "undated"."""

    id: str
    text: str
    confidence: str
    date: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class English:
    """The English page. `read` is the day on which the sources were read, `languages` those that are wanted."""

    path: Path
    place: str
    read: str
    languages: tuple[str, ...]
    topics: dict[str, tuple[Sentence, ...]]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences, in the order of the page."""
        return tuple(sentence for topic in self.topics.values() for sentence in topic)


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation: texts by id, and the digest of the English that each was made from."""

    path: Path
    review: str
    sentences: dict[str, str]
    made_from: dict[str, str]

    def missing(self, english: English) -> tuple[str, ...]:
        """Return the ids that have no text yet."""
        return tuple(sentence.id for sentence in english.sentences if sentence.id not in self.sentences)

    def stale(self, english: English) -> tuple[str, ...]:
        """Return the ids whose text is not known to be made from the present English."""
        return tuple(
            sentence.id
            for sentence in english.sentences
            if sentence.id in self.sentences and self.made_from.get(sentence.id) != digest(sentence.text)
        )


@dataclass(frozen=True, slots=True)
class Page:
    """The English page of a place and its translations by language."""

    english: English
    translations: dict[str, Translation]

    def is_whole(self, language: str) -> bool:
        """Tell whether the page can be read in a translation, every sentence of it and none stale."""
        translation = self.translations.get(language)
        return translation is not None and not translation.missing(self.english) + translation.stale(self.english)


def digest(text: str) -> str:
    """Return what tells one English text from another: six hexadecimal digits."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:6]
