"""What somebody tells of their situation, or asks about it."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asks_directory import AsksDirectory
from actions.danger import answer_danger
from actions.situation import Situation

_ANSWERS = {
    "describe_exploitation": "utter_exploitation",
    "check_job_offer": "utter_job_offer",
    "know_rights": "utter_rights",
    "help_someone_else": "utter_someone_else",
    "say_feeling": "utter_feeling",
}


class ActionAnswerSituation(AsksDirectory, Action):
    """Answers what was told or asked, and says what can be done about it."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_answer_situation"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say it; behind it comes what is still due to somebody who told of danger."""
        situation = Situation.of(tracker)
        dispatcher.utter_message(response=_ANSWERS[situation.intent])
        if situation.alarm:
            return answer_danger(self.directory, dispatcher, situation, situation.alarm)
        return [SlotSet("place", situation.named)] if situation.named else []
