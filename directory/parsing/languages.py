"""Languages by tag (BCP 47) or name."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import pycountry
from babel import Locale

from directory.parsing.countries import codes as country_codes
from directory.parsing.result import InvalidValueError, ParseResult
from directory.parsing.texts import normalize_name

_REPLACED: Final = {"iw": "he", "in": "id", "ji": "yi", "mo": "ro"}
# Common names that neither ISO 639 nor CLDR has.
_COMMON_NAMES: Final = {
    "mandarin": "zh",
    "farsi": "fa",
    "dari": "prs",
    "myanmar": "my",
    "bangla": "bn",
    "karen": "kar",
    "cambodian": "km",
    "laotian": "lo",
    "tagalog": "tl",
    "creole": "ht",
    "castilian": "es",
    "sign language": "sgn",
}
# Names of languages in themselves, from CLDR: reading them with Babel would load 70 MB and keep it.
_OWN_NAMES: Final = Path(__file__).with_name("own_names.txt")
_SUBTAGS: Final = 3
_SCRIPT, _REGION = 4, 2


@lru_cache(maxsize=4096)
def parse_language(text: str, _country: str = "") -> ParseResult:
    """Return the tag of a language, such as th or pt-BR.

    Raises:
        InvalidValueError: no language has this tag or name.
    """
    if (
        tag := _normalize_tag(text)
        or _english_names().get(normalize_name(text))
        or _own_names().get(normalize_name(text))
    ):
        return ParseResult(tag)
    hint = "Write its English name or its code, such as Thai or th."
    raise InvalidValueError(reason=f'"{text}" is not a language.', hint=hint)


def _normalize_tag(text: str) -> str | None:
    """Return a tag in its usual form; None if a part of it is unknown."""
    first, *rest = text.replace("_", "-").split("-")
    code = _codes().get(first.casefold())
    if code is None or len(rest) >= _SUBTAGS or not first.isascii():
        return None
    parts = [_normalize_subtag(part) for part in rest]
    return None if None in parts else "-".join([code, *(part for part in parts if part)])


def _normalize_subtag(part: str) -> str | None:
    if len(part) == _SCRIPT and part.title() in _scripts():
        return part.title()
    return part.upper() if len(part) == _REGION and part.upper() in country_codes() else None


@cache
def _scripts() -> frozenset[str]:
    return frozenset(script.alpha_4 for script in pycountry.scripts)


@cache
def _codes() -> dict[str, str]:
    """Return the code that BCP 47 uses for each code of ISO 639: the short one if there is one."""
    known: list[Any] = [*pycountry.language_families, *pycountry.languages]
    codes: dict[str, str] = {}
    for language in known:
        code = getattr(language, "alpha_2", language.alpha_3)
        codes |= {language.alpha_3: code, code: code, getattr(language, "bibliographic", code): code}
    return codes | _REPLACED


@cache
def _english_names() -> dict[str, str]:
    known: list[Any] = [language for language in pycountry.languages if language.type == "L"]
    names = {normalize_name(language.name): getattr(language, "alpha_2", language.alpha_3) for language in known}
    plain = {normalize_name(name): tag for tag, name in Locale("en").languages.items() if tag in _codes()}
    return names | plain | _COMMON_NAMES


@cache
def _own_names() -> dict[str, str]:
    lines = (line.split(" ", 1) for line in _OWN_NAMES.read_text("utf-8").splitlines())
    return {normalize_name(name): code for code, name in lines}
