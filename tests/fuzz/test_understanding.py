"""Arbitrary texts for the whole pipeline, and for each function that reads a text."""

import gc
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.common.text_input import clean_text
from bot.engine.processor import TurnProcessor
from bot.engine.standalone_parser import StandaloneParser
from bot.workers.server import freeze_garbage_collector
from nlu.components.metadata import Metadata
from nlu.reading.circumstances import read_names, read_origin
from nlu.reading.clauses import split_clauses
from nlu.reading.people import read_person
from nlu.text.age import extract_age
from nlu.text.choices import match_choice
from nlu.text.danger_phrases import find_danger
from nlu.text.language_names import requested_language
from nlu.text.normalization import match_key, normalize, sanitize_input
from nlu.text.places.finder import find_place, find_places
from nlu.text.scripts import detect_script, language_from_letters
from nlu.text.self_description import extract_feeling, extract_gender, has_fled, mentioned_gender
from nlu.text.short_answers import parse_short_answer
from tests.fuzz.limits import FUZZ_SETTINGS, time_limit
from tests.fuzz.texts import texts
from tests.nlu.conftest import LANGUAGES

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of 100,000 characters

_language = st.sampled_from([None, *LANGUAGES, "de", "shn", "und"])
_country = st.sampled_from([None, "TH", "MM", "CO", "QA", "XX"])
_choices = st.lists(
    st.builds(
        lambda label, payload: {"label": label, "payload": payload},
        texts.map(lambda text: text[:60]),
        st.sampled_from(["/find_shelter", "/deny", '/give_place{"place": {"country": "TH"}}']),
    ),
    max_size=9,
)

contexts = st.fixed_dictionaries(
    {
        "language": _language,
        "language_hint": _language,
        "language_chosen": st.booleans(),
        "choices": _choices,
        "place_question": st.sampled_from([None, "give_place", "rights_country"]),
        "language_question": st.booleans(),
        "country": _country,
        "named_services": st.sampled_from([0, 1, 3, 9]),
        "explain": st.booleans(),
    }
)
"""The engine's possible `Metadata` of a conversation."""

INTERNAL_INTENTS = {"restart", "back", "session_start", "help_from_home", "more_needs", "unreadable", "stale_choice"}
"""Internal intents of Rasa or the engine; no text may have one of them."""

READERS: dict[str, Callable[[str], Any]] = {
    "normalise": normalize,
    "key": match_key,
    "script_of": detect_script,
    "language_by_letter": language_from_letters,
    "named_language": requested_language,
    "find_place": find_place,
    "find_place, asked": lambda text: find_place(text, country_hint="TH", is_answer=True),
    "find_places": find_places,
    "split_clauses": lambda text: split_clauses(normalize(text)),
    "read_person": lambda text: read_person(text, "th", None, "greet"),
    "read_names": lambda text: read_names(text, "en"),
    "read_origin": lambda text: read_origin(text, "my"),
    "find_danger": find_danger,
    "chosen": lambda text: match_choice(text, ["A safe place", text[:60], "ที่พัก"], "th"),
    "said_alone": parse_short_answer,
    "own_age": extract_age,
    "own_gender": extract_gender,
    "gender_asked_about": mentioned_gender,
    "own_feeling": extract_feeling,
    "has_fled": has_fled,
}
"""Each pure function that a component calls with a text."""

ENTITIES = {
    "place",
    "possible_place",
    "language",
    "age",
    "gender",
    "feeling",
    "fled",
    "facts",
    "answer",
    "person",
    "whom",
    "check",
    "rights_question",
    "days",
}
"""Entities that may be extracted from a text, or from a choice."""


@pytest.fixture(scope="module", autouse=True)
def _warm_up(understanding: StandaloneParser) -> Iterator[None]:
    """Load lazy data and freeze the garbage collector, as the service does before the first message."""
    for text in ("ສະບາຍດີ", "speak another language please", "i am in chiang mai"):
        understanding.parse(text)
        for read in READERS.values():
            read(text)
    freeze_garbage_collector()  # a full collection would count as time of the text in which it happens
    yield
    gc.unfreeze()


@FUZZ_SETTINGS
@given(text=texts)
def test_text_without_conversation(understanding: StandaloneParser, text: str) -> None:
    """Any string has an intent of the domain if it has readable text, within the time limit."""
    with time_limit():
        result = understanding.parse(text)
    assert result["intent"] in (
        set(understanding.processor.domain.intents) - INTERNAL_INTENTS if sanitize_input(text) else [None]
    )
    assert result["language"]
    assert 0 <= result["confidence"] <= 1
    assert 0 <= result["danger_probability"] <= 1
    json.dumps(result)


@FUZZ_SETTINGS
@given(text=texts, context=contexts)
async def test_text_in_conversation(processor: TurnProcessor, text: str, context: Metadata) -> None:
    """The same is true of cleaned texts in any conversation."""
    cleaned = clean_text(text)
    cleaned.encode("utf-8")
    with time_limit():
        parsed = await processor.parse_text(sanitize_input(cleaned), dict(context), DialogueStateTracker("", []))
    assert parsed["intent"]["name"] in set(processor.domain.intents) - INTERNAL_INTENTS
    assert 0 <= parsed["intent"]["confidence"] <= 1
    assert {entity["entity"] for entity in parsed["entities"]} <= ENTITIES
    assert ("reading" in parsed) == context["explain"]
    json.dumps([parsed["entities"], parsed.get("reading")])


@FUZZ_SETTINGS
@given(text=texts)
def test_each_text_function(text: str) -> None:
    """Each function reads raw text, within the time limit, without relying on others to clean it."""
    for read in READERS.values():
        with time_limit():
            read(text)
