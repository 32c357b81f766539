"""The languages of the bot, and which of them to use for a person.

There is no list to maintain: a language is available if its catalogue is complete. An incomplete one is not offered,
since a frightened person would get half of the answers in English.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from babel import Locale

from locales.domains import BOT
from locales.po import is_translated, read_catalogue

_READERS = {
    # The written standard of all Arabic vernaculars, and for Amazigh the language of schools in Morocco.
    "ar": "aeb acm afb apc ary arz ayl shi zgh",
    # Schools in Bangladesh and eastern India teach in Bengali.
    "bn": "ctg rkt syl",
    # Schools in Spain and Latin America teach in Spanish, beside the language of the region.
    "es": "an ast ay ca eu gl gn kek mam nah qu quc yua",
    # Filipino is taught in all schools of the Philippines.
    "fil": "bcl bik ceb hil ilo pag pam tl tsg war",
    # The language of schools in France's regions and in French-speaking West and Central Africa.
    "fr": "bm br co dyu fon ln mos oc sg wo",
    # The language of schools in northern India, in the same script.
    "hi": "awa bgc bho gbm hne kfy mag mai mwr raj",
    # Malay is nearly the same language; speakers of the others go to school in Indonesian.
    "id": "ace ban bbc bjn bug jv mad mak min ms sas su zsm",
    # The only language of state schools in Myanmar.
    "my": "blk cfm cnh ctd eky kac kar kjp ksw kyu lhu mnw pwo rki shn",
    # The language of schools in Angola, Mozambique, Cabo Verde and Guinea-Bissau.
    "pt": "kea kmb pov seh tso umb vmw",
    # An official language, or the language of schools, where these are spoken.
    "ru": "av ba be ce cv kk ky os sah tt udm",
    # Schools in Thailand teach in Thai; Lao readers know it from television and from a script that is nearly the same.
    "th": "kxm lo mfa nod sou tts",
    # The language of schools in Vietnam.
    "vi": "mtq nut tyz",
    # Speakers of all of these write one standard.
    "zh": "cdo cjy gan hak hsn nan wuu yue za",
}

READ_INSTEAD = {code: readable for readable, codes in _READERS.items() for code in codes.split()}
"""Language without a catalogue -> one that most of its speakers can read."""


STATE_OF_LANGUAGE = {
    "th": "TH", "lo": "LA", "km": "KH", "vi": "VN", "id": "ID", "fil": "PH", "hi": "IN", "zh": "CN", "bn": "BD",
}  # fmt: skip
"""BCP 47 -> ISO 3166-1: the state of most people who write a language from abroad."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the bot.

    `code` is BCP 47; `own_name` is what its speakers call it (CLDR), as a choice shows it.
    """

    code: str
    own_name: str
    direction: Literal["ltr", "rtl"] = "ltr"


_SCRIPT = re.compile(r"([a-z]{2,3})-Latn")
"""A language in Latin letters, which is not its usual script: "hi-Latn"."""
SOURCE = "en"
"""The language of the source texts; it needs no catalogue."""


def fallbacks(code: str) -> tuple[str, ...]:
    """Return the fallback chain of `code` (BCP 47): "pt-BR" -> "pt-BR", "pt", "en"."""
    parts = code.split("-")
    return (*("-".join(parts[:length]) for length in range(len(parts), 0, -1)), SOURCE)


def cldr_language(code: str) -> Language:
    """Return a language from CLDR. Raises `babel.UnknownLocaleError` if it is unknown."""
    script = _SCRIPT.fullmatch(code)
    locale = Locale.parse(script[1] if script else code, sep="-")
    name = f"{locale.get_display_name()}{' (Latin letters)' if script else ''}"
    return Language(code, name[0].title() + name[1:], "rtl" if locale.text_direction == "rtl" else "ltr")


def _complete_languages() -> Iterator[str]:
    """Yield the source and each language with a complete catalogue; a region needs that of its language."""
    yield SOURCE
    whole = {code for code in BOT.codes() if _is_complete(code)}
    yield from sorted(code for code in whole if code.partition("-")[0] in {*whole, SOURCE})


def _is_complete(code: str) -> bool:
    """Return whether a catalogue has texts and none is missing; that of a region starts empty."""
    messages = list(read_catalogue(code))
    return any(message.id for message in messages) and all(map(is_translated, messages))


_AVAILABLE = tuple(_complete_languages())
LANGUAGES = {code: cldr_language(code) for code in _AVAILABLE if not _SCRIPT.fullmatch(code)}
IN_LATIN_LETTERS = frozenset(code for code in _AVAILABLE if _SCRIPT.fullmatch(code))
"""Codes of the languages of another script that are also available in Latin letters: "hi-Latn". Nobody chooses one: it
follows the letters that a person writes."""


def in_script(language: str, script: str | None) -> str:
    """Return `language` (BCP 47) in a script (ISO 15924) if there is a catalogue of it, else the language itself."""
    code = f"{language.partition('-')[0]}-{script}"
    return code if code in IN_LATIN_LETTERS else language


def resolve_language(code: str | None) -> str:
    """Return the available language for a person who reads `code` (BCP 47).

    The language itself, then without its region ("pt-BR" -> "pt"), then one that most of its speakers can read, then
    English. Never raises.
    """
    requested = (code or SOURCE).lower()
    base = requested.partition("-")[0]
    known = {language.lower(): language for language in LANGUAGES}
    candidates = (*fallbacks(requested)[:-1], READ_INSTEAD.get(base, SOURCE))
    return next((known[candidate] for candidate in candidates if candidate in known), SOURCE)
