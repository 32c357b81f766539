"""What is happening to me, and is an offer safe: closed questions, then an honest reading and never a verdict."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.menu import offer_menu
from actions.situation import Situation

Events = list[dict[str, Any]]

_CHECKS = Path(__file__).with_name("checks.yml")
_MANY = 3
"""Signs from which they are called many, whatever they are of."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check that goes on: its name in checks.yml, how many questions were put, and the signs that were named."""

    check: str
    asked: int = 0
    signs: tuple[str, ...] = ()

    @classmethod
    def of(cls, tracker: Tracker) -> "Check | None":
        """Return the check that goes on, if one does."""
        kept = tracker.get_slot("check")
        return cls(kept["check"], kept["asked"], tuple(kept["signs"])) if kept and "check" in kept else None

    @property
    def question(self) -> str | None:
        """The question that is to be put, or None after the last."""
        questions = checks()[self.check]["questions"]
        return questions[self.asked] if self.asked < len(questions) else None

    def answered(self, answer: str | None) -> "Check":
        """Return the check after an answer; only a yes is a sign."""
        if answer == "yes" and self.question == "under_18":
            return Check("child")
        named = (*self.signs, self.question) if answer == "yes" and self.question else self.signs
        return replace(self, asked=self.asked + 1, signs=named)

    def kept(self) -> dict[str, Any]:
        """Return what the slot keeps."""
        return dict(SlotSet("check", {"check": self.check, "asked": self.asked, "signs": list(self.signs)}))


class ActionCheck(Action):
    """Puts the next question, or reads the answers."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_check"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Begin, go on, stop or end."""
        situation, check = Situation.of(tracker), Check.of(tracker)
        if situation.intent != "check_answer":
            dispatcher.utter_message(response="utter_check_start")
            return _put(dispatcher, _begun(tracker, situation))
        if check is None:
            return offer_menu(dispatcher, tracker)
        answer = next(tracker.get_latest_entity_values("answer"), None)
        if answer == "stop":
            dispatcher.utter_message(response="utter_check_stopped")
            return [SlotSet("check", None)]
        check = check.answered(answer)
        told = [SlotSet("child", value=True)] if check.check == "child" else []
        return [*_put(dispatcher, check), *told]


def put_again(dispatcher: CollectingDispatcher, tracker: Tracker) -> bool:
    """Put the open question of a check once more, to whoever answered in words that we don't understand.

    Return False, and say nothing, where none stands.
    """
    check = Check.of(tracker)
    standing = any(choice["payload"].startswith("/check_answer") for choice in tracker.get_slot("open_choices") or ())
    if check is None or check.question is None or not standing:
        return False
    dispatcher.utter_message(response="utter_check_again")
    dispatcher.utter_message(response=f"utter_check_{check.question}")
    return True


@cache
def checks() -> dict[str, dict[str, Any]]:
    """Read checks.yml."""
    read: dict[str, dict[str, Any]] = yaml.safe_load(_CHECKS.read_text("utf-8"))
    return read


def _begun(tracker: Tracker, situation: Situation) -> Check:
    chosen = next(tracker.get_latest_entity_values("check"), None)
    if chosen in checks():
        return Check(chosen)
    return Check("child" if situation.child else "self")


def _put(dispatcher: CollectingDispatcher, check: Check) -> Events:
    if check.question:
        dispatcher.utter_message(response=f"utter_check_{check.question}")
        return [check.kept()]
    _read(dispatcher, check)
    return [SlotSet("check", _found(check))]


def _found(check: Check) -> dict[str, Any] | None:
    """Return what signs there were of, in one word for the numbers; which signs they were is forgotten."""
    rules = checks()[check.check]
    of_it = set(check.signs) & set(rules.get("purpose", check.signs))
    return {"found": rules["found"]} if of_it else None


def _read(dispatcher: CollectingDispatcher, check: Check) -> None:
    """Say what the answers may mean."""
    rules = checks()[check.check]
    signs = list(check.signs)
    if "steps" in rules:
        dispatcher.utter_message(response="utter_offer_signs" if signs else "utter_offer_no_signs", signs=signs)
        dispatcher.utter_message(response=f"utter_steps_{rules['steps']}")
    elif not signs:
        dispatcher.utter_message(response="utter_check_none")
    else:
        dispatcher.utter_message(response=_reading(check.check, set(signs)), signs=signs)


def _reading(name: str, signs: set[str]) -> str:
    """Return what is said to somebody who named these signs, at least one."""
    rules = checks()[name]
    for_a_purpose = signs & set(rules["purpose"])
    if name == "child":  # under 18 no means are needed
        return "utter_check_child" if for_a_purpose else "utter_check_some"
    many = (for_a_purpose and signs & set(rules["means"])) or len(signs) >= _MANY
    return "utter_check_many" if many else "utter_check_some"
