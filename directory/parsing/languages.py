"""Languages by tag (BCP 47) or name."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import pycountry
from babel import Locale

from directory.parsing.countries import codes as country_codes
from directory.parsing.name_keys import folded
from directory.parsing.result import Judged, RefusedError

_REPLACED: Final = {"iw": "he", "in": "id", "ji": "yi", "mo": "ro"}
# What people write and neither ISO 639 nor CLDR has under this name.
_USUAL: Final = {
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
# What languages call themselves, as CLDR says: to read it there loads 70 MB of other words, and keeps them.
_OWN_NAMES: Final = Path(__file__).with_name("own_names.txt")
_SUBTAGS: Final = 3
_SCRIPT, _REGION = 4, 2


@lru_cache(maxsize=4096)
def language(text: str, _country: str = "") -> Judged:
    """Return the tag of a language, such as th or pt-BR.

    Raises:
        RefusedError: no language has this tag or name.
    """
    if tag := _tag(text) or _english().get(folded(text)) or _own_names().get(folded(text)):
        return Judged(tag)
    mend = "Write its English name or its code, such as Thai or th."
    raise RefusedError(what=f'"{text}" is not a language.', mend=mend)


def _tag(text: str) -> str | None:
    """Return a tag in its usual form if each of its parts is known."""
    first, *rest = text.replace("_", "-").split("-")
    code = _codes().get(first.casefold())
    if code is None or len(rest) >= _SUBTAGS or not first.isascii():
        return None
    parts = [_part(part) for part in rest]
    return None if None in parts else "-".join([code, *(part for part in parts if part)])


def _part(part: str) -> str | None:
    if len(part) == _SCRIPT and part.title() in _scripts():
        return part.title()
    return part.upper() if len(part) == _REGION and part.upper() in country_codes() else None


@cache
def _scripts() -> frozenset[str]:
    return frozenset(script.alpha_4 for script in pycountry.scripts)


@cache
def _codes() -> dict[str, str]:
    """Return the code that BCP 47 uses for each code of ISO 639: the short one where there is one."""
    known: list[Any] = [*pycountry.language_families, *pycountry.languages]
    found: dict[str, str] = {}
    for one in known:
        code = getattr(one, "alpha_2", one.alpha_3)
        found |= {one.alpha_3: code, code: code, getattr(one, "bibliographic", code): code}
    return found | _REPLACED


@cache
def _english() -> dict[str, str]:
    known: list[Any] = [one for one in pycountry.languages if one.type == "L"]
    names = {folded(one.name): getattr(one, "alpha_2", one.alpha_3) for one in known}
    plain = {folded(name): tag for tag, name in Locale("en").languages.items() if tag in _codes()}
    return names | plain | _USUAL


@cache
def _own_names() -> dict[str, str]:
    lines = (line.split(" ", 1) for line in _OWN_NAMES.read_text("utf-8").splitlines())
    return {folded(name): code for code, name in lines}
