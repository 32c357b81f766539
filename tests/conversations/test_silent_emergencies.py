"""A person who can't speak learns how the emergency services of their country are reached without a voice."""

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.advice import ActionAdvise
from actions.danger import ActionPossibleDanger, answer_danger
from actions.situation import DANGER, SELF_HARM, Situation
from directory import Directory

WAYS = {"utter_silent_text", "utter_silent_text_police", "utter_silent_call"}


def tracker(country: str | None, intent: str = "danger", **slots: Any) -> Tracker:
    """Return the tracker of a person in a country, who can't speak unless the slots say otherwise."""
    place = {"place": {"country": country}} if country else {}
    state = {
        "sender_id": "x",
        "slots": {"language": "en", "only_writing": True, **place, **slots},
        "latest_message": {"intent": {"name": intent}},
    }
    return Tracker.from_dict(state)


def answers(directory: Directory, country: str, kind: str = DANGER, **slots: Any) -> list[dict[str, Any]]:
    """Return the messages of the answer to a danger."""
    dispatcher = CollectingDispatcher()
    answer_danger(directory, dispatcher, Situation.from_tracker(tracker(country, **slots)), kind)
    return dispatcher.messages


def names(messages: list[dict[str, Any]]) -> list[str]:
    """Return the responses of messages in their order."""
    return [message["response"] for message in messages]


@pytest.mark.parametrize(
    ("country", "response", "values"),
    [
        ("US", "utter_silent_text", {"numbers": ["911"]}),
        ("KR", "utter_silent_text_police", {"numbers": ["112"]}),
        ("GB", "utter_silent_call", {"numbers": ["999"], "keys": "55"}),
    ],
)
def test_way_comes_before_the_numbers(
    directory: Directory, country: str, response: str, values: dict[str, Any]
) -> None:
    """Whoever can't speak reads first what they can do, with the country beside it."""
    first, second, *_ = answers(directory, country)
    assert first["response"] == response
    assert first["country"] == country
    assert values.items() <= first.items()
    assert second["response"] == "utter_danger_again"


@pytest.mark.parametrize(
    ("country", "slots", "first"),
    [
        ("TH", {}, "utter_danger_again"),
        ("SE", {"danger_kind": "captivity"}, "utter_danger_locked_cannot_call"),
        ("SE", {"danger_kind": "taken"}, "utter_danger_medical_cannot_call"),
        ("US", {"only_writing": None}, "utter_danger_here"),
        ("US", {"only_writing": None, "danger_kind": "medical"}, "utter_danger_medical"),
    ],
)
def test_nothing_is_said_without_need_or_knowledge(
    directory: Directory, country: str, slots: dict[str, Any], first: str
) -> None:
    """Where no way is known there is none; whoever can't speak is not told to call, and whoever can is."""
    given = names(answers(directory, country, **slots))
    assert given[0] == first
    assert not WAYS & set(given)


def test_police_come_last_for_those_who_avoid_them(directory: Directory) -> None:
    """An SMS to the police is named after all other numbers; one to all services before them."""
    korea = names(answers(directory, "KR", limits=["no_police"]))
    assert korea.index("utter_silent_text_police") == korea.index("utter_danger_police_choice") + 1
    finland = names(answers(directory, "FI", limits=["no_police"]))
    assert finland.index("utter_silent_text") < finland.index("utter_danger_police_choice")


def test_thoughts_of_dying_do_not_lead_to_the_police(directory: Directory) -> None:
    """Who thinks of dying is given no number of the police, and so no SMS to them."""
    assert not WAYS & set(names(answers(directory, "KR", SELF_HARM)))
    assert names(answers(directory, "FI", SELF_HARM))[0] == "utter_silent_text"


def test_possible_danger(directory: Directory) -> None:
    """It is said as early as the numbers are."""
    dispatcher = CollectingDispatcher()
    ActionPossibleDanger(directory).run(dispatcher, tracker("CZ"), {})
    assert names(dispatcher.messages)[:2] == ["utter_silent_text_police", "utter_possible_danger_cannot_call"]


@pytest.mark.parametrize(
    ("country", "hint", "way"),
    [("FR", None, "utter_silent_text"), (None, "NZ", "utter_silent_call"), ("TH", None, None), (None, None, None)],
)
def test_advice(directory: Directory, country: str | None, hint: str | None, way: str | None) -> None:
    """Whoever asks how to get help without speaking gets the way of their country before the general advice."""
    dispatcher = CollectingDispatcher()
    heard = tracker(country, "advice_silent", country_hint=hint, only_writing=None)
    ActionAdvise(directory).run(dispatcher, heard, {})
    assert names(dispatcher.messages) == [*([way] if way else []), "utter_advice_silent"]
