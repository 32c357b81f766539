"""The form that asks for what is missing, and what its questions share."""

from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.directory_action import AsksDirectory
from actions.pagination import PAGE
from actions.situation import CHILDREN, Situation
from directory import Audience, Directory, FoundService, Need

NO_ANSWER = {"give_place", "nlu_fallback", "out_of_scope", "affirm"}
"""Intents with which a question was answered, but not so that we could use it."""

_WOMEN, _MEN = frozenset({Audience.WOMEN}), frozenset({Audience.MEN})

_SAID_FIRST = {"report_crime": "utter_before_report", "i_am_a_child": "utter_child"}
"""What is said before the form goes on, by intent; elsewhere the rules say it (rules/find_help.yml)."""

Events = list[dict[str, Any]]


class ActionNotAnAnswer(Action):
    """Says nothing: it stands in the rules where what was said is no answer to the form's question.

    Rasa applies no rule that leads from an intent straight back to the form that is active.
    """

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_not_an_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Leave it to the form to put its question in another way."""
        return []


class ValidateFindHelpForm(AsksDirectory, FormValidationAction):
    """Says what the form still has to ask, and keeps no more of an answer than is needed."""

    def __init__(self, directory: Directory | None = None) -> None:
        """Ask `directory` whether it matters for whom a bed is."""
        AsksDirectory.__init__(self, directory)
        FormValidationAction.__init__(self)

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "validate_find_help_form"

    async def next_requested_slot(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any] | None:
        """End the form where nothing is missing that would change the answer; pass over what would not.

        Else leave it to Rasa what is next: a slot named here would already stand as asked for when it is first asked.
        """
        situation = Situation.of(tracker)
        missing = [slot for slot in self.domain_slots(domain) if tracker.get_slot(slot) is None]
        needed = [slot for slot in missing if self._is_needed(slot, situation)]
        if needed[:1] == missing[:1]:
            return None
        return dict(SlotSet("requested_slot", needed[0] if needed else None))

    def _is_needed(self, slot: str, situation: Situation) -> bool:
        if slot == "person":
            return self._person_matters(situation)
        return slot != "home_country" or situation.needs_home_country

    def _person_matters(self, situation: Situation) -> bool:
        """Tell whether the first beds that would be named differ between women, men and children."""
        if situation.need != Need.SHELTER or situation.place is None or not situation.may_be_anybody:
            return False
        pages = {tuple(service.id for service in self._beds(situation, person)) for person in (_WOMEN, _MEN, CHILDREN)}
        return len(pages) > 1

    def _beds(self, situation: Situation, person: frozenset[Audience]) -> tuple[FoundService, ...]:
        return self.directory.find_services(
            Need.SHELTER, situation.place, situation.helper_language, person=person, limit=PAGE
        ).services

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Say first what the rules can't: Rasa passes them over where the same message answers the form's question."""
        response = _SAID_FIRST.get(Situation.of(tracker).intent)
        if response and response not in _actions_of_the_turn(tracker):
            dispatcher.utter_message(response=response)
        events: Events = await super().get_validation_events(dispatcher, tracker, domain)
        return events

    def validate_place(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Keep a place that was found; one that was said but that we don't know is asked for again."""
        return {"place": value if isinstance(value, dict) else None}

    def validate_home_country(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Keep the country and nothing else: which town somebody comes from is nobody's business."""
        return {"home_country": {"country": value.get("country")} if isinstance(value, dict) else None}


def tries(tracker: Tracker, *, slot: str) -> int:
    """Return how often this question has been answered in vain, the present answer included."""
    situation = Situation.of(tracker)
    stood = tracker.get_slot("requested_slot") == slot and situation.form_is_active
    return situation.unanswered + 1 if stood and situation.intent in NO_ANSWER else 0


def give_up(slot: str, value: Any) -> Events:
    """End the form with this value, which lets the rules go on to the search."""
    return [SlotSet(slot, value), SlotSet("unanswered", 0), SlotSet("requested_slot", None), ActiveLoop(None)]


def _actions_of_the_turn(tracker: Tracker) -> Iterator[str]:
    """Yield the names of the actions since the person wrote, the last one first."""
    for event in takewhile(lambda event: event["event"] != "user", reversed(tracker.events)):
        if event["event"] == "action":
            yield event["name"]
