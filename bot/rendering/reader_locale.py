"""Who reads, and what things are called in their language."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from babel import Locale
from babel.lists import format_list

from bot.rendering.bidi import Mark, marking
from bot.rendering.locale_names import country_name, language_name, region_name

_SPANISH_AND = re.compile(r" y (?=[ií]|hi(?!e))", re.IGNORECASE)
"""Where Spanish "y" becomes "e" before the sound of i, which CLDR's list pattern can't know."""


class Word(Protocol):
    """Finds words in the reader's language."""

    def __call__(self, response: str, count: int | None = None) -> str:
        """Return the words of a response ("utter_need_shelter"), in the plural form of `count` where it has one."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: their locale, the words of the catalogue, and how a value is put into a text of theirs."""

    locale: Locale
    word: Word
    word_in: Callable[[str, str], str]
    """(language, response): the words of a response in another language than the reader's."""
    mark: Mark

    @classmethod
    def of(cls, locale: Locale, word: Word, word_in: Callable[[str, str], str], channel: str) -> "Reader":
        """Return somebody who reads this language on this channel."""
        return cls(locale, word, word_in, marking(right_to_left=locale.text_direction == "rtl", channel=channel))

    def country(self, code: str) -> str:
        """Return the name of an ISO 3166-1 alpha-2 code."""
        return self.mark(country_name(self.locale, code))

    def region(self, code: str) -> str:
        """Return the name of an ISO 3166-2 code."""
        return self.mark(region_name(self.locale, code))

    def language(self, code: str) -> str:
        """Return the name of a BCP 47 code."""
        return self.mark(language_name(self.locale, code))

    def listed(self, items: Iterable[str]) -> str:
        """Return the items as a list of the reader's language (CLDR)."""
        listed = str(format_list(list(items), locale=self.locale))
        return _SPANISH_AND.sub(" e ", listed) if self.locale.language == "es" else listed
