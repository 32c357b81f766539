"""Found services and emergency numbers as values of responses."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from textwrap import shorten
from typing import Any

from babel.languages import get_official_languages
from rasa_sdk.executor import CollectingDispatcher

from actions.situation import Situation
from directory import Directory, EmergencyNumbers, FoundService, Lack, Place, Rung, Why
from locales.registry import LANGUAGES, SOURCE

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


MEKONG = ("TH", "KH", "LA", "MM", "VN", "CN")
"""Countries offered as choices; any other can be written."""

_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
"""What a name can do without where there is no room: an abbreviation, a part of the house."""

_LONGEST_NAME = 48
"""Characters of a name where there is no room."""

_LONGEST_HOURS = 40
"""Characters of printed hours that a person can use; longer ones, and brackets, say why they are doubtful."""


def utter_with_countries(
    dispatcher: CollectingDispatcher, response: str, *, may_refuse: bool = True, may_have_fled: bool = False
) -> None:
    """Ask for a country with choices; with `may_refuse` one need not say, with `may_have_fled` one fled from it."""
    buttons = [
        {"title": f"country:{code}", "payload": f'/give_place{{"place": {{"country": "{code}"}}}}'} for code in MEKONG
    ]
    if may_have_fled:
        buttons.append({"title": "utter_choice_fled", "payload": "/fled_home"})
    if may_refuse:
        buttons.append({"title": "utter_choice_no_place", "payload": '/give_place{"place": {"country": null}}'})
    dispatcher.utter_message(response=response, buttons=buttons)


def utter_emergency(
    dispatcher: CollectingDispatcher, response: str, numbers: EmergencyNumbers, kinds: Iterable[str]
) -> bool:
    """Say `response` with the country's emergency numbers of these kinds, in this order, and how sure they are.

    Return False, and say nothing, where none is known.
    """
    emergency = {kind: list(getattr(numbers, kind)) for kind in kinds if getattr(numbers, kind)}
    if not emergency:
        return False
    dispatcher.utter_message(response=response, country=numbers.country, emergency=emergency)
    if numbers.confidence == "low":
        dispatcher.utter_message(response="utter_emergency_unsure")
    return True


def hotlines_for_anybody(
    directory: Directory, place: Place | None, situation: Situation, *, limit: int
) -> tuple[FoundService, ...]:
    """Return hotlines for somebody who needs no more than a human: none for seafarers alone."""
    lines = directory.find_hotlines(place, situation.helper_language, limit=limit + 3, person=situation.audiences)
    return tuple(line for line in lines if line.made_for != "seafarers")[:limit]


def utter_services(
    dispatcher: CollectingDispatcher, services: Iterable[FoundService], place: Place | None, language: str
) -> None:
    """Name each service; those of the person's own state last, behind a warning, since they may have fled it."""
    named = list(services)
    own_state = [service for service in named if service.why is Why.OWN_STATE]
    for service in named:
        if service not in own_state:
            dispatcher.utter_message(response="utter_service", **service_values(service, place, language))
    if own_state:
        dispatcher.utter_message(response="utter_own_state")
    for service in own_state:
        dispatcher.utter_message(response="utter_service", **service_values(service, place, language))


def service_values(service: FoundService, place: Place | None, language: str) -> dict[str, Any]:
    """Return the values of `utter_service` for someone at `place` who reads `language`."""
    phones = [phone.number for phone in service.phones]
    chats = [phone.number for phone in (*service.sms, *service.chat)]
    said = remarks(service, place)
    name = _name(service, language)
    return {
        "name": name,
        "short_name": shorten(_IN_BRACKETS.sub("", name), _LONGEST_NAME, placeholder="..."),
        "needs": [need.value for need in service.needs],
        "phones": phones,
        "chats": chats,
        "chat": [] if phones else chats,  # where there is room for one way only
        "email": service.email,
        "website": service.url,
        "contact": None if phones or chats else service.url or service.email,
        "hours": _hours(service, language),
        # Where nobody there speaks the person's language, a remark says which ones they do.
        "languages": [] if Lack.OTHER_LANGUAGE in service.lacks else list(service.languages),
        "remarks": said,
        "few_remarks": fewest(said),
        "must_remarks": indispensable(said),
    }


def _name(service: FoundService, language: str) -> str:
    """Return the name in the country's own script for those who read it, else the one that anybody can spell."""
    local = service.organization_local
    read = service.country and language in get_official_languages(service.country) and language in LANGUAGES
    return local if local and read and _script(local) == _script(LANGUAGES[language].own_name) else service.organization


def _script(text: str) -> str:
    """Return what Unicode calls the script of the first letter."""
    return next((unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha()), "")


def _hours(service: FoundService, language: str) -> str | None:
    """Return the hours, unless what was printed is a note for staff, or English to who reads another language."""
    if service.round_the_clock:
        return "24/7"
    if language != SOURCE and any(map(str.isalpha, service.hours or "")):
        return None
    plain = service.hours and len(service.hours) <= _LONGEST_HOURS and "(" not in service.hours
    return service.hours if plain else None
