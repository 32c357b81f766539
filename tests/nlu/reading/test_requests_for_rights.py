"""Which messages ask about rights, whatever else they sound like."""

from dataclasses import replace
from typing import Any

import pytest

from nlu.reading.facts import tell_facts
from nlu.reading.message_context import MessageContext
from nlu.reading.requests_for_rights import asks_about_debt
from nlu.reading.schema import Act, Aspect, DangerReading, DialogueAct, Reading, RightsQuestion, ServiceQuestion
from nlu.reading.signals import Signal
from nlu.text.danger_phrases import Danger

CALM = DangerReading(0.0, Danger.DANGER)
DEBT = RightsQuestion("debt", 0.9)


def message(*intents: tuple[str, float], **read: Any) -> MessageContext:
    """Return a message with these intents, the likeliest first, that seems to ask about a debt."""
    told = {"danger": CALM, "rights_question": DEBT, **read}
    reading = Reading("must i pay it", "en", clauses=1, intents=list(intents), **told)
    return MessageContext(intents[0][0], reading, tell_facts(reading), 2, has_begun=True, confidence=intents[0][1])


MUST_PAY = frozenset({Signal.MUST_PAY})
OF_ALL = ServiceQuestion(Aspect.COST, "all", 0.57)


@pytest.mark.parametrize(
    ("asked", "is_of_debt"),
    [
        (message(("advice_debt", 0.9)), True),
        (message(("advice_pay", 0.8), ("advice_debt", 0.2)), True),
        (message(("ask_cost", 0.7), ("advice_debt", 0.2), question=OF_ALL), True),
        (message(("ask_cost", 0.7), ("advice_debt", 0.2), question=replace(OF_ALL, probability=0.9)), False),
        (message(("ask_cost", 0.7), ("advice_debt", 0.2), question=replace(OF_ALL, which="1")), False),
        (message(("ask_cost", 1.0)), False),
        (message(("check_job_offer", 0.9), ("advice_debt", 0.7)), True),
        (message(("check_job_offer", 0.9), ("advice_debt", 0.2), ("advice_pay", 0.5)), False),
        (message(("find_shelter", 0.9), ("advice_debt", 0.9)), False),
        (message(("advice_pay", 0.8), ("advice_debt", 0.2), signals=frozenset({Signal.RANSOM})), False),
        (message(("advice_debt", 0.9), danger=DangerReading(0.6, Danger.DANGER)), False),
        (message(("advice_debt", 0.9), rights_question=RightsQuestion("wages", 0.9)), False),
        (message(("advice_debt", 0.9), rights_question=None), False),
        (message(("find_basic_needs", 0.6), rights_question=None, signals=MUST_PAY), True),
        (message(("check_job_offer", 0.9), signals=MUST_PAY), True),
        (message(("ask_cost", 0.9), signals=MUST_PAY, act=DialogueAct(Act.ABOUT, 0.9)), False),
        (message(("advice_pay", 0.9), signals=MUST_PAY | {Signal.RANSOM}), False),
        (message(("in_danger", 1.0), signals=MUST_PAY), False),
    ],
)
def test_question_about_a_debt(asked: MessageContext, is_of_debt: bool) -> None:  # noqa: FBT001
    """A debt, and neither what a service costs, an offer with fees, nor a ransom."""
    assert asks_about_debt(asked) is is_of_debt


@pytest.mark.parametrize(
    ("intents", "question", "signals", "asks"),
    [
        ([("find_legal_help", 0.9)], RightsQuestion("wages", 0.9), (), True),
        ([("find_legal_help", 0.9)], RightsQuestion("wages", 0.5), (), False),
        ([("find_legal_help", 0.9)], RightsQuestion("men", 0.9), (), False),
        ([("find_shelter", 0.9)], RightsQuestion("men", 0.9), (), False),
        ([("find_shelter", 0.9), ("know_rights", 0.5)], RightsQuestion("men", 0.9), (), True),
        ([("possible_danger", 0.9)], RightsQuestion("deportation", 0.9), (Signal.LAW,), True),
        ([("possible_danger", 0.9)], None, (Signal.LAW,), False),
    ],
)
def test_rights_beside_something_else(
    intents: list[tuple[str, float]], question: RightsQuestion | None, signals: tuple[Signal, ...], *, asks: bool
) -> None:
    """What is likely is told beside another need only if something else says that it is asked."""
    reading = Reading(
        "text", "en", clauses=1, intents=intents, danger=CALM, rights_question=question, signals=frozenset(signals)
    )
    assert tell_facts(reading).get("asks_rights", False) is asks
