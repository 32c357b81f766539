"""Who reads, and what things are called in their language."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import pycountry
from babel import Locale
from babel.lists import format_list

_SPANISH_AND = re.compile(r" y (?=[ií]|hi(?!e))", re.IGNORECASE)
"""Where Spanish "y" becomes "e" before the sound of i, which CLDR's list pattern can't know."""

_USUAL: dict[str, dict[str, str]] = {
    "AE-AZ": {"": "Abu Dhabi"},
    "AE-DU": {"": "Dubai"},
    "AE-SH": {"": "Sharjah"},
    "KH-12": {"th": "พนมเปญ"},
    "LA-VI": {"": "Vientiane", "th": "เวียงจันทน์"},
    "LA-VT": {"": "Vientiane", "th": "เวียงจันทน์"},
    "SA-01": {"": "Riyadh"},
    "TH-10": {"": "Bangkok", "th": "กรุงเทพฯ"},
    "TH-38": {"th": "บึงกาฬ"},
}
"""What people call provinces whose names in iso-codes nobody says: language, or "" for all others, -> name."""

Word = Callable[[str], str]
"""Name of a response that is a word ("utter_need_shelter") -> that word in the reader's language."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: their locale, and the words of the catalogue."""

    locale: Locale
    word: Word

    def country(self, code: str) -> str:
        """Return the name of an ISO 3166-1 alpha-2 code (CLDR)."""
        return str(self.locale.territories.get(code, code))

    def region(self, code: str) -> str:
        """Return the name of an ISO 3166-2 code (iso-codes, translated where it has the language)."""
        subdivision = pycountry.subdivisions.get(code=code)
        if subdivision is None:
            return code
        usual = _USUAL.get(code, {})
        return usual.get(self.locale.language) or usual.get("") or self._translated(subdivision.name)

    def _translated(self, name: str) -> str:
        return _region_names(self.locale.language)(name)

    def language(self, code: str) -> str:
        """Return the name of a BCP 47 code (CLDR; in English where only ISO 639 has it)."""
        known = self.locale.languages.get(code.partition("-")[0])
        return str(known or _iso_639_name(code))

    def listed(self, items: Iterable[str]) -> str:
        """Return the items as a list of the reader's language (CLDR)."""
        listed = str(format_list(list(items), locale=self.locale))
        return _SPANISH_AND.sub(" e ", listed) if self.locale.language == "es" else listed


def _iso_639_name(code: str) -> str:
    """Return the English name of a language or of a family of languages, such as "kar", else the code."""
    found = pycountry.languages.get(alpha_3=code) or pycountry.language_families.get(alpha_3=code)
    return str(found.name) if found else code


@lru_cache
def _region_names(language: str) -> Callable[[str], str]:
    """Return the translations of province names that iso-codes has for a language."""
    import gettext

    return gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=[language], fallback=True).gettext
