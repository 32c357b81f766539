"""What people say of themselves: what they are, and what they feel."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from nlu.components.self_description import SelfToldReader
from nlu.text.self_description import gender_asked_about, own_feeling, own_gender
from nlu.text.yaml_files import read_yaml
from tests.nlu.conftest import LANGUAGES

HERE = Path(__file__).parent / "self_told"
GENDERS, FEELINGS = (read_yaml(HERE / f"{name}.yml") for name in ("gender", "feelings"))


def cases(lists: dict[str, list[Any]]) -> list[Any]:
    """Return the cases of all languages."""
    return [case for of_language in lists.values() for case in of_language]


@pytest.mark.parametrize("lists", [*GENDERS.values(), *FEELINGS.values()])
def test_every_language_is_tested(lists: dict[str, list[Any]]) -> None:
    """Each of the sixteen languages has cases of every kind."""
    assert lists.keys() == set(LANGUAGES)


@pytest.mark.parametrize(("text", "gender"), cases(GENDERS["own"]))
def test_own_gender(text: str, gender: str) -> None:
    """Whoever says what they are is heard, in each language, whatever else they say."""
    assert own_gender(text) == gender


@pytest.mark.parametrize("text", cases(GENDERS["none"]))
def test_another_persons_gender(text: str) -> None:
    """A man at the door, or a daughter, says nothing of who writes."""
    assert own_gender(text) is None


@pytest.mark.parametrize(("text", "gender"), cases(GENDERS["asked"]))
def test_gender_asked_about(text: str, gender: str) -> None:
    """Who asks whether such people are helped names them, in each language."""
    assert gender_asked_about(text) == gender


@pytest.mark.parametrize(("text", "feeling"), cases(FEELINGS["own"]))
def test_own_feeling(text: str, feeling: str) -> None:
    """A feeling is known by its word, in each language; of two the one that comes first."""
    assert own_feeling(text) == feeling


@pytest.mark.parametrize("text", cases(FEELINGS["none"]))
def test_no_feeling(text: str) -> None:
    """Where no feeling is named none is made up."""
    assert own_feeling(text) is None


def read(text: str, intent: str, **told: object) -> dict[str, Any]:
    """Return the entities that the component finds after the classifier said `intent`."""
    message = Message({"text": text, "intent": {"name": intent, "confidence": 0.6}, **told})
    SelfToldReader().process([message])
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
    """What is ambiguous is believed only where the intent bears it out, what is plain always."""
    assert read(text, intent) == found


def test_a_label_tells_nothing_of_who_chose_it() -> None:
    """A typed label of ours ("I am a man") is a choice: its own entities say what it means."""
    assert read("i am a man", "tell_gender", chosen=True) == {}


@given(st.text(st.characters(codec=None, exclude_categories=[])))
def test_any_text(text: str) -> None:
    """Whatever is typed: a name that the lexicon has, or none."""
    assert own_gender(text) in {None, "man", "woman", "boy", "girl", "lgbtq"}
    assert gender_asked_about(text) in {None, "man", "woman", "lgbtq"}
    assert own_feeling(text) in {
        None, "afraid", "ashamed", "alone", "sad", "angry", "tired", "confused", "relieved",
    }  # fmt: skip
