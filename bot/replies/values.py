"""How each value is written in the reader's language.

The names of the placeholders are a fixed vocabulary: a response may use these and no
others, so that translators can learn them and a check can know them.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

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


def _place(reader: Reader, place: Mapping[str, str | None]) -> str:
    """The province where a name in the reader's language is known, else the name that was found, else the country."""
    region, name, country = place.get("region"), place.get("name"), place.get("country")
    if region and (not name or name == getattr(pycountry.subdivisions.get(code=region), "name", name)):
        return reader.region(region)
    return name or reader.country(country or "")


def _remarks(reader: Reader, remarks: Iterable[Mapping[str, str]]) -> str:
    """One remark a line; each is the name of a word, with its own values."""
    return "\n".join(fill(reader.word(remark["remark"]), remark, reader) or "" for remark in remarks)


def _emergency(reader: Reader, numbers: Mapping[str, list[str]]) -> str:
    """One line for each kind of emergency number."""
    lines = (
        (reader.word(f"utter_emergency_{kind}"), {"numbers": values}) for kind, values in numbers.items() if values
    )
    return "\n".join(fill(text, values, reader) or "" for text, values in lines)


def _hours(reader: Reader, hours: str) -> str:
    return reader.word("utter_round_the_clock") if hours == "24/7" else hours


WRITTEN: dict[str, Callable[[Reader, Any], str]] = {
    "chats": lambda _, chats: ", ".join(chats),
    "contact": lambda _, contact: str(contact),
    "country": Reader.country,
    "email": lambda _, email: str(email),
    "emergency": _emergency,
    "hours": _hours,
    "language": Reader.language,
    "languages": lambda reader, codes: reader.listed(map(reader.language, codes)),
    "name": lambda _, name: str(name),
    "need": lambda reader, need: reader.word(f"utter_need_{need}"),
    "needs": lambda reader, needs: reader.listed(reader.word(f"utter_need_{need}") for need in needs),
    "numbers": lambda _, numbers: ", ".join(numbers),
    "phones": lambda _, phones: ", ".join(phones),
    "place": _place,
    "region": Reader.region,
    "remarks": _remarks,
    "website": lambda _, website: str(website),
}
"""Placeholder -> how its value is written."""


def fill(text: str, values: Mapping[str, Any], reader: Reader) -> str:
    """Put `values` into `text`; a line that has a placeholder without a value is left out.

    Raises `KeyError` for a placeholder that is not in the vocabulary: that is a fault of
    ours which the catalogue check finds.
    """
    return "\n".join(line for line in (_filled(line, values, reader) for line in text.split("\n")) if line is not None)


def _filled(line: str, values: Mapping[str, Any], reader: Reader) -> str | None:
    written: dict[str, str] = {}
    for name in placeholders(line):
        if not values.get(name):
            return None
        written[name] = WRITTEN[name](reader, values[name])
    return line.format(**written)


def placeholders(text: str) -> set[str]:
    """Return the names of the placeholders in `text`."""
    from string import Formatter

    return {name for _, name, _, _ in Formatter().parse(text) if name}
