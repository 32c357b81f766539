"""The languages that Waylight speaks, and whom to answer in which.

There is no list to keep: a language is spoken when its catalogue is there and complete. Half a
catalogue is not offered, since a frightened person would be answered half in English.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from babel import Locale

from locales.domains import BOT
from locales.po import is_translated, read_catalogue

_READ = {
    # The written standard of all Arabic vernaculars, and the language of school in Morocco for Amazigh.
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
    # Malay is the same language in other words; the others' speakers go to school in Indonesian.
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

READ_TOO = {code: readable for readable, codes in _READ.items() for code in codes.split()}
"""A language without a catalogue -> one that most of its readers read."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language that can be spoken.

    `code` is BCP 47; `own_name` is what its speakers call it (CLDR), as a choice shows it.
    """

    code: str
    own_name: str
    direction: Literal["ltr", "rtl"] = "ltr"


SOURCE = "en"
"""The language in which every sentence is first written; it needs no catalogue."""


def fallbacks(code: str) -> tuple[str, ...]:
    """Return where a string of `code` (BCP 47) is looked for: "pt-BR" -> "pt-BR", "pt", "en"."""
    parts = code.split("-")
    return (*("-".join(parts[:length]) for length in range(len(parts), 0, -1)), SOURCE)


def language_of(code: str) -> Language:
    """Return what CLDR says of a language. Raises `babel.UnknownLocaleError` where it knows nothing."""
    locale = Locale.parse(code, sep="-")
    name = str(locale.get_display_name())
    return Language(code, name[0].title() + name[1:], "rtl" if locale.text_direction == "rtl" else "ltr")


def _complete() -> Iterator[str]:
    """Yield the source, and each language whose catalogue is complete; one of a region needs its language's."""
    yield SOURCE
    whole = {code for code in BOT.codes() if _is_whole(code)}
    yield from sorted(code for code in whole if code.partition("-")[0] in {*whole, SOURCE})


def _is_whole(code: str) -> bool:
    """Tell whether a catalogue says something and leaves nothing out; that of a region begins empty."""
    messages = list(read_catalogue(code))
    return any(message.id for message in messages) and all(map(is_translated, messages))


LANGUAGES = {code: language_of(code) for code in _complete()}


def spoken(code: str | None) -> str:
    """Return the language in which to answer someone who reads `code` (BCP 47).

    The language itself, then without its region ("pt-BR" -> "pt"), then one that
    most of its readers know, then English. Never raises: somebody must be answered.
    """
    wanted = (code or SOURCE).lower()
    base = wanted.partition("-")[0]
    known = {language.lower(): language for language in LANGUAGES}
    candidates = (*fallbacks(wanted)[:-1], READ_TOO.get(base, SOURCE))
    return next((known[candidate] for candidate in candidates if candidate in known), SOURCE)
