"""Self-checks ("what is happening to me?", "is this offer safe?"): closed questions, then an assessment, no verdict."""

from collections.abc import Iterable
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
from actions.pagination import CHOICES
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
    is_unsure: bool = False
    """The person was not sure of an answer."""

    @classmethod
    def from_tracker(cls, tracker: Tracker) -> "Check | None":
        """Return the check in progress, if there is one."""
        slot = tracker.get_slot("check")
        if not slot or "check" not in slot:
            return None
        return cls(slot["check"], slot["asked"], tuple(slot["signs"]), slot.get("unsure", False))

    @property
    def questions(self) -> list[str]:
        """All questions of the check, in order."""
        questions: list[str] = load_checks()[self.check]["questions"]
        return questions

    @property
    def question(self) -> str | None:
        """The next question whose sign is not known yet, or None after the last."""
        return next((each for each in self.questions[self.position :] if each not in self.signs), None)

    @property
    def is_about_offer(self) -> bool:
        """Whether it is about something that is offered: it ends with what to do before going."""
        return "steps" in load_checks()[self.check]

    def with_signs(self, signs: Iterable[str]) -> "Check":
        """Return the check with signs that were told in words; none is asked for again."""
        return replace(self, signs=tuple(dict.fromkeys([*self.signs, *signs])))

    def with_answer(self, answer: str | None) -> "Check":
        """Return the check after an answer; only "yes" is a sign."""
        question = self.question
        if question is None:
            return self
        if answer == "yes" and question == "under_18":
            return Check("child")
        signs = (*self.signs, question) if answer == "yes" else self.signs
        is_unsure = self.is_unsure or answer == "unsure"
        return replace(self, position=self.questions.index(question) + 1, signs=signs, is_unsure=is_unsure)

    def without_questions(self) -> "Check":
        """Return the check after its last question."""
        return replace(self, position=len(self.questions))

    def to_event(self) -> dict[str, Any]:
        """Return the event that stores the check in its slot."""
        value = {"check": self.check, "asked": self.position, "signs": list(self.signs), "unsure": self.is_unsure}
        return dict(SlotSet("check", value))


class ActionCheck(Action):
    """Asks the next question, or assesses the answers."""

    def name(self) -> str:
        return "action_check"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        situation, check = Situation.from_tracker(tracker), Check.from_tracker(tracker)
        if situation.intent == "check_job_offer":
            return _check_offer(dispatcher, tracker, situation, check)
        if situation.intent != "check_answer":
            dispatcher.utter_message(response="utter_check_start")
            return _ask(dispatcher, situation, _start(tracker, situation))
        if check is None:
            return offer_menu(dispatcher, tracker)
        answer = entity_value(tracker, "answer")
        if answer == "stop":
            dispatcher.utter_message(response="utter_check_stopped")
            return [SlotSet("check", None)]
        check = check.with_answer(answer)
        events = [SlotSet("child", value=True)] if check.check == "child" else []
        return [*_ask(dispatcher, situation, check), *events]


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
    dispatcher: CollectingDispatcher, tracker: Tracker, situation: Situation, check: Check | None
) -> Events:
    """Begin or go on with the check of an offer that is told in words, until enough signs are told.

    Whoever tells nothing of the work is asked which offer it is. Whoever wants to know what we think is told so, and
    told again what to do once the check is done.
    """
    facts, offer = entity_value(tracker, "facts") or {}, check if check and check.is_about_offer else None
    signs, wants_verdict = facts.get("signs", ()), bool(facts.get("decide"))
    is_done = check is None and situation.check_result == load_checks()["job"]["found"]
    if is_done and wants_verdict and not signs:
        dispatcher.utter_message(response="utter_steps_work")
        return []
    if not (offer or signs or facts.get("job")):
        dispatcher.utter_message(response="utter_which_offer")
        return [Check("job").to_event()]
    if offer and signs and offer.question not in signs and _is_question_open(tracker):
        offer = offer.with_answer(None)  # what is told instead is the answer
    known = (offer or Check("job")).with_signs(signs)
    if is_done or len(known.signs) >= _MANY or (wants_verdict and known.signs):
        return _ask(dispatcher, situation, known.without_questions())
    if not offer:
        dispatcher.utter_message(response="utter_check_start")
    return _ask(dispatcher, situation, known)


def _ask(dispatcher: CollectingDispatcher, situation: Situation, check: Check) -> Events:
    if check.question:
        is_in_danger = check.signs[-1:] and check.signs[-1] in load_checks()[check.check].get("danger", ())
        buttons = [CHOICES["in_danger"]] if is_in_danger else []
        dispatcher.utter_message(response=f"utter_check_{check.question}", buttons=buttons)
        return [check.to_event()]
    _assess(dispatcher, situation, check)
    return [SlotSet("check", _result(check))]


def _result(check: Check) -> dict[str, Any] | None:
    """Return what the signs indicate, in one word for the statistics; the signs themselves are discarded."""
    rules = load_checks()[check.check]
    relevant = set(check.signs) & set(rules.get("purpose", check.signs))
    return {"found": rules["found"]} if relevant else None


def _assess(dispatcher: CollectingDispatcher, situation: Situation, check: Check) -> None:
    """Say what the answers may mean; of an offer, an SMS has room for so many signs as are many."""
    rules = load_checks()[check.check]
    signs = list(check.signs)
    if check.is_about_offer:
        named = signs[:_MANY] if situation.is_sms else signs
        dispatcher.utter_message(response="utter_offer_signs" if signs else "utter_offer_no_signs", signs=named)
        dispatcher.utter_message(response=f"utter_steps_{rules['steps']}")
    elif not signs:
        dispatcher.utter_message(response="utter_check_unsure" if check.is_unsure else "utter_check_none")
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
