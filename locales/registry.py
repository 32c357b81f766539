"""The languages that Waylight speaks, and whom to answer in which."""

from dataclasses import dataclass
from typing import Literal


class UnknownLanguageError(LookupError):
    """Words were asked for in a language that has no catalogue."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language with a catalogue.

    `code` is BCP 47; `own_name` is what its speakers call it, as a choice shows it.
    """

    code: str
    own_name: str
    direction: Literal["ltr", "rtl"] = "ltr"


SOURCE = "en"
"""The language in which every sentence is first written; it needs no catalogue."""

LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "English"),
        Language("es", "Español"),
        Language("th", "ไทย"),
    )
}

_UNDERSTOOD_TOO = {"lo": "th", "ca": "es", "gl": "es", "eu": "es", "gn": "es", "qu": "es", "ay": "es"}
"""Where most readers of a language that has no catalogue read another that has one."""


def spoken(code: str | None) -> str:
    """Return the catalogue language in which to answer someone who reads `code` (BCP 47).

    The language itself, then without its region ("pt-BR" -> "pt"), then one that
    most of its readers know, then English. Never raises: somebody must be answered.
    """
    base = (code or SOURCE).partition("-")[0].lower()
    if base in LANGUAGES:
        return base
    return _UNDERSTOOD_TOO.get(base, SOURCE)
