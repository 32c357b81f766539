"""How a conversation begins."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.menu import offer_menu
from actions.situation import Situation
from locales.registry import LANGUAGES

_ASKED_WHETHER_IT_IS_SAFE = {"greet", "try_out"}
_NOT_NOW = {"in_danger", "self_harm", "someone_watching", "come_back", "pause_not_known"}
"""Intents with which nobody is introduced to: danger can't wait, whoever watches must learn nothing, and whoever comes
back knows."""


class ActionSessionStart(Action):
    """Says once, first of all, that a machine answers and that nobody is asked for a name."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_session_start"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Introduce, unless the first message tells of danger or of somebody who watches."""
        heard = tracker.get_slot("session_started_metadata") or {}
        intent = heard.get("intent")
        if intent in _NOT_NOW:
            known = None if intent == "pause_not_known" else True  # it may be any number
            return [SessionStarted(), SlotSet("welcomed", known), ActionExecuted("action_listen")]
        dispatcher.utter_message(response="utter_intro")
        language = heard.get("language")
        if language and language.partition("-")[0] not in LANGUAGES:
            dispatcher.utter_message(response="utter_language_not_spoken", language=language)
        if intent in _ASKED_WHETHER_IT_IS_SAFE:
            return [SessionStarted(), ActionExecuted("action_listen")]
        dispatcher.utter_message(response="utter_hide_hint")
        return [SessionStarted(), SlotSet("welcomed", value=True), ActionExecuted("action_listen")]


class ActionGreet(Action):
    """Asks whoever only greets whether it is safe for them to write; at a second greeting offers the menu."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_greet"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Ask, or offer everything there is."""
        if tracker.get_slot("welcomed") or Situation.of(tracker).alarm:
            return offer_menu(dispatcher, tracker)
        dispatcher.utter_message(response="utter_ask_safe")
        return [SlotSet("welcomed", value=True)]


class ActionWelcome(Action):
    """Tells who answers, what can be done here and how to stop, once it is safe to; else nothing."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_welcome"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say it, or that later is fine."""
        if next(tracker.get_latest_entity_values("answer"), None) == "no":
            dispatcher.utter_message(response="utter_not_now")
            return [SlotSet("welcomed", None)]
        dispatcher.utter_message(response="utter_what_i_do")
        dispatcher.utter_message(response="utter_how_to_stop")
        return offer_menu(dispatcher, tracker)
