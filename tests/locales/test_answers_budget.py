"""What answers to questions about services cost as SMS."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.named_services import _ASPECTS, utter_remarks
from actions.situation import Situation
from bot.rendering.renderer import Renderer
from bot.rendering.segments import count_segments
from bot.rendering.utterance import Utterance
from directory import Audience, Limitation, MatchKind, Proximity, ServiceResult
from locales.registry import IN_LATIN_LETTERS, LANGUAGES
from tests.locales.test_sms_budget import DOMAIN, LONGEST

NOTHING_KNOWN: dict[str, Any] = {
    field.name: () if "tuple" in str(field.type) else None for field in fields(ServiceResult)
}
SERVICE = ServiceResult(
    **{
        **NOTHING_KNOWN,
        "organization": "International Organization for Migration (IOM) in Phnom Penh",
        "proximity": Proximity.COUNTRY,
        "match_kind": MatchKind.NEED,
    }
)
KNOWN: dict[str, tuple[dict[str, Any], ...]] = {
    "cost": ({"fees": "free"},),
    "hours": (
        {"hours": "Mon-Fri 09:00-17:00, Sat 10:00-12:00"},
        {"opens_next": datetime.now(UTC) + timedelta(days=9), "limitations": (Limitation.CLOSED_NOW,)},
    ),
    "language": ({"languages": ("th", "en", "my", "km"), "interpretation": "by phone"},),
    "place": ({"country": "TH", "region": "TH-14", "distance_metres": 45_678.9}, {"area": "Phra Nakhon Si Ayutthaya"}),
    "eligibility": ({"audiences": (Audience.SEAFARING,), "nationalities": ("GB",)},),
    "privacy": (
        {"police_linked": True},
        {"police_linked": True, "mandatory_reporting": True},
        {"consular": True, "nationalities": ("DO",)},
    ),
}
"""Aspect -> what may be known of it, the longest answers."""
ANSWERS = [(aspect, known) for aspect in (*_ASPECTS, "documents") for known in ({}, *KNOWN.get(aspect, ()))]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("language", [*LANGUAGES, *sorted(IN_LATIN_LETTERS)])
def test_answers_fit_sms_budget(language: str, count: int) -> None:
    """Each SMS of an answer about one or three services with long names costs at most 3 segments."""
    situation = texter(language)
    over = {}
    for aspect, known in ANSWERS:
        dispatcher = CollectingDispatcher()
        utter_remarks(dispatcher, [replace(SERVICE, **known)] * count, situation, aspect, 0)
        for message in dispatcher.messages:
            values = {name: value for name, value in message.items() if name in LONGEST}
            text = Renderer(DOMAIN).render([Utterance(message["response"], values, ())], language, "sms")[0].text
            if count_segments(text) > 3:
                over[aspect, *known] = len(text)
    assert over == {}


def texter(language: str) -> Situation:
    """Return the situation of a person who texts in a language."""
    heard = {"event": "user", "text": "", "parse_data": {}, "input_channel": "sms"}
    state = {"sender_id": "x", "slots": {"language": language}, "events": [heard]}
    return Situation.from_tracker(Tracker.from_dict(state))
