"""The two questions of the form, each put at most twice and never twice in the same words."""

from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.presenting import utter_with_countries
from actions.situation import Situation

_SURE_OF_FAREWELL = 0.65
"""Confidence from which a no or a goodbye is believed."""

_NO_ANSWER = {"give_place", "nlu_fallback", "out_of_scope", "affirm"}
"""Intents with which a question was answered, but not so that we could use it."""

Events = list[dict[str, Any]]


class ActionAskNeed(Action):
    """Asks what the person needs; after two answers that we don't understand, looks for a human."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_ask_need"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask, ask again, or go on without an answer."""
        tries = _tries(tracker, slot="need")
        if tries > 1:
            return [*_give_up("need", "human"), SlotSet("place", tracker.get_slot("place") or {"country": None})]
        dispatcher.utter_message(response="utter_ask_need_again" if tries else "utter_ask_need")
        return [SlotSet("unanswered", tries)]


class ActionAskPlace(Action):
    """Asks where the person is; after two answers that name no place we know, goes on without."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_ask_place"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask, ask for the country, or go on without an answer."""
        tries = _tries(tracker, slot="place")
        if tries > 1:
            return _give_up("place", {"country": None})
        alarm = Situation.of(tracker).alarm
        first = f"utter_{alarm}_somewhere" if alarm else "utter_ask_place"
        utter_with_countries(dispatcher, "utter_ask_country" if tries else first)
        return [SlotSet("unanswered", tries)]


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
            response = f"utter_{situation.alarm}_anywhere"
        elif situation.confidence < _SURE_OF_FAREWELL:
            return offer_menu(dispatcher, tracker)
        else:
            response = "utter_goodbye" if situation.intent == "goodbye" else "utter_no_problem"
        dispatcher.utter_message(response=response)
        return [SlotSet("alarm", None)]


class ActionNotAnAnswer(Action):
    """Says nothing: it stands in the rules where what was said is no answer to the form's question.

    Rasa applies no rule that leads from an intent straight back to the form that is active.
    """

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_not_an_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Leave it to the form to put its question in another way."""
        return []


class ValidateFindHelpForm(FormValidationAction):
    """Takes a place out again that was said but that we don't know, so that it is asked for."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "validate_find_help_form"

    def validate_place(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Keep a place that was found."""
        return {"place": value if isinstance(value, dict) else None}


def offer_menu(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """Say the menu; never the same three times in a row to somebody who didn't ask for it."""
    situation = Situation.of(tracker)
    if situation.alarm:
        utter_with_countries(dispatcher, f"utter_{situation.alarm}_somewhere")
        return []
    times = 0 if situation.intent == "ask_menu" else tracker.get_slot("menus") or 0
    menus = ("utter_ask_need", "utter_ask_need_again", "utter_clarify_again")
    dispatcher.utter_message(response=menus[times % len(menus)])
    return [SlotSet("menus", times + 1)]


def _tries(tracker: Tracker, *, slot: str) -> int:
    """Return how often this question has been answered in vain, the present answer included."""
    situation = Situation.of(tracker)
    stood = tracker.get_slot("requested_slot") == slot and situation.form_is_active
    return situation.unanswered + 1 if stood and situation.intent in _NO_ANSWER else 0


def _give_up(slot: str, value: Any) -> Events:
    """End the form with this value, which lets the rules go on to the search."""
    return [SlotSet(slot, value), SlotSet("unanswered", 0), SlotSet("requested_slot", None), ActiveLoop(None)]
