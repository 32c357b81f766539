"""Find services and name them."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DirectoryAction, Events, entity_value
from actions.danger import answer_danger
from actions.menu import offer_menu
from actions.pagination import PAGE, accepts_text, find_page, utter_next_steps
from actions.rights_pages import RightsAction
from actions.service_formatting import named_ids, utter_emergency, utter_services
from actions.situation import DANGER, SELF_HARM, Situation
from actions.usage import outcome_of, record_more, record_request
from directory import Directory, Limitation, MatchKind, Need, Proximity, Reason, SearchResult
from locales.registry import LANGUAGES

_HEADINGS = {
    Proximity.NEAR: "utter_services_near",
    Proximity.REGION: "utter_services_in_region",
    Proximity.COUNTRY: "utter_services_in_country",
    Proximity.INTERNATIONAL: "utter_services_anywhere",
}


def name_home_services(
    directory: Directory, dispatcher: CollectingDispatcher, situation: Situation, need: Need
) -> Events:
    """Name the services of the person's own state, if they asked for them after the first page.

    These are part of the same search result. If there is more than a page of them, the next page starts after the last
    one named here: another service may be named twice, and none is skipped.
    """
    if situation.home_country is None:
        dispatcher.utter_message(response="utter_no_problem")
        return []
    result = find_page(directory, situation, need, limit=situation.shown_count + PAGE)
    of_state = tuple(service for service in result.services if service.match_kind is MatchKind.OWN_STATE)
    own_state = of_state[:PAGE]
    if not own_state:
        dispatcher.utter_message(response="utter_no_own_state", country=situation.home_country)
        return []
    utter_services(dispatcher, own_state, situation.place, situation.written_language, first=len(situation.named))
    record_more(directory, situation, own_state)
    utter_next_steps(dispatcher, situation, result, need)
    more = len(of_state) > PAGE
    return [
        SlotSet("shown", result.services.index(own_state[-1]) + 1 if more else situation.shown_count + len(own_state)),
        SlotSet("named", named_ids(own_state, situation.named)),
    ]


def name_services(
    directory: Directory,
    dispatcher: CollectingDispatcher,
    situation: Situation,
    *,
    utter_beside: Callable[[], None] = lambda: None,
) -> Events:
    """Name the first services; an open alarm is answered instead. Something is always said.

    `utter_beside` is called after the services: what it says stands before the choices.
    """
    kind = situation.alarm or situation.need
    if kind in {DANGER, SELF_HARM}:
        return answer_danger(directory, dispatcher, situation, kind)
    need = Need(situation.need or Need.HUMAN)
    if situation.wants_home_help:
        return name_home_services(directory, dispatcher, situation, need)
    result = find_page(directory, situation, need)
    _utter_heading(dispatcher, situation, need, result)
    if situation.only_writing and result.services:
        has_text = any(accepts_text(service) for service in result.services)
        dispatcher.utter_message(response="utter_text_first" if has_text else "utter_no_text_lines")
    utter_services(dispatcher, result.services, situation.place, situation.written_language)
    utter_beside()
    if not situation.has_hint:
        dispatcher.utter_message(response="utter_hide_hint")
    utter_next_steps(dispatcher, situation, result, need, is_language_missing=_is_language_missing(result))
    record_request(directory, situation, need.value, outcome_of(need, result, situation), result.services)
    shown = [SlotSet("shown", len(result.services)), SlotSet("named", named_ids(result.services))]
    return [*shown, SlotSet("unanswered", 0), SlotSet("hint_given", value=True)]


def name_more(directory: Directory, dispatcher: CollectingDispatcher, situation: Situation) -> Events:
    """Name the next services of the same search, or the last ones again and that there are no more.

    "Give me the numbers" is often a plea for those that went lost. Assumes that a need is known.
    """
    # After danger the person asks for more people to call.
    of_danger = {DANGER: Need.HUMAN, SELF_HARM: Need.CRISIS_SUPPORT}
    need = of_danger.get(situation.need or "") or Need(situation.need or Need.HUMAN)
    result = find_page(directory, situation, need, offset=situation.shown_count)
    utter_services(dispatcher, result.services, situation.place, situation.written_language, first=len(situation.named))
    record_more(directory, situation, result.services)
    if result.services:
        utter_next_steps(dispatcher, situation, result, need)
    else:
        named = directory.describe_services(situation.named, situation.place, situation.helper_language)
        at = max(len(named) - PAGE, 0)
        utter_services(dispatcher, named[at:], situation.place, situation.written_language, first=at)
        dispatcher.utter_message(response="utter_no_more_services")
    return [
        SlotSet("shown", situation.shown_count + len(result.services)),
        SlotSet("named", named_ids(result.services, situation.named)),
    ]


def _is_language_missing(result: SearchResult) -> bool:
    """Return whether no service on the page is known to speak the person's language."""
    return not any(Reason.SPEAKS_LANGUAGE in service.reasons for service in result.services)


def _utter_heading(dispatcher: CollectingDispatcher, situation: Situation, need: Need, result: SearchResult) -> None:
    """Say how near the services are, or that they offer something else than was asked for."""
    independent = [service for service in result.services if service.match_kind is not MatchKind.OWN_STATE]
    near = [
        s
        for s in independent
        if s.proximity is not Proximity.INTERNATIONAL and Limitation.FOR_OTHERS not in s.limitations
    ]
    if result.emergency and not near:
        kinds = ("general", "ambulance") if situation.avoids_police else ("police", "ambulance", "general")
        utter_emergency(dispatcher, "utter_no_service", result.emergency, kinds, only_writing=situation.only_writing)
    if not result.services:
        return
    named = independent or list(result.services)
    # A hotline may come before a service for this need that is linked to the police; the need is met all the same.
    first = next((service for service in named if need in service.needs), named[0])
    if need in first.needs:
        country = situation.place and situation.place.country
        heading = _HEADINGS[first.proximity]
        dispatcher.utter_message(response=heading, need=need.value, place=situation.place_slot, country=country)
    else:
        if need is Need.MEDICAL_HELP:
            dispatcher.utter_message(response="utter_rights_medical_care")
        dispatcher.utter_message(response="utter_services_instead", need=need.value)


class ActionFindServices(RightsAction, Action):
    """Names the first services for the person's need and place, and says what the law says on what they ask beside."""

    def name(self) -> str:
        return "action_find_services"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        situation = Situation.from_tracker(tracker)
        answer = partial(self.utter_answer_beside, dispatcher, tracker, situation)
        return name_services(self.directory, dispatcher, situation, utter_beside=answer)


class ActionMoreServices(DirectoryAction, Action):
    """Names the next services of the same search."""

    def name(self) -> str:
        return "action_more_services"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Without a search before, name others than those that were named, or offer the menu."""
        situation = Situation.from_tracker(tracker)
        if situation.need is None:
            return [FollowupAction("action_other_options")] if situation.named else offer_menu(dispatcher, tracker)
        return name_more(self.directory, dispatcher, situation)


class ActionHelperLanguage(DirectoryAction, Action):
    """Asks which other language the person speaks, and searches again for services in that language."""

    def name(self) -> str:
        return "action_helper_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        situation = Situation.from_tracker(tracker)
        language = entity_value(tracker, "language")
        if language:
            events = name_services(self.directory, dispatcher, replace(situation, helper_language=language))
            return [SlotSet("helper_language", language), *events]
        buttons = [
            {"title": f"language:{code}", "payload": f'/helper_language{{"language": "{code}"}}'}
            for code in LANGUAGES
            if code != situation.language
        ]
        dispatcher.utter_message(response="utter_ask_helper_language", buttons=buttons)
        return []
