"""How a conversation ends, or stops for a while."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.checks import Check
from actions.directory_action import AsksDirectory
from actions.menu import offer_menu
from actions.situation import Situation
from directory import Helped

Events = list[dict[str, Any]]

_TIPS = 4
_FORM = "find_help_form"


def say_goodbye(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """Say goodbye with the next safety tip, and ask once whether this helped."""
    tips = tracker.get_slot("tips") or 0
    dispatcher.utter_message(response="utter_goodbye")
    dispatcher.utter_message(response=f"utter_tip_{tips % _TIPS + 1}")
    return [SlotSet("tips", tips + 1), *_ask_if_it_helped(dispatcher, tracker)]


def _ask_if_it_helped(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    if tracker.get_slot("asked_if_it_helped"):
        return []
    dispatcher.utter_message(response="utter_did_it_help")
    return [SlotSet("asked_if_it_helped", value=True)]


class ActionThanked(Action):
    """Answers a thank you; whoever was named somebody is asked once whether that helped."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_thanked"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say it."""
        dispatcher.utter_message(response="utter_welcome")
        return _ask_if_it_helped(dispatcher, tracker) if tracker.get_slot("shown") else []


class ActionCountAnswer(AsksDirectory, Action):
    """Counts whether this helped: one more of a month's answers, and nothing of who gave it."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_count_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Count, and thank; to whom it did not help, offer a human."""
        said = next(tracker.get_latest_entity_values("answer"), None)
        if said in set(Helped):
            self.directory.count_answer(Helped(said))
        dispatcher.utter_message(response="utter_sorry_it_did_not" if said == Helped.NO else "utter_thanks_for_answer")
        return [SlotSet("open_choices", [])]  # one answer from one person


class ActionErase(Action):
    """Forgets what the person told, at their word; only the language stays, so that they can read that it is done."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_erase"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Empty every slot and say what can't be erased from here."""
        dispatcher.utter_message(response="utter_erased")
        return _nothing_but_the_language(tracker)


class ActionHide(Action):
    """Hides the conversation from somebody who watches; the engine says the cover texts (bot/engine/cover_mode.py)."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_hide"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Remember where we are, and say nothing."""
        return [SlotSet("hidden", 0), *_where_we_are(tracker)]


class ActionComeBack(Action):
    """Goes on where the conversation was hidden or paused."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_come_back"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Put the question again that was open, or offer the same choices, else the menu."""
        shown = [SlotSet(name, None) for name in ("hidden", "stopped_at", "choices_then")]
        if (tracker.active_loop or {}).get("name"):  # a form puts its own question again
            dispatcher.utter_message(response="utter_back")
            return shown
        check = Check.of(tracker)
        if check and check.question and _is_asked(tracker):
            dispatcher.utter_message(response="utter_back")
            dispatcher.utter_message(response=f"utter_check_{check.question}")
            return shown
        dispatcher.utter_message(response="utter_back", buttons=_same_choices(tracker))
        if tracker.get_slot("stopped_at"):
            return [*shown, FollowupAction(_FORM)]
        return shown if _same_choices(tracker) else [*shown, *offer_menu(dispatcher, tracker)]


class ActionAskWord(Action):
    """Asks for a word of the person's own; the engine takes it, since words don't reach actions."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_ask_word"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask."""
        dispatcher.utter_message(response="utter_ask_word")
        return [SlotSet("word_wanted", value=True)]


class ActionAskPause(Action):
    """Asks for how long to remember where the conversation stands."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_ask_pause"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask, and remember where we are."""
        dispatcher.utter_message(response="utter_ask_pause")
        return _where_we_are(tracker)


class ActionPause(Action):
    """Gives the person a number with which they can go on, or forgets at once."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_pause"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say the number; the engine keeps what it stands for (bot/engine/saved_conversations.py)."""
        days = next(tracker.get_latest_entity_values("days"), 0)
        if not days:
            dispatcher.utter_message(response="utter_goodbye")
            return _nothing_but_the_language(tracker)
        code = f"{secrets.randbelow(10**8):08d}"
        until = datetime.now(UTC) + timedelta(days=days)
        dispatcher.utter_message(response="utter_paused", code=code, day=until.date().isoformat())
        # Its choices stand no more: a second tap would make another number and end this one.
        return [SlotSet("paused", {"code": code, "days": days}), SlotSet("open_choices", [])]


_OWN_WORD = {"title": "utter_choice_own_word", "payload": "/choose_word"}


def _is_asked(tracker: Tracker) -> bool:
    """Tell whether a question of a check stood."""
    return any(choice["payload"].startswith("/check_answer") for choice in tracker.get_slot("choices_then") or ())


def _same_choices(tracker: Tracker) -> list[dict[str, str]]:
    """Return the choices that stood, and one's own word for the next time; none where a form puts its own question."""
    stood = tracker.get_slot("choices_then") or ()
    same = [
        {"title": f"said:{choice['label']}", "payload": choice["payload"]}
        for choice in stood
        if choice["payload"] != _OWN_WORD["payload"]
    ]
    if tracker.get_slot("stopped_at") or not same:
        return []
    return same if Situation.of(tracker).by_sms else [*same, _OWN_WORD]  # an SMS has no room for one more


def _where_we_are(tracker: Tracker) -> Events:
    """Remember the form that is active and the choices that stand; those of a pause's question are none of them."""
    standing = tracker.get_slot("open_choices") or ()
    if any(choice["payload"].startswith("/pause_for") for choice in standing):
        return []
    active = (tracker.active_loop or {}).get("name")
    return [SlotSet("stopped_at", active), SlotSet("choices_then", list(standing))]


def _nothing_but_the_language(tracker: Tracker) -> Events:
    # What was said last, as a digest, is nothing that they told; without it the same could be said a third time.
    kept = [SlotSet(name, tracker.get_slot(name)) for name in ("language", "language_chosen", "answered")]
    return [AllSlotsReset(), *kept]
