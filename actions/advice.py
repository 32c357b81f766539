"""Advice on one question: what to think of before leaving, whether to pay, what to do about photographs."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DirectoryAction, Events, entity_value
from actions.call_script import utter_local_script
from actions.danger import answer_danger
from actions.service_formatting import utter_silent_ways
from actions.situation import Situation
from directory import Need

_OF_RANSOM = frozenset({"advice_pay", "advice_images", "advice_debt"})
"""What is asked about the money or the pictures of captors is about somebody whom they hold."""


class ActionAdvise(DirectoryAction, Action):
    """Says what is known on the topic of the intent, for which no place is needed."""

    def name(self) -> str:
        return "action_advise"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Answer; an open alarm is answered after it."""
        situation = Situation.from_tracker(tracker)
        country = situation.place.country if situation.place else situation.country_hint
        if situation.intent == "advice_silent" and country:
            utter_silent_ways(dispatcher, self.directory.emergency_numbers(country), police=True)
        asks_of_ransom = situation.intent in _OF_RANSOM and situation.is_ransom
        dispatcher.utter_message(response="utter_family" if asks_of_ransom else f"utter_{situation.intent}")
        if situation.intent == "advice_message":
            utter_local_script(dispatcher, situation)
        if situation.alarm:
            return answer_danger(self.directory, dispatcher, situation, situation.alarm)
        facts = entity_value(tracker, "facts") or {}
        is_at_home = situation.intent == "advice_missing" and not facts.get("countries") and situation.country_hint
        if not (facts.get("story") and (situation.place or is_at_home)) or situation.named:
            return []
        # Whoever tells what happens and where needs somebody who helps beside the advice; a relative is at home.
        place = [] if situation.place else [SlotSet("place", {"country": situation.country_hint})]
        return [*place, SlotSet("need", situation.open_need or Need.HUMAN.value), FollowupAction("find_help_form")]
