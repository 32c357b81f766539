"""The start of a conversation, and its language."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Events, entity_value
from actions.menu import offer_menu
from actions.situation import Situation
from locales.registry import LANGUAGES

_SAFETY_QUESTION_INTENTS = {"greet", "try_out"}
_NO_INTRODUCTION_INTENTS = {
    "in_danger",
    "self_harm",
    "possible_danger",
    "someone_watching",
    "come_back",
    "pause_not_known",
    "erase_chat",
    "prying",
}
"""First intents that get no introduction: danger can't wait, a watcher must learn nothing, a person who comes back
knows it, and nothing is to stand on a screen that is being cleared."""


class ActionSessionStart(Action):
    """Says once, before anything else, that a machine answers and that no name is needed."""

    def name(self) -> str:
        return "action_session_start"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        metadata = tracker.get_slot("session_started_metadata") or {}
        intent = metadata.get("intent")
        if intent in _NO_INTRODUCTION_INTENTS:
            is_welcomed = None if intent == "pause_not_known" else True  # it may be any number
            return [SessionStarted(), SlotSet("welcomed", is_welcomed), ActionExecuted("action_listen")]
        dispatcher.utter_message(response="utter_intro")
        language = metadata.get("language")
        if language and language.partition("-")[0] not in LANGUAGES:
            dispatcher.utter_message(response="utter_language_not_spoken", language=language)
        if intent in _SAFETY_QUESTION_INTENTS:
            return [SessionStarted(), ActionExecuted("action_listen")]
        return [SessionStarted(), SlotSet("welcomed", value=True), ActionExecuted("action_listen")]


class ActionGreet(Action):
    """Asks after a mere greeting whether it is safe to write; after a second one offers the menu."""

    def name(self) -> str:
        return "action_greet"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        if tracker.get_slot("welcomed") or Situation.from_tracker(tracker).alarm:
            return offer_menu(dispatcher, tracker)
        dispatcher.utter_message(response="utter_ask_safe")
        return [SlotSet("welcomed", value=True)]


class ActionWelcome(Action):
    """Explains what the bot does and how to stop, once it is safe to write."""

    def name(self) -> str:
        return "action_welcome"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        if entity_value(tracker, "answer") == "no":
            dispatcher.utter_message(response="utter_not_now")
            return [SlotSet("welcomed", None)]
        dispatcher.utter_message(response="utter_what_i_do")
        dispatcher.utter_message(response="utter_how_to_stop")
        return [*offer_menu(dispatcher, tracker), SlotSet("hint_given", value=True)]


class ActionChangeLanguage(Action):
    """Changes to the requested language, or asks which one."""

    def name(self) -> str:
        return "action_change_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        language = entity_value(tracker, "language")
        if language is None:
            buttons = [
                {"title": f"language:{code}", "payload": f'/change_language{{"language": "{code}"}}'}
                for code in LANGUAGES
            ]
            dispatcher.utter_message(response="utter_ask_language", buttons=buttons)
            return []
        has_catalogue = language in LANGUAGES
        dispatcher.utter_message(
            response="utter_language_changed" if has_catalogue else "utter_language_not_spoken", language=language
        )
        if not Situation.from_tracker(tracker).form_is_active:  # a form repeats its own question
            dispatcher.utter_message(response="utter_ask_need")
        if not has_catalogue:  # continue in the old language, and search for services that speak the other
            return [SlotSet("helper_language", language)]
        return [SlotSet("language", language), SlotSet("language_chosen", value=True), SlotSet("helper_language", None)]
