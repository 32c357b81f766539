"""Answers to what a person tells about their situation or themself."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DirectoryAction, Events, entity_value, needs_in_message
from actions.danger import answer_danger
from actions.form import is_probably_at_home
from actions.pagination import takes_others
from actions.situation import Situation

_ANSWERS = {
    "describe_exploitation": "utter_exploitation",
    "help_someone_else": "utter_someone_else",
}
_FOR_GENDER = {"man": "utter_for_men", "boy": "utter_for_men", "lgbtq": "utter_for_lgbtq"}
"""Responses by what the person said of themself; all others get the general one."""
_OF_THE_SITUATION = frozenset({
    "limits", "only_writing", "whom", "person", "gender", "age", "child", "home_country", "at_sea", "place", "fled",
})  # fmt: skip
"""Slots that a correction may change."""


class ActionAnswerSituation(DirectoryAction, Action):
    """Answers a disclosure or question, and says what can be done about it."""

    def name(self) -> str:
        return "action_answer_situation"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Answer; an open alarm is answered after it."""
        situation = Situation.from_tracker(tracker)
        if situation.intent == "say_feeling":
            feeling = entity_value(tracker, "feeling")
            dispatcher.utter_message(response=f"utter_feeling_{feeling}" if feeling else "utter_feeling")
            if not situation.alarm:  # with an alarm, the question where they are follows
                dispatcher.utter_message(response="utter_after_feeling")
        elif situation.intent == "help_someone_else" and situation.other_person:
            return _answer_helper(dispatcher, situation)
        elif (
            situation.intent == "describe_exploitation" and not situation.alarm and _can_be_referred(tracker, situation)
        ):
            dispatcher.utter_message(response="utter_thank_for_telling")
            needs = [need for need in needs_in_message(tracker, domain) if need != "human"]
            is_of_wages = (entity_value(tracker, "facts") or {}).get("rights_question") == "wages"
            otherwise = situation.open_need or ("work" if is_of_wages else "human")
            return [
                SlotSet("need", next(iter(needs), otherwise)),
                SlotSet("shown", 0),
                FollowupAction("find_help_form"),
            ]
        else:
            dispatcher.utter_message(response=_ANSWERS[situation.intent])
        if situation.alarm:
            return answer_danger(self.directory, dispatcher, situation, situation.alarm)
        # Whoever then says only where they are has told what they need somebody for.
        need = [SlotSet("need", situation.open_need or "human")] if situation.intent == "describe_exploitation" else []
        return [*need, *([SlotSet("place", situation.place_slot)] if situation.place_slot else [])]


def _can_be_referred(tracker: Tracker, situation: Situation) -> bool:
    """Return whether it is known where the person is, or probably the country of their phone."""
    is_at_home = bool(situation.country_hint) and is_probably_at_home(tracker, situation)
    return situation.place is not None or is_at_home


def _answer_helper(dispatcher: CollectingDispatcher, situation: Situation) -> Events:
    """Answer a person who told for whom they write: what to do, then who can help with what they asked for."""
    of_age = "child" if situation.other_person == "child" else "adult"
    dispatcher.utter_message(response="utter_family" if situation.is_ransom else f"utter_other_{of_age}")
    place = [SlotSet("place", situation.place_slot)] if situation.place_slot else []
    return [SlotSet("need", situation.open_need or "human"), *place, FollowupAction("find_help_form")]


class ActionCorrect(DirectoryAction, Action):
    """Acknowledges what a person corrected or added, and goes on with what they wanted."""

    def name(self) -> str:
        return "action_correct"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Search again with what is known now; without a need, ask for it.

        What was known already changes nothing, and what a story tells first corrects nothing.
        """
        is_story = bool((entity_value(tracker, "facts") or {}).get("story"))
        if _has_changed_slots(tracker, known_only=is_story):
            dispatcher.utter_message(response="utter_corrected")
        situation = Situation.from_tracker(tracker)
        if situation.other_person and situation.need is None:
            return _answer_helper(dispatcher, situation)
        return [SlotSet("shown", 0), FollowupAction("find_help_form")]


def _has_changed_slots(tracker: Tracker, *, known_only: bool) -> bool:
    """Return whether the message changed what is known of the situation, or only what was known before.

    The last event of its kind tells the value.
    """
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for event in tracker.events:
        if event["event"] == "user":
            before |= after
            after = {}
        elif event["event"] == "slot" and event["name"] in _OF_THE_SITUATION:
            after[event["name"]] = event["value"]
    return any(
        (before.get(name) or None) != (value or None)
        for name, value in after.items()
        if before.get(name) or not known_only
    )


class ActionSayWho(DirectoryAction, Action):
    """Welcomes a person who said what they are."""

    def name(self) -> str:
        return "action_say_who"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Whoever is none of those whom a named service takes hears of others."""
        situation = Situation.from_tracker(tracker)
        services = self.directory.describe_services(situation.named, situation.place, situation.helper_language)
        if takes_others(services, situation):
            return [FollowupAction("action_other_options")]  # and no search after it
        gender = situation.gender
        dispatcher.utter_message(response=_FOR_GENDER.get(gender or "", "utter_for_everybody"))
        return [SlotSet("shown", 0)]


class ActionSomeoneElse(Action):
    """Says how to help another person, a child or an adult, and clears the place."""

    def name(self) -> str:
        return "action_someone_else"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """A place that was told before may have been that of the writer."""
        of_age = "child" if Situation.from_tracker(tracker).other_person == "child" else "adult"
        dispatcher.utter_message(response=f"utter_other_{of_age}")
        return [SlotSet("need", "human"), SlotSet("person", None), SlotSet("place", None)]


class ActionInsult(Action):
    """Answers an insult calmly, and not twice in the same words."""

    def name(self) -> str:
        return "action_insult"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        times = tracker.get_slot("insults") or 0
        dispatcher.utter_message(response=("utter_insult", "utter_insult_again")[times % 2])
        return [SlotSet("insults", times + 1)]
