"""What people say of themselves: what they are, and what they feel."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from nlu.components.self_description import SelfDescriptionExtractor
from nlu.text.self_description import extract_feeling, extract_gender, mentioned_gender
from nlu.text.yaml_files import read_yaml
from tests.nlu.conftest import LANGUAGES

HERE = Path(__file__).parent / "self_told"
GENDERS, FEELINGS = (read_yaml(HERE / f"{name}.yml") for name in ("gender", "feelings"))


def cases(lists: dict[str, list[Any]]) -> list[Any]:
    """Return the cases of all languages."""
    return [case for of_language in lists.values() for case in of_language]


@pytest.mark.parametrize("lists", [*GENDERS.values(), *FEELINGS.values()])
def test_all_languages_are_tested(lists: dict[str, list[Any]]) -> None:
    """Each of the sixteen languages has cases of every kind."""
    assert lists.keys() == set(LANGUAGES)


@pytest.mark.parametrize(("text", "gender"), cases(GENDERS["own"]))
def test_extracts_own_gender(text: str, gender: str) -> None:
    """Gender is extracted in each language, also from longer texts."""
    assert extract_gender(text) == gender


@pytest.mark.parametrize("text", cases(GENDERS["none"]))
def test_ignores_gender_of_others(text: str) -> None:
    """A man at the door, or a daughter, says nothing of who writes."""
    assert extract_gender(text) is None


@pytest.mark.parametrize(("text", "gender"), cases(GENDERS["asked"]))
def test_mentioned_gender(text: str, gender: str) -> None:
    """A question about such people returns the gender, in each language."""
    assert mentioned_gender(text) == gender


@pytest.mark.parametrize(("text", "feeling"), cases(FEELINGS["own"]))
def test_extracts_feeling(text: str, feeling: str) -> None:
    """A feeling is known by its word, in each language; of two the one that comes first."""
    assert extract_feeling(text) == feeling


@pytest.mark.parametrize("text", cases(FEELINGS["none"]))
def test_no_feeling(text: str) -> None:
    """A text without a feeling returns None."""
    assert extract_feeling(text) is None


def parse(text: str, intent: str, **told: object) -> dict[str, Any]:
    """Return the entities that the component finds after the classifier said `intent`."""
    message = Message({"text": text, "intent": {"name": intent, "confidence": 0.6}, **told})
    SelfDescriptionExtractor().process([message])
    return {found["entity"]: found["value"] for found in message.get("entities") or []}


@pytest.mark.parametrize(
    ("text", "intent", "found"),
    [
        ("i am a man, where can i sleep", "find_shelter", {"gender": "man"}),
        ("do you take men too", "tell_gender", {"gender": "man"}),
        ("the men took my money", "describe_exploitation", {}),
        ("i am so scared", "say_feeling", {"feeling": "afraid"}),
        ("i am scared of immigration", "immigration_help", {}),
        ("im a girl and im lonely", "say_feeling", {"gender": "girl", "feeling": "alone"}),
    ],
)
def test_component(text: str, intent: str, found: dict[str, str]) -> None:
    """Ambiguous words count only with a matching intent, clear words always."""
    assert parse(text, intent) == found


def test_ignores_labels_of_choices() -> None:
    """A typed label of ours ("I am a man") is a choice: its own entities say what it means."""
    assert parse("i am a man", "tell_gender", chosen=True) == {}


@given(st.text(st.characters(codec=None, exclude_categories=[])))
def test_any_text(text: str) -> None:
    """Any text returns a name of the lexicon or None."""
    assert extract_gender(text) in {None, "man", "woman", "boy", "girl", "lgbtq"}
    assert mentioned_gender(text) in {None, "man", "woman", "lgbtq"}
    assert extract_feeling(text) in {
        None, "afraid", "ashamed", "alone", "sad", "angry", "tired", "confused", "relieved",
    }  # fmt: skip
