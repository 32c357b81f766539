"""How a conversation ends, is hidden, saved or erased."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DirectoryAction, Events, entity_value
from actions.checks import Check
from actions.menu import offer_menu
from actions.situation import Situation
from directory import FeedbackAnswer

_SURE_OF_FAREWELL = 0.65
"""Confidence from which a no or a goodbye is believed."""
_FORM = "find_help_form"
_DISCLOSURES = ("need", "place", "named", "alarm", "age", "gender", "limits", "whom", "rights", "check")
"""Slots of which each shows that a person has told something."""
_ERASE = {"title": "utter_choice_yes", "payload": "/erase_chat"}
_KEEP = {"title": "utter_choice_no", "payload": "/ask_menu"}
_SURE_OF_ERASING = 0.85
_OWN_WORD = {"title": "utter_choice_own_word", "payload": "/choose_word"}


def say_goodbye(dispatcher: CollectingDispatcher) -> Events:
    """Say goodbye in one dull line, whoever may read it."""
    dispatcher.utter_message(response="utter_goodbye")
    return []


def _ask_for_feedback(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    if tracker.get_slot("asked_if_it_helped"):
        return []
    dispatcher.utter_message(response="utter_did_it_help")
    return [SlotSet("asked_if_it_helped", value=True)]


class ActionFarewell(Action):
    """Accepts a no or a goodbye, if the classifier is sure of it.

    The danger is a plea for help that is misread as a no. In danger a no only means that the person won't say where
    they are.
    """

    def name(self) -> str:
        return "action_farewell"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say goodbye, or offer the menu if it is not sure."""
        situation = Situation.from_tracker(tracker)
        if situation.alarm:
            dispatcher.utter_message(response=f"utter_{situation.alarm}_anywhere")
            return [SlotSet("alarm", None)]
        if situation.confidence < _SURE_OF_FAREWELL:
            return offer_menu(dispatcher, tracker)
        if situation.intent != "goodbye":
            dispatcher.utter_message(response="utter_no_problem")
            return []
        return say_goodbye(dispatcher)


class ActionThanked(Action):
    """Answers a thank you, and asks once for feedback if services were named."""

    def name(self) -> str:
        return "action_thanked"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        dispatcher.utter_message(response="utter_welcome")
        return _ask_for_feedback(dispatcher, tracker) if tracker.get_slot("shown") else []


class ActionCountAnswer(DirectoryAction, Action):
    """Counts a feedback answer among those of the month, without who gave it."""

    def name(self) -> str:
        return "action_count_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Thank the person; offer a hotline if it did not help."""
        answer = entity_value(tracker, "answer")
        if answer in set(FeedbackAnswer):
            self.directory.record_feedback(FeedbackAnswer(answer))
        dispatcher.utter_message(
            response="utter_sorry_it_did_not" if answer == FeedbackAnswer.NO else "utter_thanks_for_answer"
        )
        return [SlotSet("open_choices", [])]  # one answer for each person


class ActionWhoIsThis(Action):
    """Says what the bot is, but nothing once anything was told: somebody else may be reading."""

    def name(self) -> str:
        return "action_who_is_this"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        # What another person wrote is asked by whoever reads their phone, and nothing is ever said of it.
        facts = entity_value(tracker, "facts") or {}
        asks_of_other = facts.get("asks_of_other") or facts.get("other")
        has_disclosed = asks_of_other or any(tracker.get_slot(name) for name in _DISCLOSURES)
        dispatcher.utter_message(response="utter_neutral" if has_disclosed else "utter_bot")
        return []


class ActionErase(Action):
    """Erases what the person told, on request; only the language stays, so that they can read the confirmation."""

    def name(self) -> str:
        return "action_erase"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say also what can't be erased from here; ask first unless the wish is clear."""
        if Situation.from_tracker(tracker).confidence < _SURE_OF_ERASING:
            dispatcher.utter_message(response="utter_ask_erase", buttons=[_ERASE, _KEEP])
            return []
        dispatcher.utter_message(response="utter_erased")
        return _reset_except_language(tracker)


class ActionHide(Action):
    """Starts cover mode; the engine sends the cover texts (bot/engine/cover_mode.py)."""

    def name(self) -> str:
        return "action_hide"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say nothing."""
        return [SlotSet("hidden", 0), *_remember_position(tracker)]


class ActionComeBack(Action):
    """Continues a conversation that was hidden or saved."""

    def name(self) -> str:
        return "action_come_back"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Repeat the open question or the same choices; without either, offer the menu."""
        cleared = [SlotSet(name, None) for name in ("hidden", "stopped_at", "choices_then")]
        if (tracker.active_loop or {}).get("name"):  # a form repeats its own question
            dispatcher.utter_message(response="utter_back")
            return cleared
        check = Check.from_tracker(tracker)
        if check and check.question and _is_check_question_open(tracker):
            dispatcher.utter_message(response="utter_back")
            dispatcher.utter_message(response=f"utter_check_{check.question}")
            return cleared
        dispatcher.utter_message(response="utter_back", buttons=_previous_choices(tracker))
        if tracker.get_slot("stopped_at"):
            return [*cleared, FollowupAction(_FORM)]
        return cleared if _previous_choices(tracker) else [*cleared, *offer_menu(dispatcher, tracker)]


class ActionAskWord(Action):
    """Asks for a return word; the engine takes it, since actions never see the text of a message."""

    def name(self) -> str:
        return "action_ask_word"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        dispatcher.utter_message(response="utter_ask_word")
        return [SlotSet("word_wanted", value=True)]


class ActionAskPause(Action):
    """Asks how long to save the conversation."""

    def name(self) -> str:
        return "action_ask_pause"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        dispatcher.utter_message(response="utter_ask_pause")
        return _remember_position(tracker)


class ActionPause(Action):
    """Gives the person a code to continue with, or erases the conversation at once."""

    def name(self) -> str:
        return "action_pause"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """The engine saves the conversation under the code (bot/engine/saved_conversations.py)."""
        days = next(tracker.get_latest_entity_values("days"), 0)
        if not days:
            dispatcher.utter_message(response="utter_goodbye")
            return _reset_except_language(tracker)
        code = f"{secrets.randbelow(10**8):08d}"
        until = datetime.now(UTC) + timedelta(days=days)
        dispatcher.utter_message(response="utter_paused", code=code, day=until.date().isoformat())
        # Close the choices: a second tap would make another code and delete this one.
        return [SlotSet("paused", {"code": code, "days": days}), SlotSet("open_choices", [])]


def _is_check_question_open(tracker: Tracker) -> bool:
    """Return whether a question of a check was open."""
    return any(choice["payload"].startswith("/check_answer") for choice in tracker.get_slot("choices_then") or ())


def _previous_choices(tracker: Tracker) -> list[dict[str, str]]:
    """Return the choices that were open, and one to choose a return word; none if a form asks its own question."""
    choices = tracker.get_slot("choices_then") or ()
    previous = [
        {"title": f"said:{choice['label']}", "payload": choice["payload"]}
        for choice in choices
        if choice["payload"] != _OWN_WORD["payload"]
    ]
    if tracker.get_slot("stopped_at") or not previous:
        return []
    return (
        previous if Situation.from_tracker(tracker).is_sms else [*previous, _OWN_WORD]
    )  # an SMS has no room for one more


def _remember_position(tracker: Tracker) -> Events:
    """Remember the active form and the open choices, unless these are the choices of `ActionAskPause`."""
    choices = tracker.get_slot("open_choices") or ()
    if any(choice["payload"].startswith("/pause_for") for choice in choices):
        return []
    active = (tracker.active_loop or {}).get("name")
    return [SlotSet("stopped_at", active), SlotSet("choices_then", list(choices))]


def _reset_except_language(tracker: Tracker) -> Events:
    # The digest of the last answer is nothing that they told; it prevents a third repetition.
    remaining = [
        SlotSet(name, tracker.get_slot(name)) for name in ("language", "script", "language_chosen", "answered")
    ]
    return [AllSlotsReset(), *remaining]
