"""Find services and name them, three at a time."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asking import offer_menu
from actions.asks_directory import AsksDirectory
from actions.danger import answer_danger
from actions.presenting import utter_emergency, utter_services, utter_with_countries
from actions.situation import DANGER, SELF_HARM, Situation
from directory import Found, Need, Rung

Events = list[dict[str, Any]]

_HEADINGS = {
    Rung.REGION: "utter_services_near",
    Rung.COUNTRY: "utter_services_in_country",
    Rung.INTERNATIONAL: "utter_services_anywhere",
}


class ActionFindServices(AsksDirectory, Action):
    """Names the first services for the person's need and place; never nothing."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_find_services"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say a heading, the services and what can be done next."""
        situation = Situation.of(tracker)
        kind = situation.alarm or situation.need
        if kind in {DANGER, SELF_HARM}:
            return answer_danger(self.directory, dispatcher, situation, kind)
        need = Need(situation.need or Need.HUMAN)
        page = self.directory.find_services(need, situation.place, situation.helper_language)
        found = _for_whom_it_may_be(need, page)
        _utter_heading(dispatcher, situation, need, found)
        utter_services(dispatcher, found.services, situation.place, situation.language)
        _utter_after(dispatcher, situation, found)
        return [SlotSet("shown", len(page.services)), SlotSet("unanswered", 0)]


class ActionMoreServices(AsksDirectory, Action):
    """Names the next services of the same search."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_more_services"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Go on where the last search stopped; without one, ask what is needed."""
        situation = Situation.of(tracker)
        if situation.need is None:
            return offer_menu(dispatcher, tracker)
        # Whoever was in danger asks for more people to call.
        need = Need.HUMAN if situation.need in {DANGER, SELF_HARM} else Need(situation.need)
        page = self.directory.find_services(need, situation.place, situation.helper_language, offset=situation.shown)
        found = _for_whom_it_may_be(need, page)
        utter_services(dispatcher, found.services, situation.place, situation.language)
        if found.services:
            _utter_after(dispatcher, situation, found)
        else:
            dispatcher.utter_message(response="utter_no_more_services")
        return [SlotSet("shown", situation.shown + len(page.services))]


def _for_whom_it_may_be(need: Need, found: Found) -> Found:
    """Leave lines for seafarers out where somebody only wants to talk to a human: they say nothing of the sea.

    What is left out counts as passed all the same, so that the next page begins behind it.
    """
    if need not in {Need.HUMAN, Need.COUNSELLING}:
        return found
    return replace(found, services=tuple(s for s in found.services if s.made_for != "seafarers"))


def _utter_heading(dispatcher: CollectingDispatcher, situation: Situation, need: Need, found: Found) -> None:
    """Say what follows: as near as was found, or who else may help where nobody offers exactly this."""
    for_anybody_near = [s for s in found.services if s.rung is not Rung.INTERNATIONAL and s.made_for is None]
    if found.emergency and not for_anybody_near:
        utter_emergency(dispatcher, "utter_no_service", found.emergency, ("police", "ambulance", "general"))
    if not found.services:
        return
    first = found.services[0]
    if need in first.needs:
        country = situation.place and situation.place.country
        heading = _HEADINGS[first.rung]
        dispatcher.utter_message(response=heading, need=need.value, place=situation.named, country=country)
    else:
        dispatcher.utter_message(response="utter_services_instead", need=need.value)


def _utter_after(dispatcher: CollectingDispatcher, situation: Situation, found: Found) -> None:
    """Say what can be done next; whoever has not said where they are may still say it."""
    if situation.place is None:
        utter_with_countries(dispatcher, "utter_more_with_country", may_refuse=False)
    else:
        dispatcher.utter_message(response="utter_after_services" if found.more else "utter_after_last_services")
