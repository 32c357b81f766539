"""What places, needs and the other words of the numbers are called."""

from datetime import date
from typing import Final

from directory.domain.usage import NOT_SAID, Kind, Outcome, Whom
from directory.search import Need
from directory.staff.crud.filters import NEEDS
from directory.staff.i18n import N_, country_name, day, gettext, language_name, spoken
from directory.staff.service_entry.coverage_form import region_name
from directory.statistics.periods import last_day

_WORDS: Final = {
    Whom.CHILDREN: N_("Children"),
    Whom.WOMEN: N_("Women"),
    Whom.MEN: N_("Men"),
    Whom.LGBTQ: N_("LGBTQ+ people"),
    Whom.NOT_TOLD: N_("not told"),
    Kind.WORK: N_("At work"),
    Kind.CHILD: N_("Of a child"),
    Kind.OFFER: N_("By an offer"),
    Kind.MARRIAGE: N_("In a marriage"),
    Kind.ONLINE: N_("Online"),
    NOT_SAID: N_("not told"),
}
_NETWORKS: Final = {"sms": "SMS", "telegram": "Telegram", "whatsapp": "WhatsApp"}
_OUTCOMES: Final = {
    Outcome.REFERRED: N_("Told of places that help"),
    Outcome.NOTHING_SUITABLE: N_("Nothing suitable in their country"),
    Outcome.HUMAN_ASKED: N_("Asked for a human"),
    Outcome.DANGER: N_("In danger: told whom to call"),
}


def place_name(code: str) -> str:
    """Return the name of a country or region, or that it was not told."""
    if not code:
        return gettext(_WORDS[NOT_SAID])
    return region_name(code, spoken()) if "-" in code else country_name(code)


def need_name(need: str) -> str:
    """Return what a need is called."""
    return gettext(NEEDS[Need(need)])


def period_name(period: str) -> str:
    """Return the days of a period."""
    return f"{day(date.fromisoformat(period))} – {day(date.fromisoformat(last_day(period)))}"


def name_of(column: str, value: str) -> str:
    """Return what a value of a column of the numbers is called."""
    if column == "language":
        return language_name(value)
    if column == "outcome":
        return gettext(_OUTCOMES[Outcome(value)])
    return _NETWORKS.get(value) or gettext(_WORDS[value])
