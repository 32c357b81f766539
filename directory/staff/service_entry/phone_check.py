"""Describe a phone number while it is typed, and whether it is plausible."""

from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from directory.domain.phone_reach import HOME_ONLY, Reach, phone_reach
from directory.staff.i18n import N_, country_name, gettext

_MAX_LENGTH: Final = 60
_MAX_SHORT_DIGITS: Final = 6
"""Short numbers, such as state and company hotlines, need not be in a numbering plan."""
_MOBILE: Final = frozenset({PhoneNumberType.MOBILE})
_REACHABLE: Final = {
    True: N_("A mobile number in %(country)s. It also rings from abroad, as %(number)s."),
    False: N_("A number in %(country)s. It also rings from abroad, as %(number)s."),
}
_DOMESTIC_ONLY: Final = N_("A number in %(country)s that rings only there.")
_SHORT_NUMBER: Final = N_("A short number. It rings only in %(country)s.")
_UNKNOWN_NUMBER: Final = N_(
    "We don't know such a number in %(country)s. Please compare it once more; it may still be right."
)
_FAX: Final = N_("A fax: people are not told it.")
_NO_ANSWER: Final = N_("Nobody answers here")
_UNKNOWN_COUNTRY: Final = N_("We can't tell in which country this is. Write it with + and the country's code first.")


def no_answer_label(kind: str | None) -> str:
    """Return the label of a number that can't be called."""
    return gettext(_FAX if kind == "fax" else _NO_ANSWER)


def describe_number(number: str, country: str | None, kind: str | None = None) -> tuple[str, bool]:
    """Return a sentence on a number as typed in `country` (ISO 3166-1), and whether it is plausible.

    `kind` is the HSDS type. No number is rejected: it is right if somebody answers it.
    """
    typed = number.strip()
    if not typed or len(typed) > _MAX_LENGTH:
        return "", True
    if kind == "fax":
        return gettext(_FAX), True
    reach = phone_reach(typed, country)
    home_country = (reach.country if reach else None) or _country_of_prefix(typed)
    if reach is None or home_country is None:
        return gettext(_UNKNOWN_COUNTRY), False
    names = {"country": country_name(home_country)}
    number_type = _number_type(typed, reach)
    if reach.international:
        return gettext(_REACHABLE[number_type in _MOBILE]) % {
            **names,
            "number": _format_international(reach.international),
        }, True
    if number_type in HOME_ONLY:
        return gettext(_DOMESTIC_ONLY) % names, True
    is_short = (
        sum(map(str.isdecimal, typed)) <= _MAX_SHORT_DIGITS and not any(map(str.isalpha, typed)) and "+" not in typed
    )
    return gettext(_SHORT_NUMBER if is_short else _UNKNOWN_NUMBER) % names, is_short


def _number_type(typed: str, reach: Reach) -> int | None:
    try:
        return phonenumbers.number_type(phonenumbers.parse(typed, reach.country))
    except NumberParseException:
        return None


def _country_of_prefix(typed: str) -> str | None:
    """Return the country of the number's calling code, for numbers in no numbering plan."""
    try:
        parsed = phonenumbers.parse(typed)
    except NumberParseException:
        return None
    home_country = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return home_country if home_country.isalpha() and home_country != phonenumbers.UNKNOWN_REGION else None


def _format_international(international: str) -> str:
    """Return an E.164 number with non-breaking spaces, isolated from the direction of the text around it."""
    spaced = phonenumbers.format_number(phonenumbers.parse(international), PhoneNumberFormat.INTERNATIONAL)
    return "\u2066" + spaced.replace(" ", "\u00a0") + "\u2069"
