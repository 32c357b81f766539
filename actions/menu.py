"""Everything there is, offered."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.service_formatting import utter_with_countries
from actions.situation import Situation

Events = list[dict[str, Any]]


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
