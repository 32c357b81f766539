"""Speak another language."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.situation import Situation
from locales.registry import LANGUAGES


class ActionChangeLanguage(Action):
    """Changes to the language that was asked for, or asks which."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_change_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Change, and go on in the new language."""
        language = next(tracker.get_latest_entity_values("language"), None)
        if language is None:
            buttons = [
                {"title": f"language:{code}", "payload": f'/change_language{{"language": "{code}"}}'}
                for code in LANGUAGES
            ]
            dispatcher.utter_message(response="utter_ask_language", buttons=buttons)
            return []
        spoken = language in LANGUAGES
        dispatcher.utter_message(
            response="utter_language_changed" if spoken else "utter_language_not_spoken", language=language
        )
        if not Situation.of(tracker).form_is_active:  # a form puts its own question again
            dispatcher.utter_message(response="utter_ask_need")
        if not spoken:  # go on in the language that is read, and look for people who speak the other
            return [SlotSet("helper_language", language)]
        return [SlotSet("language", language), SlotSet("language_chosen", value=True), SlotSet("helper_language", None)]
