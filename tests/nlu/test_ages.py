"""How old the person is, where they say it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from nlu.components.age import AgeReader
from nlu.text.age import own_age
from nlu.text.yaml_files import read_yaml

CASES = read_yaml(Path(__file__).parent / "language" / "ages.yml")


@pytest.mark.parametrize(("text", "age"), [case for cases in CASES["own"].values() for case in cases])
def test_own_age(text: str, age: int) -> None:
    """Whoever tells their age is heard, in each language, in its own digits, in words, in Latin letters."""
    assert own_age(text) == age


@pytest.mark.parametrize("text", [text for texts in CASES["none"].values() for text in texts])
def test_no_age_of_ones_own(text: str) -> None:
    """Another's age, an amount, a duration, a price, a room and a year are not the writer's age."""
    assert own_age(text) is None


@pytest.mark.parametrize("text", ["i am 3", "i am 150", "i am 0", "i am 15151515"])
def test_no_age_at_all(text: str) -> None:
    """What can't be the age of somebody who writes is none."""
    assert own_age(text) is None


@given(st.text(st.characters(codec=None, exclude_categories=[])))
def test_any_text(text: str) -> None:
    """Whatever is typed: an age of somebody who can write, or none."""
    age = own_age(text)
    assert age is None or 5 <= age <= 99


def read(text: str, intent: str) -> Message:
    """Return what the component makes of a text after the classifier said `intent`."""
    message = Message({"text": text, "intent": {"name": intent, "confidence": 0.4}})
    AgeReader().process([message])
    return message


@pytest.mark.parametrize(
    ("text", "before", "after", "age"),
    [
        ("im 15 girl", "greet", "i_am_a_child", 15),
        ("อายุ 15", "give_place", "i_am_a_child", 15),
        ("tengo 15 necesito donde dormir", "find_shelter", "find_shelter", 15),
        ("i am 15 and he will kill me tonight", "in_danger", "in_danger", 15),
        ("im 15 will they arrest me", "know_rights", "know_rights", 15),
        ("i am 34", "greet", "greet", 34),
    ],
)
def test_component(text: str, before: str, after: str, age: int) -> None:
    """A child's age is the intent where nothing matters more, and always stands beside it, in years."""
    message = read(text, before)
    assert message.get("intent")["name"] == after
    assert [(found["entity"], found["value"]) for found in message.get("entities")] == [("age", age)]


def test_no_age_no_entity() -> None:
    """Where nobody tells their age nothing is noted."""
    message = read("my sister is 15", "help_someone_else")
    assert message.get("intent")["name"] == "help_someone_else"
    assert not message.get("entities")
