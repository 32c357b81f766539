"""What the words cost as SMS: money for the hotline, patience for who waits."""

from typing import Any

import pytest
import yaml
from rasa_sdk.executor import CollectingDispatcher

from actions.presenting import utter_with_countries
from actions.remarks import fewest, indispensable
from bot.channels.numbered import as_numbered
from bot.message import Choice, Reply
from bot.replies.segments import segments
from bot.replies.speaker import Speaker, budget
from bot.replies.utterance import Spoken, Utterance
from locales.registry import LANGUAGES
from locales.update import RESPONSES

REMARKS: list[dict[str, Any]] = [
    {"remark": "utter_remark_police_must_report"},
    {"remark": "utter_remark_closed_until", "opens": "2026-12-23T09:00:00+07:00"},
    {"remark": "utter_remark_seafarers"},
    {"remark": "utter_remark_other_language", "languages": ["th", "en"]},
    {"remark": "utter_remark_stale", "count": 11},
    {"remark": "utter_remark_other_region", "region": "TH-14"},
    {"remark": "utter_remark_distance", "distance": 45_678.9},
]

LONGEST: dict[str, Any] = {
    "chats": ["+44 7909 470732"],
    "contact": None,
    "count": 11,
    "country": "CD",
    "day": "2026-12-23",
    "distance": 45_678.9,
    "email": "contact@organisation.example",
    "emergency": {"police": ["191", "1155"], "general": ["112"], "ambulance": ["1669", "1646"]},
    "few_remarks": fewest(REMARKS),
    "hours": "24/7",
    "language": "kar",
    "languages": ["th", "en", "my", "km"],
    "must_remarks": indispensable(REMARKS),
    "name": "International Organization for Migration (IOM) in Phnom Penh",
    "need": "shelter",
    "needs": ["shelter", "legal_help", "medical_help"],
    "numbers": ["191", "1669"],
    "opens": "2026-12-23T09:00:00+07:00",
    "phones": ["+66 99 130 1300", "034-434-726"],
    "place": {"country": "TH", "region": "TH-14", "name": "Phra Nakhon Si Ayutthaya"},
    "region": "TH-14",
    "remarks": REMARKS,
    "website": "https://www.organisation.example/en/contact-us",
}
"""The longest values that are realistic: all that an action may say of a service, with a name of 60 letters."""


def responses() -> dict[str, Any]:
    """Return all responses of the domain."""
    read = (yaml.safe_load(path.read_text("utf-8"))["responses"] for path in sorted(RESPONSES.glob("*.yml")))
    return {name: variations for file in read for name, variations in file.items()}


DOMAIN = responses()


def choices(response: str) -> tuple[tuple[str, str], ...]:
    """Return the choices that actions add to a response."""
    if response == "utter_ask_language":
        return tuple((f"language:{code}", "") for code in LANGUAGES)
    if response in {"utter_after_services", "utter_after_last_services"}:
        return (("utter_choice_from_home", ""),)
    asked = {"utter_ask_place", "utter_ask_country", "utter_ask_home_country"}
    for_sure = {"utter_hand_over_where", "utter_more_with_country"}
    if response in asked | for_sure or response.endswith("_somewhere"):
        dispatcher = CollectingDispatcher()
        utter_with_countries(dispatcher, response, may_refuse=response not in for_sure)
        return tuple((button["title"], button["payload"]) for button in dispatcher.messages[0]["buttons"])
    return ()


def said(response: str, language: str, channel: str) -> Spoken:
    """Return a response in words with the longest values."""
    return Speaker(DOMAIN).speak([Utterance(response, LONGEST, choices(response))], language, channel)[0]


@pytest.mark.parametrize("channel", ["sms", "telegram"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("response", DOMAIN)
def test_everything_can_be_said(response: str, language: str, channel: str) -> None:
    """Every response has words in every language, no placeholder is left in it, and it fits in one message."""
    spoken = said(response, language, channel)
    assert spoken.text.strip()
    assert "{" not in spoken.text
    assert all(label.strip() and not label.startswith("utter_") for label, _ in spoken.choices)
    assert len(as_numbered(as_reply(spoken))) <= (1600 if channel == "sms" else 4096)


def as_reply(spoken: Spoken) -> Reply:
    """Return it as a channel gets it."""
    return Reply(spoken.text, tuple(Choice(label, "token") for label, _ in spoken.choices))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_budget(language: str) -> None:
    """By SMS a question with its choices costs at most 2 segments, a result 3; no text is excepted."""
    over = {}
    for response, variations in DOMAIN.items():
        spoken = said(response, language, "sms")
        most = max(budget(variation, choices=bool(spoken.choices)) for variation in variations)
        cost = segments(as_numbered(as_reply(spoken)))
        if cost > most:
            over[response] = cost
    assert over == {}


def test_no_budget_is_above_three() -> None:
    """What a variation says of its own cost stays within what any text may cost."""
    said_so = [
        variation.get("metadata", {}).get("segments", 2) for variations in DOMAIN.values() for variation in variations
    ]
    assert set(said_so) <= {2, 3}
