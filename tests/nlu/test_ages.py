"""How old the person is, where they say it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from nlu.components.self_description import AgeExtractor
from nlu.text.age import extract_age
from nlu.text.yaml_files import read_yaml
from tests.nlu.readings import make_reading, read_message

CASES = read_yaml(Path(__file__).parent / "language" / "ages.yml")


@pytest.mark.parametrize(("text", "age"), [case for cases in CASES["own"].values() for case in cases])
def test_extracts_own_age(text: str, age: int) -> None:
    """The age is extracted in each language, in native digits, in words, in Latin letters."""
    assert extract_age(text) == age


@pytest.mark.parametrize("text", [text for texts in CASES["none"].values() for text in texts])
def test_ignores_ages_of_others(text: str) -> None:
    """Another's age, an amount, a duration, a price, a room and a year are not the writer's age."""
    assert extract_age(text) is None


@pytest.mark.parametrize("text", ["i am 3", "i am 150", "i am 0", "i am 15151515"])
def test_ignores_other_numbers(text: str) -> None:
    """Numbers that cannot be the writer's age are ignored."""
    assert extract_age(text) is None


@given(st.text(st.characters(codec=None, exclude_categories=[])))
def test_any_text(text: str) -> None:
    """Any text returns a plausible age or None."""
    age = extract_age(text)
    assert age is None or 5 <= age <= 99


def parse(text: str, intent: str, **told: object) -> Message:
    """Return what the component makes of a text after the classifier said `intent`."""
    reading = make_reading(text, intents=((intent, 0.4),))
    message = read_message(reading, intent={"name": intent, "confidence": 0.4}, **told)
    AgeExtractor().process([message])
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
    """A child's age sets the intent unless another matters more, and is always an entity, in years."""
    message = parse(text, before)
    assert message.get("intent")["name"] == after
    assert [(found["entity"], found["value"]) for found in message.get("entities")] == [("age", age)]


def test_no_entity_for_the_age_of_others() -> None:
    """Somebody else's age is no entity: the slot is for the age of the writer."""
    message = parse("my sister is 15", "help_someone_else")
    assert message.get("intent")["name"] == "help_someone_else"
    assert not message.get("entities")


@pytest.mark.parametrize(
    "told", [{"chosen": True}, {"metadata": {"choices": [{"label": "Yes", "payload": "/affirm"}]}}]
)
def test_no_entity_for_a_choice(told: dict[str, object]) -> None:
    """A number while choices are open, or in a label of ours, is not the age of the writer."""
    message = parse("15", "greet", **told)
    assert message.get("intent")["name"] == "greet"
    assert not message.get("entities")
