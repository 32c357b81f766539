"""Services and emergency numbers as values of responses."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from textwrap import shorten
from typing import Any

from babel.languages import get_official_languages
from rasa_sdk.executor import CollectingDispatcher

from actions.situation import Situation
from directory import Directory, EmergencyNumbers, Limitation, MatchKind, Need, Place, Proximity, ServiceResult
from locales.registry import LANGUAGES, SOURCE

Remark = dict[str, Any]
"""{"remark": the name of a word, and the values of its placeholders}."""

_MANDATORY = {
    "utter_remark_police_linked",
    "utter_remark_must_report",
    "utter_remark_police_must_report",
    "utter_remark_children",
    "utter_remark_women",
    "utter_remark_men",
    "utter_remark_nationality",
    "utter_remark_other_language",
    "utter_remark_stale",
    "utter_remark_unverified",
}
_MAX_SHORT = 3
"""Remarks in an SMS, unless more are mandatory; languages in a remark."""
_WEEKDAY_RANGE = timedelta(days=6)
"""Up to here a weekday is unambiguous."""
_DAYS_OF_MONTH = 30
_MIN_METRES = 10_000
"""Shortest distance that is reported: the town is known to a tenth of a degree, so its coordinates are up to 8 km off,
and the person may be anywhere in it."""
WITHOUT_POLICE = ("general", "ambulance", "police")
"""The kinds of emergency numbers for a person who does not want the police, or for whom they are part of the danger."""
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
"""What a short name leaves out: an abbreviation, a department."""
_MAX_NAME = 48
"""Characters of a short name."""
_LETTERS = 26
_MAX_HOURS = 40
"""Characters of usable opening hours; longer ones, and those with brackets, explain why they are uncertain."""


def remarks(service: ServiceResult, place: Place | None) -> list[Remark]:
    """Return all that a person at `place` should know of a service."""
    return [
        *confidentiality(service),
        *opening(service),
        *([remark(service.made_for)] if service.made_for else ()),
        *_nationality(service),
        *_languages(service),
        *_verification(service),
        *location(service, place),
    ]


def short_remarks(remarks: Iterable[Remark]) -> list[Remark]:
    """Return the remarks for an SMS, in their order: the mandatory ones, and others while there is room."""
    remarks = list(map(_shorten, remarks))
    mandatory = mandatory_remarks(remarks)
    optional = [remark for remark in remarks if remark not in mandatory][: max(0, _MAX_SHORT - len(mandatory))]
    return [remark for remark in remarks if remark in mandatory or remark in optional]


def mandatory_remarks(remarks: Iterable[Remark]) -> list[Remark]:
    """Return the remarks that are never left out, however short an SMS must be."""
    return [_shorten(remark) for remark in remarks if remark["remark"] in _MANDATORY]


def _shorten(remark: Remark) -> Remark:
    """Return a remark with the first of its languages only: some hotlines speak thirteen."""
    return {**remark, "languages": remark["languages"][:_MAX_SHORT]} if "languages" in remark else remark


def remark(name: str, **values: Any) -> Remark:
    """Return a remark by its name without prefix."""
    return {"remark": f"utter_remark_{name}", **values}


def confidentiality(service: ServiceResult) -> Iterator[Remark]:
    """Yield who else may learn what is said there, which may decide whether a person calls at all."""
    if service.mandatory_reporting:
        yield remark("police_must_report" if service.police_linked else "must_report")
    elif service.police_linked:
        yield remark("police_linked")
    elif service.state_linked and not service.consular:
        yield remark("state_linked")


def opening(service: ServiceResult) -> Iterator[Remark]:
    """Yield whether it is open now, or when it opens, in its local time."""
    if service.open_now and not service.round_the_clock:
        yield remark("open")
    if Limitation.CLOSED_NOW not in service.limitations:
        return
    opens = service.opens_next
    if opens is None:
        yield remark("closed")
    elif opens - datetime.now(UTC) < _WEEKDAY_RANGE:
        yield remark("closed_until", opens=opens.isoformat())
    else:
        yield remark("closed_until_day", day=opens.date().isoformat())


def _languages(service: ServiceResult) -> Iterator[Remark]:
    if Limitation.OTHER_LANGUAGE in service.limitations:
        yield remark("other_language", languages=list(service.languages))
    elif not service.languages:
        yield remark("languages_unknown")


def _nationality(service: ServiceResult) -> Iterator[Remark]:
    """Yield for whose people a service is, unless it is their state's own."""
    if service.nationalities and service.match_kind is not MatchKind.OWN_STATE:
        yield remark("nationality", country=service.nationalities[0])


def _verification(service: ServiceResult) -> Iterator[Remark]:
    if service.verified:
        return
    if Limitation.STALE in service.limitations and service.verified_at:
        yield remark("stale", count=max(1, (datetime.now(UTC) - service.verified_at).days // _DAYS_OF_MONTH))
    else:
        yield remark("unverified")


def location(service: ServiceResult, place: Place | None) -> Iterator[Remark]:
    """Yield where a service is, seen from the person's place."""
    if service.proximity is Proximity.INTERNATIONAL:
        yield remark("international")
    elif service.region and (place is None or service.region != place.region):
        yield remark("other_region", region=service.region)
    if service.distance_metres is not None:
        yield remark("distance", distance=max(service.distance_metres, _MIN_METRES))


def utter_country_question(
    dispatcher: CollectingDispatcher,
    response: str,
    *,
    likely: Sequence[str],
    may_refuse: bool = True,
    may_have_fled: bool = False,
) -> None:
    """Ask for a country with the `likely` ones as choices: and more for people who won't say or fled."""
    buttons = [
        {"title": f"country:{code}", "payload": f'/give_place{{"place": {{"country": "{code}"}}}}'} for code in likely
    ]
    if may_have_fled:
        buttons.append({"title": "utter_choice_fled", "payload": "/fled_home"})
    if may_refuse:
        buttons.append({"title": "utter_choice_no_place", "payload": '/give_place{"place": {"country": null}}'})
    dispatcher.utter_message(response=response, buttons=buttons)


def utter_place_confirmation(dispatcher: CollectingDispatcher, guess: Mapping[str, Any]) -> None:
    """Ask whether a place is meant whose name was spelt in an unusual way, with a choice for another."""
    yes = {"title": "utter_choice_yes", "payload": f"/give_place{json.dumps({'place': guess})}"}
    other = {"title": "utter_choice_other_place", "payload": "/give_place"}
    dispatcher.utter_message(
        response="utter_confirm_place", place=guess, country=guess["country"], buttons=[yes, other]
    )


def utter_emergency(
    dispatcher: CollectingDispatcher,
    response: str,
    numbers: EmergencyNumbers,
    kinds: Sequence[str],
    *,
    only_writing: bool,
) -> bool:
    """Say `response` with the country's emergency numbers of these kinds, in this order, and whether they are certain.

    A person who is `only_writing` is first told how to reach the emergency services without speaking. The ways that
    lead to the police come last if their number does, and are not named if it is not.

    If no number of these kinds is known, those of all kinds are said. Return False, and say nothing, if there is none.
    """
    emergency = _numbers(numbers, kinds) or _numbers(numbers, WITHOUT_POLICE)
    if not emergency:
        return False
    police_first = kinds[0] == "police"
    if only_writing:
        utter_silent_ways(dispatcher, numbers, police=police_first)
    dispatcher.utter_message(response=response, country=numbers.country, emergency=emergency)
    if numbers.confidence == "low":
        dispatcher.utter_message(response="utter_emergency_unsure")
    if only_writing and "police" in kinds and not police_first:
        utter_silent_police(dispatcher, numbers)
    return True


def _numbers(numbers: EmergencyNumbers, kinds: Iterable[str]) -> dict[str, list[str]]:
    return {kind: list(getattr(numbers, kind)) for kind in kinds if getattr(numbers, kind)}


def utter_silent_ways(dispatcher: CollectingDispatcher, numbers: EmergencyNumbers, *, police: bool) -> None:
    """Say which number takes an SMS in an emergency; with `police` also how to reach them without speaking."""
    if numbers.text:
        dispatcher.utter_message(response="utter_silent_text", country=numbers.country, numbers=list(numbers.text))
    if police:
        utter_silent_police(dispatcher, numbers)


def utter_silent_police(dispatcher: CollectingDispatcher, numbers: EmergencyNumbers) -> None:
    """Say how the police can be reached without speaking, by SMS or in a call; nothing if it is not known."""
    country = numbers.country
    if numbers.text_police:
        dispatcher.utter_message(
            response="utter_silent_text_police", country=country, numbers=list(numbers.text_police)
        )
    if numbers.silent_call:
        calls, keys = list(numbers.silent_call), numbers.silent_call_keys
        dispatcher.utter_message(response="utter_silent_call", country=country, numbers=calls, keys=keys)


def hotlines_for_everyone(
    directory: Directory, place: Place | None, situation: Situation, *, limit: int
) -> tuple[ServiceResult, ...]:
    """Return hotlines that talk to everybody: none for seafarers only."""
    lines = directory.find_hotlines(place, situation.helper_language, limit=limit + 12, person=situation.audiences)
    fitting = [line for line in lines if unfitness(line, situation) < UNFIT]
    return tuple(sorted(fitting, key=lambda line: unfitness(line, situation)))[:limit]


UNFIT, NEVER = 2, 3
"""From the first `unfitness` on a service is for others, from the second on it is of no use to the person."""


def unfitness(service: ServiceResult, situation: Situation) -> int:
    """Return 0 if a service is for the person, 1 if it may be, 2 if it is for others, 3 if it is not to be named."""
    if not (service.phones or service.sms or service.chat or service.email or service.url):
        return NEVER  # no number of theirs can be called from there
    if situation.avoids_police and service.police_linked and situation.need != Need.REPORT_CRIME:
        return UNFIT
    if "no_embassy" in situation.limits and service.consular:
        return UNFIT
    group = service.made_for
    if group is not None:
        return _unfitness_of_group(group, service, situation)
    if service.nationalities and service.match_kind is not MatchKind.OWN_STATE:
        home = situation.home_country or (situation.place.country if situation.place and situation.is_at_home else None)
        return 0 if home in service.nationalities else UNFIT if home else 1
    return 0


def _unfitness_of_group(group: str, service: ServiceResult, situation: Situation) -> int:
    if group == "seafarers":
        return 0 if situation.at_sea else NEVER
    if group == "children" and situation.is_adult:
        return NEVER
    if situation.audiences & frozenset(service.audiences):
        return 0
    return UNFIT if group in _MEMBERS_ONLY or situation.audiences else 1


_MEMBERS_ONLY = frozenset({"children", "lgbtq"})
"""Groups whose services are only for those who said that they belong to them."""


def letter(position: int) -> str:
    """Return the letter by which the service at a position, from 0, can be asked about."""
    return chr(ord("A") + position % _LETTERS)


def named_ids(services: Iterable[ServiceResult], before: Sequence[str] = ()) -> list[str]:
    """Return the ids of the services named so far, in the order of their letters."""
    return [*before, *(service.id for service in in_order(services))][:_LETTERS]


def named_before(line: Sequence[ServiceResult], before: Sequence[str]) -> tuple[list[str], int]:
    """Return the ids of the services named so far, with at most one more, and the position of that one.

    One that was named before keeps its letter; when no letter is left, they begin anew.
    """
    named = list(dict.fromkeys(named_ids(line, before)))
    if line and line[0].id not in named:
        named = named_ids(line)
    return named, named.index(line[0].id) if line else 0


def in_order(services: Iterable[ServiceResult]) -> list[ServiceResult]:
    """Return services in the order in which they are named: those of the person's own state last."""
    return sorted(services, key=lambda service: service.match_kind is MatchKind.OWN_STATE)


def utter_services(
    dispatcher: CollectingDispatcher,
    services: Iterable[ServiceResult],
    place: Place | None,
    language: str,
    *,
    first: int = 0,
) -> None:
    """Name each service with its letter, from the position `first` on; those of the person's own state after a warning.

    They may have fled from it.
    """
    warned = False
    for at, service in enumerate(in_order(services)):
        if service.match_kind is MatchKind.OWN_STATE and not warned:
            dispatcher.utter_message(response="utter_own_state")
            warned = True
        values = service_values(service, place, language)
        mark = f"{letter(first + at)}) "
        values |= {name: mark + values[name] for name in ("name", "short_name")}
        dispatcher.utter_message(response="utter_service", **values)


def service_values(service: ServiceResult, place: Place | None, language: str) -> dict[str, Any]:
    """Return the values of `utter_service` for a person at `place` who reads `language`."""
    phones = [phone.number for phone in service.phones]
    chats = [phone.number for phone in (*service.sms, *service.chat)]
    all_remarks = remarks(service, place)
    return {
        "name": readable_name(service, language),
        "short_name": short_name(service, language),
        "needs": [need.value for need in service.needs],
        "phones": phones,
        "chats": chats,
        "chat": [] if phones else chats,  # if there is room for one contact only
        "email": service.email,
        "website": service.url,
        "contact": None if phones or chats else service.url or service.email,
        "hours": usable_hours(service, language),
        # If nobody there speaks the person's language, a remark lists the languages.
        "languages": [] if Limitation.OTHER_LANGUAGE in service.limitations else list(service.languages),
        "remarks": all_remarks,
        "few_remarks": short_remarks(all_remarks),
        "must_remarks": mandatory_remarks(all_remarks),
    }


def short_name(service: ServiceResult, language: str) -> str:
    """Return the readable name as an SMS has room for it."""
    return shorten(_IN_BRACKETS.sub("", readable_name(service, language)), _MAX_NAME, placeholder="...")


def readable_name(service: ServiceResult, language: str) -> str:
    """Return the name in the country's own script to a person who reads it, else in Latin letters."""
    local = service.organization_local
    is_readable = service.country and language in get_official_languages(service.country) and language in LANGUAGES
    return (
        local
        if local and is_readable and _script(local) == _script(LANGUAGES[language].own_name)
        else service.organization
    )


def _script(text: str) -> str:
    """Return the Unicode name of the script of the first letter."""
    return next((unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha()), "")


def usable_hours(service: ServiceResult, language: str) -> str | None:
    """Return the opening hours, unless they are a note for staff, or in English for readers of another language."""
    if service.round_the_clock:
        return "24/7"
    if language != SOURCE and any(map(str.isalpha, service.hours or "")):
        return None
    is_usable = service.hours and len(service.hours) <= _MAX_HOURS and "(" not in service.hours
    return service.hours if is_usable else None
