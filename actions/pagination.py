"""Services a page at a time, and what can be done after each."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher

from actions.service_formatting import utter_with_countries
from actions.situation import Situation
from directory import Audience, Directory, Found, FoundService, Need

PAGE = 3
"""Services that are named at a time."""

CHOICES = {
    name: {"title": f"utter_choice_{name}", "payload": payload}
    for name, payload in {
        "more": "/more_options",
        "more_people": "/more_options",
        "what_to_say": "/ask_what_to_say",
        "no_trace": "/call_without_trace",
        "only_write": "/cannot_speak",
        "other_place": "/other_place",
        "other_language": "/other_language",
        "from_home": "/help_from_home",
        "hotline": "/talk_to_person",
        "other_help": "/ask_menu",
    }.items()
}
"""What can be done after services, by the word that names it."""

_MOST = 60
"""Services among which an order of our own is made: more than most countries have for a need."""

FOR = {
    frozenset({Audience.GIRLS, Audience.BOYS}): "children",
    frozenset({Audience.GIRLS}): "children",
    frozenset({Audience.BOYS}): "children",
    frozenset({Audience.WOMEN}): "women",
    frozenset({Audience.MEN}): "men",
    frozenset({Audience.LGBTQ}): "lgbtq",
}
"""Of whom a service may be made for alone, by what is known of who needs help."""


_SHUT_TO = {"men": {"women", "children"}, "women": {"men", "children"}}
"""Whom grown-ups are not sent to."""


def page_of(directory: Directory, situation: Situation, need: Need, *, offset: int = 0, limit: int = PAGE) -> Found:
    """Return a page of services.

    To somebody of whom it is known who they are, services for people like them come first and those for others last;
    to somebody who can't speak, before that, those who can be written to.
    """
    them = FOR.get(situation.audiences)
    if not situation.only_writing and not them:
        return _found(directory, situation, need, offset, limit)
    found = _found(directory, situation, need, 0, _MOST)
    known = list(found.services)
    if them in _SHUT_TO:
        known = [service for service in known if service.made_for not in _SHUT_TO[them]]
    if them == "children":
        known = [*_lines_for_children(directory, situation, known), *known]
    ordered = sorted(known, key=lambda service: _distance(service, situation, them))
    return replace(
        found, services=tuple(ordered[offset : offset + limit]), more=len(ordered) > offset + limit or found.more
    )


def _distance(service: FoundService, situation: Situation, them: str | None) -> tuple[bool, int]:
    """Return how far down a service stands: who can't be written to, then who is made for others, come later."""
    made_for = service.made_for
    strange = 1 if made_for is None else 0 if made_for == them else 2
    return situation.only_writing and not can_be_written_to(service), strange if them else 0


def _lines_for_children(
    directory: Directory, situation: Situation, known: Sequence[FoundService]
) -> Iterator[FoundService]:
    """Yield the children's line of the place that is not among those known: it helps with everything."""
    lines = directory.find_hotlines(situation.place, situation.helper_language, 10, person=situation.audiences)
    there = {service.id for service in known}
    yield from [line for line in lines if line.made_for == "children" and line.id not in there][:1]


def can_be_written_to(service: FoundService) -> bool:
    """Tell whether somebody can reach it without speaking."""
    return bool(service.sms or service.chat)


def utter_after(
    dispatcher: CollectingDispatcher,
    situation: Situation,
    found: Found,
    need: Need,
    *,
    nobody_speaks: bool = False,
) -> None:
    """Say what can be done next; whoever has not said where they are may still say it.

    Where `nobody_speaks` their language, help in another one or from the person's own country is offered too,
    unless they fled from that or were asked for it already.
    """
    if situation.place is None:
        response = "utter_more_with_country" if found.services else "utter_hand_over_where"
        utter_with_countries(dispatcher, response, may_refuse=False)
        return
    if not found.services:
        dispatcher.utter_message(response="utter_nobody_named", buttons=[CHOICES["other_place"], CHOICES["other_help"]])
        return
    names = [
        *(["more"] if found.more else []),
        "what_to_say",
        *(["no_trace"] if need is Need.HUMAN else []),
        *([] if situation.only_writing else ["only_write"] if need is Need.HUMAN else []),
        *(["other_language"] if nobody_speaks else []),
        *(["from_home"] if nobody_speaks and not situation.home_country_asked and not situation.fled else []),
        "other_place",
        *([] if need is Need.HUMAN else ["hotline"]),
        "other_help",
    ]
    dispatcher.utter_message(response="utter_after_services", buttons=[CHOICES[name] for name in names])


def _found(directory: Directory, situation: Situation, need: Need, offset: int, limit: int) -> Found:
    return directory.find_services(
        need,
        situation.place,
        situation.helper_language,
        person=situation.audiences,
        nationality=None if situation.fled else situation.home_country,
        offset=offset,
        limit=limit,
    )
