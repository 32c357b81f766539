"""Find services and name them, three at a time."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asking import offer_menu
from actions.asks_directory import AsksDirectory
from actions.danger import answer_danger
from actions.from_home import answer_from_home
from actions.pages import page_of, utter_after
from actions.presenting import utter_emergency, utter_services
from actions.situation import DANGER, SELF_HARM, Situation
from directory import Found, Lack, Need, Reason, Rung, Why

Events = list[dict[str, Any]]

_HEADINGS = {
    Rung.NEAR: "utter_services_near",
    Rung.REGION: "utter_services_in_region",
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
        if situation.wants_home:
            return answer_from_home(self.directory, dispatcher, situation, need)
        page = page_of(self.directory, situation, need)
        found = _for_whom_it_may_be(need, page)
        _utter_heading(dispatcher, situation, need, found)
        utter_services(dispatcher, found.services, situation.place, situation.language)
        utter_after(dispatcher, situation, found, from_home=_nobody_speaks(found))
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
        page = page_of(self.directory, situation, need, offset=situation.shown)
        found = _for_whom_it_may_be(need, page)
        utter_services(dispatcher, found.services, situation.place, situation.language)
        if found.services:
            utter_after(dispatcher, situation, found)
        else:
            dispatcher.utter_message(response="utter_no_more_services")
        return [SlotSet("shown", situation.shown + len(page.services))]


def _nobody_speaks(found: Found) -> bool:
    """Tell whether nobody on a page is known to speak the person's language."""
    return not any(Reason.SPEAKS_LANGUAGE in service.reasons for service in found.services)


def _for_whom_it_may_be(need: Need, found: Found) -> Found:
    """Leave lines for seafarers out where somebody only wants to talk to a human: they say nothing of the sea.

    What is left out counts as passed all the same, so that the next page begins behind it.
    """
    if need not in {Need.HUMAN, Need.COUNSELLING}:
        return found
    return replace(found, services=tuple(s for s in found.services if s.made_for != "seafarers"))


def _utter_heading(dispatcher: CollectingDispatcher, situation: Situation, need: Need, found: Found) -> None:
    """Say what follows: as near as was found, or who else may help where nobody offers exactly this."""
    independent = [service for service in found.services if service.why is not Why.OWN_STATE]
    near = [s for s in independent if s.rung is not Rung.INTERNATIONAL and Lack.FOR_OTHERS not in s.lacks]
    if found.emergency and not near:
        utter_emergency(dispatcher, "utter_no_service", found.emergency, ("police", "ambulance", "general"))
    if not found.services:
        return
    named = independent or list(found.services)
    # A hotline may stand before a service for exactly this that is linked to the police: it was found all the same.
    first = next((service for service in named if need in service.needs), named[0])
    if need in first.needs:
        country = situation.place and situation.place.country
        heading = _HEADINGS[first.rung]
        dispatcher.utter_message(response=heading, need=need.value, place=situation.named, country=country)
    else:
        dispatcher.utter_message(response="utter_services_instead", need=need.value)
