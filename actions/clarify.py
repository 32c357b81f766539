"""Respond to a message that was not understood: choices, other choices, then hotlines."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DirectoryAction, Events, entity_value
from actions.checks import repeat_question
from actions.likely_countries import likely_countries
from actions.pagination import CHOICES
from actions.service_formatting import hotlines_for_everyone, utter_country_question, utter_services
from actions.situation import Situation


class ActionClarify(DirectoryAction, Action):
    """Offers choices twice, each time in other words, and hotlines the third time.

    Whoever tells a story is thanked for it first.
    """

    def name(self) -> str:
        return "action_clarify"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        situation = Situation.from_tracker(tracker)
        if situation.misunderstood == 0 and repeat_question(dispatcher, tracker):
            return [SlotSet("misunderstood", 1)]
        if situation.named and not situation.misunderstood and not (entity_value(tracker, "facts") or {}).get("asks"):
            # After services were named, most of what is no question is a remark: an apology would only disturb.
            dispatcher.utter_message(
                response="utter_still_here",
                buttons=[CHOICES[name] for name in ("hotline", "other_place", "other_help")],
            )
            return [SlotSet("misunderstood", 1)]
        if not situation.misunderstood and (entity_value(tracker, "facts") or {}).get("story"):
            dispatcher.utter_message(response="utter_thank_for_telling")
            dispatcher.utter_message(response="utter_ask_need")
            return [SlotSet("misunderstood", 1)]
        if situation.misunderstood < 2:  # noqa: PLR2004 - the third time
            dispatcher.utter_message(response=("utter_clarify", "utter_clarify_again")[situation.misunderstood])
            return [SlotSet("misunderstood", situation.misunderstood + 1)]
        if situation.place is None:
            # A person who picks a country then gets its hotlines.
            utter_country_question(
                dispatcher, "utter_hand_over_where", likely=likely_countries(situation), may_refuse=False
            )
            return [SlotSet("misunderstood", 0), SlotSet("need", situation.alarm or "human")]
        dispatcher.utter_message(response="utter_hand_over")
        hotlines = hotlines_for_everyone(self.directory, situation.place, situation, limit=2)
        utter_services(dispatcher, hotlines, situation.place, situation.written_language)
        dispatcher.utter_message(
            response="utter_still_here", buttons=[CHOICES[name] for name in ("other_place", "other_help")]
        )
        return [SlotSet("misunderstood", 0)]
