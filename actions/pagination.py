"""Pages of services, and the choices after each page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher

from actions.likely_countries import likely_countries
from actions.service_formatting import NEVER, UNFIT, unfitness, utter_country_question
from actions.situation import Situation
from directory import Audience, Directory, MatchKind, Need, SearchResult, ServiceResult

PAGE = 3
"""Services on one page."""

CHOICES = {
    name: {"title": f"utter_choice_{name}", "payload": payload}
    for name, payload in {
        "more": "/more_options",
        "more_people": "/more_options",
        "what_to_say": "/ask_what_to_say",
        "no_trace": "/call_without_trace",
        "only_write": "/cannot_speak",
        "for_woman": '/choose_person{"person": "woman"}',
        "for_man": '/choose_person{"person": "man"}',
        "for_child": '/choose_person{"person": "child"}',
        "silent": "/advice_silent",
        "in_danger": "/in_danger",
        "images": "/advice_images",
        "other_place": "/other_place",
        "other_language": "/other_language",
        "from_home": "/help_from_home",
        "hotline": "/talk_to_person",
        "other_help": "/ask_menu",
    }.items()
}
"""The choices after a page, by name."""
_FOR_WHOM = ("for_woman", "for_man", "for_child")

_MAX_SEARCHED = 30
"""Services among which those that were not named yet are looked for."""
_MAX_SORTED = 60
"""Services that are sorted by audience: more than most countries have for one need."""

_INSTEAD = (Need.HUMAN, Need.LEGAL_HELP, Need.IMMIGRATION, Need.COUNSELLING, Need.CRISIS_SUPPORT)
"""Needs whose services are named where there are none for the need: they know who else there is."""
_OF_THE_MIND = frozenset({Need.COUNSELLING, Need.CRISIS_SUPPORT})
"""Needs whose services are the last to know who else there is: a crisis line frees nobody."""

AUDIENCE_GROUPS = {
    frozenset({Audience.GIRLS, Audience.BOYS}): "children",
    frozenset({Audience.GIRLS}): "children",
    frozenset({Audience.BOYS}): "children",
    frozenset({Audience.WOMEN}): "women",
    frozenset({Audience.MEN}): "men",
    frozenset({Audience.LGBTQ}): "lgbtq",
}
"""The group that a service may be reserved for, by what is known of who needs help."""


def find_page(
    directory: Directory, situation: Situation, need: Need, *, offset: int = 0, limit: int = PAGE
) -> SearchResult:
    """Return a page of services.

    If the audience is known, services for it come first and those for others last; for a person who can't speak,
    services that accept text messages come before all others.
    """
    group = AUDIENCE_GROUPS.get(situation.audiences)
    result = _search(directory, situation, need, 0, _MAX_SORTED)
    fitting = _fitting(result.services, situation)
    for other in _INSTEAD if not fitting else ():  # a line for anybody rather than one for others
        if other is not need and not fitting:
            fitting = _instead(directory, situation, other)
    if situation.only_writing and not any(map(accepts_text, fitting)):
        fitting = [*_to_write_to(directory, situation, need)[:1], *fitting]
    if situation.place and fitting:
        fitting = _with_one_nearby(directory, situation, need, fitting)
    services = fitting or [each for each in result.services if unfitness(each, situation) < NEVER]
    if situation.is_child or situation.other_person == "child":
        lines = list(_lines_for_children(directory, situation, services))
        at = 0 if all(_may_speak(line, situation) for line in lines) else 1
        services = [*services[:at], *lines, *services[at:]]
    ordered = list(_sort(services, situation, group))
    return replace(
        result, services=tuple(ordered[offset : offset + limit]), more=len(ordered) > offset + limit or result.more
    )


def _instead(directory: Directory, situation: Situation, need: Need) -> list[ServiceResult]:
    """Return services that may know who else there is; for papers only the person's own state does."""
    abroad = replace(situation, home_country=situation.home_country or situation.home_by_language)
    fitting = _fitting(_search(directory, abroad, need, 0, _MAX_SORTED).services, situation)
    return [each for each in fitting if need is not Need.IMMIGRATION or each.match_kind is MatchKind.OWN_STATE]


def _to_write_to(directory: Directory, situation: Situation, need: Need) -> list[ServiceResult]:
    """Return services of other needs that can be written to, the likeliest to help first."""
    found = (each for other in _INSTEAD if other is not need for each in _instead(directory, situation, other))
    return [each for each in found if accepts_text(each)]


def _with_one_nearby(
    directory: Directory, situation: Situation, need: Need, services: list[ServiceResult]
) -> list[ServiceResult]:
    """Return services of which the second is in the person's country, where all others are abroad or of their state.

    None that must report takes that place: it is further from what was asked for than the others. A crisis line comes
    third.
    """
    country = situation.place and situation.place.country
    if any(each.country == country and each.match_kind is not MatchKind.OWN_STATE for each in services):
        return services
    for other in _INSTEAD:
        if other is not need:
            found = _instead(directory, situation, other)
            ids = {each.id for each in services}
            near = [
                each
                for each in found
                if each.country == country and each.id not in ids and not each.mandatory_reporting
            ]
            if near:
                if other in _OF_THE_MIND:
                    return [*services[:2], near[0], *services[2:]]
                return [services[0], near[0], *services[1:]]
    return services


def _fitting(services: Sequence[ServiceResult], situation: Situation) -> list[ServiceResult]:
    """Return the services that are not for others, by what the person told."""
    return [service for service in services if unfitness(service, situation) < UNFIT]


def _sort(services: Sequence[ServiceResult], situation: Situation, group: str | None) -> Iterator[ServiceResult]:
    """Yield services, best first; those of the person's own state stay where the search put them, behind another.

    For a person who can't speak they are sorted as well.
    """
    fixed = {each.id for each in services if each.match_kind is MatchKind.OWN_STATE and not situation.only_writing}
    others = (each for each in services if each.id not in fixed)
    ordered = iter(sorted(others, key=lambda service: _sort_key(service, situation, group)))
    yield from (each if each.id in fixed else next(ordered) for each in services)


def _sort_key(service: ServiceResult, situation: Situation, group: str | None) -> tuple[bool, bool, bool, bool, int]:
    """Sort to the end: services for others, without text messages, of the police, tried ones, not for the group."""
    is_for_group = service.made_for == group and _may_speak(service, situation)
    rank = 0 if is_for_group else 1 if service.made_for in {None, group} else 2
    return (
        unfitness(service, situation) >= UNFIT,
        situation.only_writing and not accepts_text(service),
        situation.avoids_police and service.police_linked,
        service.id in situation.tried,
        rank if group else unfitness(service, situation),
    )


def _lines_for_children(
    directory: Directory, situation: Situation, services: Sequence[ServiceResult]
) -> Iterator[ServiceResult]:
    """Yield the children's hotline of the place if it is not among the services: it helps with everything."""
    lines = directory.find_hotlines(situation.place, situation.helper_language, 10, person=situation.audiences)
    ids = {service.id for service in services}
    yield from [line for line in lines if line.made_for == "children" and line.id not in ids][:1]


def untried_services(directory: Directory, situation: Situation, limit: int) -> tuple[ServiceResult, ...]:
    """Return services that were neither named nor tried: of the person's need, then those that talk or advise."""
    known = {*situation.named, *situation.tried}
    needs = dict.fromkeys([Need(situation.open_need or Need.HUMAN), Need.HUMAN, Need.LEGAL_HELP])
    pages = (find_page(directory, situation, need, limit=_MAX_SEARCHED).services for need in needs)
    return tuple({each.id: each for page in pages for each in page if each.id not in known}.values())[:limit]


def _may_speak(service: ServiceResult, situation: Situation) -> bool:
    """Return whether a service speaks the person's language, or may do so."""
    return not service.languages or service.interpretation is not None or situation.helper_language in service.languages


def takes_others(services: Sequence[ServiceResult], situation: Situation) -> bool:
    """Return whether services are for other people than the person is known to be."""
    person = situation.audiences
    return bool(person) and any(each.audiences and not person.intersection(each.audiences) for each in services)


def accepts_text(service: ServiceResult) -> bool:
    """Return whether the service can be contacted without speaking."""
    return bool(service.sms or service.chat)


def utter_next_steps(
    dispatcher: CollectingDispatcher,
    situation: Situation,
    result: SearchResult,
    need: Need,
    *,
    is_language_missing: bool = False,
) -> None:
    """Offer the next steps; ask for the country if it is not known.

    With `is_language_missing`, no service speaks the person's language: help in another language is offered too, and
    from their own country unless they fled from it, were asked for it before, or it is among the services anyway.
    """
    if situation.place is None:
        response = "utter_more_with_country" if result.services else "utter_hand_over_where"
        utter_country_question(dispatcher, response, likely=likely_countries(situation), may_refuse=False)
        return
    if not result.services:
        dispatcher.utter_message(response="utter_nobody_named", buttons=[CHOICES["other_place"], CHOICES["other_help"]])
        return
    if situation.is_audience_unknown and need is Need.SHELTER and any(each.made_for for each in result.services):
        more = ["more"] if result.more else []
        names = [*more, *_FOR_WHOM, "what_to_say", "other_place", "other_help"]
        dispatcher.utter_message(response="utter_after_services", buttons=[CHOICES[name] for name in names])
        return
    is_home_known = situation.is_home_country_requested or situation.home_country is not None
    may_offer_home_country = not is_home_known and not situation.has_fled
    names = [
        *(["more"] if result.more else []),
        "what_to_say",
        *(["no_trace"] if need is Need.HUMAN else []),
        *([] if situation.only_writing else ["only_write"] if need is Need.HUMAN else []),
        *(["other_language"] if is_language_missing else []),
        *(["from_home"] if is_language_missing and may_offer_home_country else []),
        "other_place",
        *([] if need is Need.HUMAN else ["hotline"]),
        "other_help",
    ]
    dispatcher.utter_message(response="utter_after_services", buttons=[CHOICES[name] for name in names])


def _search(directory: Directory, situation: Situation, need: Need, offset: int, limit: int) -> SearchResult:
    return directory.find_services(
        need,
        situation.place,
        situation.helper_language,
        person=situation.audiences,
        nationality=None if situation.has_fled else situation.home_country,
        offset=offset,
        limit=limit,
    )
