"""How a conversation begins."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, AllSlotsReset, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from locales.registry import LANGUAGES

_NOT_NOW = {"in_danger", "self_harm", "someone_watching"}
"""Intents with which nobody is introduced to: danger can't wait, and whoever watches must learn nothing."""


class ActionSessionStart(Action):
    """Says once, first of all, that a machine answers and that nobody is asked for a name."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_session_start"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Introduce, unless the first message tells of danger or of somebody who watches."""
        heard = tracker.get_slot("session_started_metadata") or {}
        if heard.get("intent") not in _NOT_NOW:
            dispatcher.utter_message(response="utter_intro")
            language = heard.get("language")
            if language and language.partition("-")[0] not in LANGUAGES:
                dispatcher.utter_message(response="utter_language_not_spoken", language=language)
        return [SessionStarted(), ActionExecuted("action_listen")]


class ActionErase(Action):
    """Forgets what the person told, at their word; only the language stays, so that they can read that it is done."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_erase"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Empty every slot and say what can't be erased from here."""
        dispatcher.utter_message(response="utter_erased")
        kept = [SlotSet(name, tracker.get_slot(name)) for name in ("language", "language_chosen")]
        return [AllSlotsReset(), *kept]
