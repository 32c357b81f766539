"""A phone number while it is typed: what it is, and what is odd about it."""

from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from directory.domain.phone_reach import HOME_ONLY, Reach, reach_of
from directory.staff.i18n import N_, country_name, gettext

_LONGEST: Final = 60
_SHORTEST: Final = 6
"""Digits of a number that no plan need know: lines of the state and of companies."""
_MOBILE: Final = frozenset({PhoneNumberType.MOBILE})
_ABROAD: Final = {
    True: N_("A mobile number in %(country)s. It also rings from abroad, as %(number)s."),
    False: N_("A number in %(country)s. It also rings from abroad, as %(number)s."),
}
_HOME: Final = N_("A number in %(country)s that rings only there.")
_SHORT: Final = N_("A short number. It rings only in %(country)s.")
_ODD: Final = N_("We don't know such a number in %(country)s. Please compare it once more; it may still be right.")
_FAX: Final = N_("A fax: people are not told it.")
_NOBODY: Final = N_("Nobody answers here")
_WHERE: Final = N_("We can't tell in which country this is. Write it with + and the country's code first.")


def silence(kind: str | None) -> str:
    """Return what is said of a number that answers nobody."""
    return gettext(_FAX if kind == "fax" else _NOBODY)


def said_of(number: str, country: str | None, kind: str | None = None) -> tuple[str, bool]:
    """Return a sentence on a number as it is typed, in `country` (ISO 3166-1), and whether nothing is odd about it.

    `kind` is what HSDS says that it is for.

    Nothing here is refused: a number is right if somebody answers it.
    """
    typed = number.strip()
    if not typed or len(typed) > _LONGEST:
        return "", True
    if kind == "fax":
        return gettext(_FAX), True
    reach = reach_of(typed, country)
    home = (reach.country if reach else None) or _dialled_country(typed)
    if reach is None or home is None:
        return gettext(_WHERE), False
    names = {"country": country_name(home)}
    sort = _sort(typed, reach)
    if reach.international:
        return gettext(_ABROAD[sort in _MOBILE]) % {**names, "number": _spaced(reach.international)}, True
    if sort in HOME_ONLY:
        return gettext(_HOME) % names, True
    is_short = sum(map(str.isdecimal, typed)) <= _SHORTEST and not any(map(str.isalpha, typed)) and "+" not in typed
    return gettext(_SHORT if is_short else _ODD) % names, is_short


def _sort(typed: str, reach: Reach) -> int | None:
    try:
        return phonenumbers.number_type(phonenumbers.parse(typed, reach.country))
    except NumberParseException:
        return None


def _dialled_country(typed: str) -> str | None:
    """Return the country whose code a number begins with, for one that no plan has."""
    try:
        parsed = phonenumbers.parse(typed)
    except NumberParseException:
        return None
    home = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return home if home.isalpha() and home != phonenumbers.UNKNOWN_REGION else None


def _spaced(international: str) -> str:
    """Return an E.164 number as people read it; kept together, on one line, whatever the direction of the sentence."""
    spaced = phonenumbers.format_number(phonenumbers.parse(international), PhoneNumberFormat.INTERNATIONAL)
    return "\u2066" + spaced.replace(" ", "\u00a0") + "\u2069"
