"""What the codes of an entry are called on the pages."""

from typing import Final

from directory.search import Audience
from directory.staff.i18n import N_, gettext, locale
from directory.staff.service_entry.weekly_hours import Week, Words, in_print

_AUDIENCES: Final = {
    Audience.WOMEN: N_("Women"),
    Audience.MEN: N_("Men"),
    Audience.GIRLS: N_("Girls"),
    Audience.BOYS: N_("Boys"),
    Audience.LGBTQ: N_("LGBTQ people"),
    Audience.MIGRANTS: N_("Migrants"),
    Audience.LABOUR: N_("People forced to work"),
    Audience.SEX_TRADE: N_("People in the sex trade"),
    Audience.DOMESTIC_WORK: N_("Domestic workers"),
    Audience.SEAFARING: N_("Seafarers and fishers"),
    Audience.FORCED_MARRIAGE: N_("People forced to marry"),
    Audience.BEGGING: N_("People forced to beg"),
    Audience.SCAM: N_("People forced to scam others"),
}
_CONFIDENCES: Final = {"high": N_("sure"), "medium": N_("fairly sure"), "low": N_("not sure")}
_METHODS: Final = {"called": N_("by phone"), "visited": N_("by a visit"), "written": N_("in writing")}
_CHECKED: Final = N_("Checked")
_CHECKS: Final[dict[str | None, str]] = {
    "called": N_("Checked by phone"),
    "visited": N_("Checked by a visit"),
    "written": N_("Checked in writing"),
}
_CIRCLES: Final = {"partner": N_("Partner organizations and staff"), "staff": N_("Staff only")}
_CHANNELS: Final = {"telegram": N_("Telegram"), "sms": N_("SMS")}
CONDUCT: Final = ("police_linked", "trafficking_specific", "consular")
"""What an entry is or is not; the labels are those of its fields."""


def audiences() -> dict[str, str]:
    """Return the names of all audiences by code."""
    return {code.value: gettext(name) for code, name in _AUDIENCES.items()}


def audience(code: str) -> str:
    """Return what an audience is called; a code that is none of ours as it is."""
    return gettext(_AUDIENCES[Audience(code)]) if code in set(Audience) else code


def confidence(code: str) -> str:
    """Return how sure a source is."""
    return gettext(_CONFIDENCES[code]) if code in _CONFIDENCES else code


def method(code: str | None) -> str:
    """Return how an entry was checked."""
    return gettext(_METHODS[code]) if code in _METHODS else code or ""


def circle(code: str) -> str:
    """Return who may read what is protected for a circle."""
    return gettext(_CIRCLES[code])


def channel(code: str) -> str:
    """Return what a channel is called."""
    return gettext(_CHANNELS[code]) if code in _CHANNELS else code


def checked(code: str | None) -> str:
    """Return that an entry was checked, and how; where that is not known, only that."""
    return gettext(_CHECKS.get(code, _CHECKED))


def week(of: Week) -> str:
    """Return the hours of a week as people read them in the language of this request."""
    days = [str(locale().days["stand-alone"]["abbreviated"][number]) for number in range(7)]
    return in_print(of, Words(days, gettext("Open day and night, every day"), gettext("Day and night")))


def weekday(number: int) -> str:
    """Return the name of a weekday; Monday is 0."""
    return str(locale().days["stand-alone"]["wide"][number])
