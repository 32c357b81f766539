"""How a conversation begins."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, SessionStarted
from rasa_sdk.executor import CollectingDispatcher

from locales.registry import LANGUAGES

_NO_TIME = {"in_danger", "self_harm"}
"""Intents that can't wait for an introduction."""


class ActionSessionStart(Action):
    """Says once, first of all, that a machine answers and that nobody is asked for a name."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_session_start"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Introduce, unless the first message tells of danger."""
        heard = tracker.get_slot("session_started_metadata") or {}
        if heard.get("intent") not in _NO_TIME:
            dispatcher.utter_message(response="utter_intro")
            language = heard.get("language")
            if language and language.partition("-")[0] not in LANGUAGES:
                dispatcher.utter_message(response="utter_language_not_spoken", language=language)
        return [SessionStarted(), ActionExecuted("action_listen")]
