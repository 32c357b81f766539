"""The questions of the form, each put at most twice and never twice in the same words."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.form import NO_ANSWER, Events, give_up, tries
from actions.goodbye_and_privacy import say_goodbye
from actions.menu import offer_menu
from actions.service_formatting import utter_with_countries
from actions.situation import Situation

_SURE_OF_FAREWELL = 0.65
"""Confidence from which a no or a goodbye is believed."""


class ActionAskNeed(Action):
    """Asks what the person needs; after two answers that we don't understand, looks for a human."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_ask_need"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask, ask again, or go on without an answer."""
        vain = tries(tracker, slot="need")
        if vain > 1:
            return [*give_up("need", "human"), SlotSet("place", tracker.get_slot("place") or {"country": None})]
        dispatcher.utter_message(response="utter_ask_need_again" if vain else "utter_ask_need")
        return [SlotSet("unanswered", vain)]


class ActionAskPlace(Action):
    """Asks where the person is; after two answers that name no place we know, goes on without."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_ask_place"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask, ask for the country, or go on without an answer."""
        vain = tries(tracker, slot="place")
        if vain > 1:
            return give_up("place", {"country": None})
        situation = Situation.of(tracker)
        asks = "utter_ask_place_other" if situation.whom else "utter_ask_place"
        first = f"utter_{situation.alarm}_somewhere" if situation.alarm else asks
        utter_with_countries(dispatcher, "utter_ask_country" if vain else first)
        return [SlotSet("unanswered", vain)]


class ActionAskPerson(Action):
    """Asks once for whom a bed is, where that changes which are named; they need not say."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_ask_person"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask, or go on without an answer."""
        if tries(tracker, slot="person"):
            return give_up("person", "unsaid")
        dispatcher.utter_message(response="utter_ask_person")
        return [SlotSet("unanswered", 0)]


class ActionAskHomeCountry(Action):
    """Asks once which country the person is from, to find what their own state offers; they need not say.

    Somebody who fled that state must not be pressed, so any answer that names no country is a no.
    """

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_ask_home_country"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask, or go on without an answer."""
        situation = Situation.of(tracker)
        if situation.fled or (tracker.get_slot("home_country_asked") and situation.intent in NO_ANSWER):
            return give_up("home_country", {"country": None})
        utter_with_countries(dispatcher, "utter_ask_home_country", may_have_fled=True)
        return [SlotSet("home_country_asked", value=True), SlotSet("unanswered", 0)]


class ActionMenu(Action):
    """Offers everything there is, and other words where the same menu was of no use."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_menu"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say the menu."""
        return offer_menu(dispatcher, tracker)


class ActionFarewell(Action):
    """Takes a no or a goodbye as it is, where it surely is one.

    A plea that is misread as a no sends somebody away. In danger a no only means that the
    person won't say where they are.
    """

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_farewell"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Leave the person in peace, or ask what they mean."""
        situation = Situation.of(tracker)
        if situation.alarm:
            dispatcher.utter_message(response=f"utter_{situation.alarm}_anywhere")
            return [SlotSet("alarm", None)]
        if situation.confidence < _SURE_OF_FAREWELL:
            return offer_menu(dispatcher, tracker)
        if situation.intent != "goodbye":
            dispatcher.utter_message(response="utter_no_problem")
            return []
        return say_goodbye(dispatcher, tracker)
