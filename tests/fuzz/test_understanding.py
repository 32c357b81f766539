"""Any text, through the whole pipeline and through each of its readers."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.common.text_input import as_written
from bot.engine.processor import TurnProcessor
from bot.engine.standalone_parser import Understanding
from nlu.components.metadata import Metadata
from nlu.text.age import own_age
from nlu.text.choices import chosen
from nlu.text.danger_phrases import find_danger
from nlu.text.language_names import named_language
from nlu.text.normalization import key, normalise, readable
from nlu.text.places.finder import find_place
from nlu.text.scripts import language_by_letter, script_of
from nlu.text.self_description import gender_asked_about, has_fled, own_feeling, own_gender
from nlu.text.short_answers import said_alone
from tests.fuzz.limits import FUZZED, in_time
from tests.fuzz.texts import texts
from tests.nlu.conftest import LANGUAGES

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of 100,000 characters

_language = st.sampled_from([None, *LANGUAGES, "de", "shn"])
_country = st.sampled_from([None, "TH", "MM", "CO", "QA", "XX"])
_choices = st.lists(
    st.builds(
        lambda label, payload: {"label": label, "payload": payload},
        texts.map(lambda text: text[:60]),
        st.sampled_from(["/find_shelter", "/deny", '/give_place{"place": {"country": "TH"}}']),
    ),
    max_size=9,
)

situations = st.fixed_dictionaries(
    {
        "language": _language,
        "language_hint": _language,
        "language_chosen": st.booleans(),
        "choices": _choices,
        "asked_place": st.sampled_from([None, "give_place", "rights_country"]),
        "asked_language": st.booleans(),
        "country": _country,
    }
)
"""All that the engine may know of a conversation, as `Metadata`."""

NEVER_IN_WORDS = {"restart", "back", "session_start", "help_from_home", "more_needs", "unreadable", "stale_choice"}
"""Intents that Rasa or the engine has for itself: no text may be one of them."""

READERS: dict[str, Callable[[str], Any]] = {
    "normalise": normalise,
    "key": key,
    "script_of": script_of,
    "language_by_letter": language_by_letter,
    "named_language": named_language,
    "find_place": find_place,
    "find_place, asked": lambda text: find_place(text, country_hint="TH", asked=True),
    "find_danger": find_danger,
    "chosen": lambda text: chosen(text, ["A safe place", text[:60], "ที่พัก"], "th"),
    "said_alone": said_alone,
    "own_age": own_age,
    "own_gender": own_gender,
    "gender_asked_about": gender_asked_about,
    "own_feeling": own_feeling,
    "has_fled": has_fled,
}
"""Each pure function that a component hands a text to."""

ENTITIES = {
    "place",
    "language",
    "age",
    "gender",
    "feeling",
    "fled",
    "answer",
    "person",
    "whom",
    "check",
    "topic",
    "days",
}
"""What may be found in a text, or a choice that it names may hold."""


@pytest.fixture(scope="module", autouse=True)
def _loaded(understanding: Understanding) -> None:
    """Load what loads itself at its first use, as the service does before the first message."""
    for text in ("ສະບາຍດີ", "speak another language please", "i am in chiang mai"):
        understanding.of(text)
        for read in READERS.values():
            read(text)


@FUZZED
@given(text=texts)
def test_alone(understanding: Understanding, text: str) -> None:
    """Any string at all, without a conversation: an intent of the domain if there is anything to read, in time."""
    with in_time():
        said = understanding.of(text)
    assert said["intent"] in (
        set(understanding.processor.domain.intents) - NEVER_IN_WORDS if readable(text) else [None]
    )
    assert said["language"]
    assert 0 <= said["confidence"] <= 1
    json.dumps(said["ranking"])


@FUZZED
@given(text=texts, situation=situations)
async def test_in_a_conversation(processor: TurnProcessor, text: str, situation: Metadata) -> None:
    """What the channels' edge lets through, whatever was offered and asked before: the same."""
    words = as_written(text)
    words.encode("utf-8")
    with in_time():
        parsed = await processor.understand(readable(words), dict(situation), DialogueStateTracker("", []))
    assert parsed["intent"]["name"] in set(processor.domain.intents) - NEVER_IN_WORDS
    assert 0 <= parsed["intent"]["confidence"] <= 1
    assert {found["entity"] for found in parsed["entities"]} <= ENTITIES
    json.dumps(parsed["entities"])


@FUZZED
@given(text=texts)
def test_each_reader(text: str) -> None:
    """No reader relies on another having shortened or cleaned the text: each takes the raw one, in time."""
    for read in READERS.values():
        with in_time():
            read(text)
