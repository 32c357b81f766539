"""Places in a message that ask for services elsewhere than before."""

from dataclasses import replace
from typing import Any

import pytest

from nlu.reading.facts import tell_facts
from nlu.reading.message_context import MessageContext
from nlu.reading.requests import find_request
from nlu.reading.schema import Aspect, DangerReading, Reading, ServiceQuestion
from nlu.reading.signals import find_signals
from nlu.text.danger_phrases import Danger
from nlu.text.places.finder import find_places


def after_services(text: str, intent: str, confidence: float = 0.9, **known: Any) -> MessageContext:
    """Return a message after services in Riyadh were named."""
    reading = Reading(
        text,
        "en",
        clauses=1,
        intents=[(intent, confidence)],
        danger=DangerReading(0.0, Danger.DANGER),
        places=find_places(text, country_hint="SA"),
        signals=find_signals(text, "en"),
    )
    context = MessageContext(intent, reading, tell_facts(reading), 2, has_begun=True, confidence=confidence)
    return replace(context, **{"country": "SA", "region": "SA-01", **known})


@pytest.mark.parametrize(
    ("asked", "request_name"),
    [
        (after_services("sorry, i am not in riyadh, i am in dammam now. so who is near", "ask_bot"), "give_place"),
        (after_services("i am in dammam now, anybody here?", "ask_bot", 0.4), "give_place"),
        (after_services("i am not in riyadh, i am in dammam. i need a lawyer", "find_legal_help"), None),
        (after_services("i am not in riyadh, i am in dammam. must he pay me", "know_rights"), None),
        (after_services("my sister is not in riyadh, she is in dammam", "help_someone_else"), None),
    ],
)
def test_corrected_place(asked: MessageContext, request_name: str | None) -> None:
    """Whoever says that they are not there but here asks for services here, unless something else is surely asked."""
    request = find_request(asked)
    assert request == request_name if request_name else request != "give_place"


def test_embassy_elsewhere() -> None:
    """Whoever asks for an embassy in another country asks for it, and for no services there."""
    asked = after_services("the number of our embassy in dubai please", "immigration_help")
    assert find_request(asked) == "ask_by_name"


def test_question_about_a_place_elsewhere() -> None:
    """Whoever surely asks whom a service tells asks for no services elsewhere."""
    asked = after_services("will they tell my family? i am not in riyadh, i am in dammam", "ask_bot", 0.4)
    reading = replace(asked.reading, question=ServiceQuestion(Aspect.PRIVACY, "all", 0.95))
    assert find_request(replace(asked, reading=reading, facts=tell_facts(reading))) == "ask_about_service"
