"""Self-checks ("what is happening to me?", "is this offer safe?"): closed questions, then an assessment, no verdict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Events, entity_value
from actions.menu import offer_menu
from actions.situation import Situation

_CHECKS = Path(__file__).with_name("checks.yml")
_MANY = 3
"""From so many signs on they count as many, whatever they indicate."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check in progress: its name in checks.yml, the number of questions asked, and the signs confirmed so far."""

    check: str
    position: int = 0
    signs: tuple[str, ...] = ()

    @classmethod
    def from_tracker(cls, tracker: Tracker) -> "Check | None":
        """Return the check in progress, if there is one."""
        slot = tracker.get_slot("check")
        return cls(slot["check"], slot["asked"], tuple(slot["signs"])) if slot and "check" in slot else None

    @property
    def question(self) -> str | None:
        """The next question, or None after the last."""
        questions = load_checks()[self.check]["questions"]
        return questions[self.position] if self.position < len(questions) else None

    def skipping_known(self) -> "Check":
        """Return the check at the next question whose sign was not signs."""
        position = self.position
        questions = load_checks()[self.check]["questions"]
        while position < len(questions) and questions[position] in self.signs:
            position += 1
        return replace(self, position=position)

    def with_signs(self, signs: Iterable[str]) -> "Check":
        """Return the check with signs that were told in words; none is asked for again."""
        return replace(self, signs=tuple(dict.fromkeys([*self.signs, *signs]))).skipping_known()

    def with_answer(self, answer: str | None) -> "Check":
        """Return the check after an answer; only "yes" is a sign."""
        if answer == "yes" and self.question == "under_18":
            return Check("child")
        signs = (*self.signs, self.question) if answer == "yes" and self.question else self.signs
        return replace(self, position=self.position + 1, signs=signs).skipping_known()

    def to_event(self) -> dict[str, Any]:
        """Return the event that stores the check in its slot."""
        return dict(SlotSet("check", {"check": self.check, "asked": self.position, "signs": list(self.signs)}))


class ActionCheck(Action):
    """Asks the next question, or assesses the answers."""

    def name(self) -> str:
        return "action_check"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        situation, check = Situation.from_tracker(tracker), Check.from_tracker(tracker)
        if situation.intent == "check_job_offer":
            is_done = check is None and situation.check_result == load_checks()["job"]["found"]
            facts = entity_value(tracker, "facts") or {}
            return _check_offer(dispatcher, check, facts, is_done=is_done, is_question_open=_is_question_open(tracker))
        if situation.intent != "check_answer":
            dispatcher.utter_message(response="utter_check_start")
            return _ask(dispatcher, _start(tracker, situation))
        if check is None:
            return offer_menu(dispatcher, tracker)
        answer = entity_value(tracker, "answer")
        if answer == "stop":
            dispatcher.utter_message(response="utter_check_stopped")
            return [SlotSet("check", None)]
        check = check.with_answer(answer)
        events = [SlotSet("child", value=True)] if check.check == "child" else []
        return [*_ask(dispatcher, check), *events]


def repeat_question(dispatcher: CollectingDispatcher, tracker: Tracker) -> bool:
    """Repeat the open question of a check after an answer that was not understood.

    Return False, and say nothing, if no question is open.
    """
    check = Check.from_tracker(tracker)
    if check is None or check.question is None or not _is_question_open(tracker):
        return False
    dispatcher.utter_message(response="utter_check_again")
    dispatcher.utter_message(response=f"utter_check_{check.question}")
    return True


def _is_question_open(tracker: Tracker) -> bool:
    return any(choice["payload"].startswith("/check_answer") for choice in tracker.get_slot("open_choices") or ())


@cache
def load_checks() -> dict[str, dict[str, Any]]:
    """Return the content of checks.yml."""
    checks: dict[str, dict[str, Any]] = yaml.safe_load(_CHECKS.read_text("utf-8"))
    return checks


def _start(tracker: Tracker, situation: Situation) -> Check:
    chosen = entity_value(tracker, "check")
    if chosen in load_checks():
        return Check(chosen)
    return Check("child" if situation.is_child else "self")


def _check_offer(
    dispatcher: CollectingDispatcher,
    check: Check | None,
    facts: Mapping[str, Any],
    *,
    is_done: bool,
    is_question_open: bool,
) -> Events:
    """Begin or go on with the check of an offer of work that is told in words, until enough signs are told.

    Whoever tells nothing of the work is asked which offer it is; whoever wants to know what we think is told so, again
    too after a check that is done.
    """
    signs, is_open = facts.get("signs", ()), check is not None and "steps" in load_checks()[check.check]
    if is_done and facts.get("decide") and not signs:
        dispatcher.utter_message(response="utter_steps_work")
        return []
    if not is_open and not signs and not facts.get("job"):
        dispatcher.utter_message(response="utter_which_offer")
        return [Check("job").to_event()]
    if check and is_open and signs and is_question_open and check.question not in signs:
        check = check.with_answer(None)  # what is told instead is the answer
    check = (check if check and is_open else Check("job")).with_signs(signs)
    if is_done or len(check.signs) >= _MANY or (facts.get("decide") and check.signs):
        check = replace(check, position=len(load_checks()[check.check]["questions"]))
    elif not is_open:
        dispatcher.utter_message(response="utter_check_start")
    return _ask(dispatcher, check)


def _ask(dispatcher: CollectingDispatcher, check: Check) -> Events:
    if check.question:
        dispatcher.utter_message(response=f"utter_check_{check.question}")
        return [check.to_event()]
    _assess(dispatcher, check)
    return [SlotSet("check", _result(check))]


def _result(check: Check) -> dict[str, Any] | None:
    """Return what the signs indicate, in one word for the statistics; the signs themselves are discarded."""
    rules = load_checks()[check.check]
    relevant = set(check.signs) & set(rules.get("purpose", check.signs))
    return {"found": rules["found"]} if relevant else None


def _assess(dispatcher: CollectingDispatcher, check: Check) -> None:
    """Say what the answers may mean."""
    rules = load_checks()[check.check]
    signs = list(check.signs)
    if "steps" in rules:
        dispatcher.utter_message(response="utter_offer_signs" if signs else "utter_offer_no_signs", signs=signs)
        dispatcher.utter_message(response=f"utter_steps_{rules['steps']}")
    elif not signs:
        dispatcher.utter_message(response="utter_check_none")
    else:
        dispatcher.utter_message(response=_assessment(check.check, set(signs)), signs=signs)


def _assessment(name: str, signs: set[str]) -> str:
    """Return the response to these signs, of which there is at least one."""
    rules = load_checks()[name]
    of_purpose = signs & set(rules["purpose"])
    if name == "child":  # under 18 the means do not matter
        return "utter_check_child" if of_purpose else "utter_check_some"
    many = (of_purpose and signs & set(rules["means"])) or len(signs) >= _MANY
    return "utter_check_many" if many else "utter_check_some"
