"""Find services and name them."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.directory_action import AsksDirectory
from actions.menu import offer_menu
from actions.service_results import name_more, name_services
from actions.situation import Situation
from locales.registry import LANGUAGES

Events = list[dict[str, Any]]


class ActionFindServices(AsksDirectory, Action):
    """Names the first services for the person's need and place; never nothing."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_find_services"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say a heading, the services and what can be done next."""
        return name_services(self.directory, dispatcher, Situation.of(tracker))


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
        return name_more(self.directory, dispatcher, situation)


class ActionHelperLanguage(AsksDirectory, Action):
    """Asks in which other language somebody can talk, and looks again for people who speak that one."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_helper_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask, or take the answer."""
        situation = Situation.of(tracker)
        language = next(tracker.get_latest_entity_values("language"), None)
        if language:
            found = name_services(self.directory, dispatcher, replace(situation, helper_language=language))
            return [SlotSet("helper_language", language), *found]
        buttons = [
            {"title": f"language:{code}", "payload": f'/helper_language{{"language": "{code}"}}'}
            for code in LANGUAGES
            if code != situation.language
        ]
        dispatcher.utter_message(response="utter_ask_helper_language", buttons=buttons)
        return []
