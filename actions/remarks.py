"""What a person should know of a service before they get in touch, most important first."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from directory import FoundService, Lack, Place, Rung

Remark = dict[str, Any]
"""{"remark": the name of a word, and the values of its placeholders}."""

_NEVER_LEFT_OUT = {
    "utter_remark_police_linked",
    "utter_remark_must_report",
    "utter_remark_police_must_report",
    "utter_remark_children",
    "utter_remark_women",
    "utter_remark_men",
    "utter_remark_other_language",
    "utter_remark_stale",
    "utter_remark_unverified",
}
_FEW = 3
"""Remarks of an SMS, if no more of them must be said."""
_NAMED_BY_WEEKDAY = timedelta(days=6)
"""So far ahead a weekday says which day is meant."""
_MONTH = 30
"""Days: how long ago a check was is said in months."""
_NEAREST_METRES = 10_000
"""Nobody is told that they are nearer: the town that somebody named is known to a tenth of a degree, so that its point
lies up to 8 km off, and they may be anywhere in it."""


def remarks(service: FoundService, place: Place | None) -> list[Remark]:
    """Return everything that should be known of a service by someone at `place`."""
    return [
        *_who_hears(service),
        *_open_or_closed(service),
        *([_word(service.made_for)] if service.made_for else ()),
        *_languages(service),
        *_unchecked(service),
        *_where(service, place),
    ]


def fewest(said: Iterable[Remark]) -> list[Remark]:
    """Return the remarks for an SMS, in their order: those that are never left out, and others while there is room."""
    all_of_them = list(said)
    must = indispensable(all_of_them)
    may = [one for one in map(_short, all_of_them) if one not in must][: max(0, _FEW - len(must))]
    return [one for one in map(_short, all_of_them) if one in must or one in may]


def indispensable(said: Iterable[Remark]) -> list[Remark]:
    """Return the remarks that are never left out, however short an SMS must be."""
    return [_short(one) for one in said if one["remark"] in _NEVER_LEFT_OUT]


def _short(remark: Remark) -> Remark:
    """Return a remark with the first of its languages only: some lines speak thirteen."""
    return {**remark, "languages": remark["languages"][:_FEW]} if "languages" in remark else remark


def _word(name: str, **values: Any) -> Remark:
    return {"remark": f"utter_remark_{name}", **values}


def _who_hears(service: FoundService) -> Iterator[Remark]:
    """Yield who else may learn what is said there: it may decide whether a person calls at all."""
    if service.mandatory_reporting:
        yield _word("police_must_report" if service.police_linked else "must_report")
    elif service.police_linked:
        yield _word("police_linked")


def _open_or_closed(service: FoundService) -> Iterator[Remark]:
    """Yield that it is open now, or closed and when it opens, in the time of the place where it is."""
    if service.open_now and not service.round_the_clock:
        yield _word("open")
    if Lack.CLOSED_NOW not in service.lacks:
        return
    opens = service.opens_next
    if opens is None:
        yield _word("closed")
    elif opens - datetime.now(UTC) < _NAMED_BY_WEEKDAY:
        yield _word("closed_until", opens=opens.isoformat())
    else:
        yield _word("closed_until_day", day=opens.date().isoformat())


def _languages(service: FoundService) -> Iterator[Remark]:
    if Lack.OTHER_LANGUAGE in service.lacks:
        yield _word("other_language", languages=list(service.languages))
    elif not service.languages:
        yield _word("languages_unknown")


def _unchecked(service: FoundService) -> Iterator[Remark]:
    if service.verified:
        return
    if Lack.STALE in service.lacks and service.verified_at:
        yield _word("stale", count=max(1, (datetime.now(UTC) - service.verified_at).days // _MONTH))
    else:
        yield _word("unverified")


def _where(service: FoundService, place: Place | None) -> Iterator[Remark]:
    if service.rung is Rung.INTERNATIONAL:
        yield _word("international")
    elif service.region and (place is None or service.region != place.region):
        yield _word("other_region", region=service.region)
    if service.distance_metres is not None:
        yield _word("distance", distance=max(service.distance_metres, _NEAREST_METRES))
