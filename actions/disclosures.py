"""What somebody tells of their situation or of themself, or asks about it."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.danger import answer_danger
from actions.directory_action import AsksDirectory
from actions.situation import Situation

Events = list[dict[str, Any]]

_ANSWERS = {
    "describe_exploitation": "utter_exploitation",
    "check_job_offer": "utter_which_offer",
    "help_someone_else": "utter_someone_else",
}
_TO = {"man": "utter_for_men", "boy": "utter_for_men", "lgbtq": "utter_for_lgbtq"}
"""What is said to somebody who says what they are; to others as to everybody."""


class ActionAnswerSituation(AsksDirectory, Action):
    """Answers what was told or asked, and says what can be done about it."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_answer_situation"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say it; behind it comes what is still due to somebody who told of danger."""
        situation = Situation.of(tracker)
        if situation.intent == "say_feeling":
            feeling = next(tracker.get_latest_entity_values("feeling"), None)
            dispatcher.utter_message(response=f"utter_feeling_{feeling}" if feeling else "utter_feeling")
            if not situation.alarm:  # else the question where they are comes behind it
                dispatcher.utter_message(response="utter_after_feeling")
        else:
            dispatcher.utter_message(response=_ANSWERS[situation.intent])
        if situation.alarm:
            return answer_danger(self.directory, dispatcher, situation, situation.alarm)
        return [SlotSet("place", situation.named)] if situation.named else []


class ActionSayWho(Action):
    """Answers somebody who said what they are: they are welcome."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_say_who"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say it; the form goes on."""
        gender = Situation.of(tracker).gender
        dispatcher.utter_message(response=_TO.get(gender or "", "utter_for_everybody"))
        return [SlotSet("shown", 0)]


class ActionSomeoneElse(Action):
    """Says how to help a child or an adult, and makes room for where they are."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_someone_else"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say it; a place that was told before may have been the writer's own."""
        whom = Situation.of(tracker).whom or "adult"
        dispatcher.utter_message(response=f"utter_other_{whom}")
        return [SlotSet("need", "human"), SlotSet("person", None), SlotSet("place", None)]


class ActionInsult(Action):
    """Answers an insult calmly, and not twice in the same words."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_insult"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say that we are still here."""
        times = tracker.get_slot("insults") or 0
        dispatcher.utter_message(response=("utter_insult", "utter_insult_again")[times % 2])
        return [SlotSet("insults", times + 1)]
