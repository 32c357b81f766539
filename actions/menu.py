"""The menu: everything that the bot offers."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Events
from actions.likely_countries import likely_countries
from actions.service_formatting import utter_country_question
from actions.situation import Situation


def offer_menu(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """Offer the menu, in changing words if the person has not asked for it; with an open alarm ask for the country."""
    situation = Situation.from_tracker(tracker)
    if situation.alarm:
        utter_country_question(dispatcher, situation.alarm_question, likely=likely_countries(situation))
        return []
    times = 0 if situation.intent == "ask_menu" else tracker.get_slot("menus") or 0
    menus = ("utter_ask_need", "utter_ask_need_again", "utter_clarify_again")
    dispatcher.utter_message(response=menus[times % len(menus)])
    return [SlotSet("menus", times + 1)]


class ActionMenu(Action):
    """Offers the menu."""

    def name(self) -> str:
        return "action_menu"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        return offer_menu(dispatcher, tracker)
