"""What the component makes of a typed answer while choices stand."""

import pytest
from rasa.shared.nlu.training_data.message import Message

from nlu.components.choice import AnswerReader, ChoiceReader
from nlu.components.metadata import Offered

SAFE: list[Offered] = [
    {"label": "It is safe", "payload": '/check_answer{"answer": "yes"}'},
    {"label": "Not now", "payload": '/check_answer{"answer": "no"}'},
    {"label": "Stop asking", "payload": '/check_answer{"answer": "stop"}'},
]
"""A yes-or-no question of ours whose labels are other words."""

MENU: list[Offered] = [
    {"label": "A safe place", "payload": "/find_shelter"},
    {"label": "A doctor", "payload": "/find_medical_help"},
]


def read(text: str, choices: list[Offered], language: str = "en") -> Message:
    """Return the message after the component has read it."""
    message = Message({"text": text, "language": language, "metadata": {"choices": choices}})
    ChoiceReader().process([message])
    return message


def meant(message: Message) -> tuple[str | None, dict[str, str]]:
    """Return the intent that is settled, and the entities."""
    name = (message.get("intent") or {}).get("name")
    return name, {found["entity"]: found["value"] for found in message.get("entities") or []}


@pytest.mark.parametrize(
    ("text", "language", "answer"),
    [
        ("yes", "en", "yes"), ("yes please", "en", "yes"), ("nope", "en", "no"), ("ใช่ค่ะ", "th", "yes"),
        ("ไม่", "th", "no"), ("sí", "es", "yes"), ("нет", "ru", "no"), ("হ্যাঁ", "bn", "yes"),
        ("opo", "fil", "yes"), ("không", "vi", "no"),
    ],
)  # fmt: skip
def test_yes_and_no_answer_a_choice(text: str, language: str, answer: str) -> None:
    """A typed yes or no answers a question of ours, whatever the labels of its choices are."""
    message = read(text, SAFE, language)
    assert meant(message) == ("check_answer", {"answer": answer})
    assert message.get("chosen")


def test_yes_and_no_where_no_such_question_stands() -> None:
    """Beside other choices, or none, a yes and a no stay what they are."""
    for choices in (MENU, []):
        assert meant(read("yes", choices)) == ("affirm", {})
        assert meant(read("no", choices)) == ("deny", {})


def test_a_label_comes_before_yes_and_no() -> None:
    """A label that is a yes itself is chosen by its words, and means its own payload."""
    choices: list[Offered] = [*SAFE, {"label": "Yes", "payload": "/find_shelter"}]
    assert meant(read("yes", choices)) == ("find_shelter", {})


def test_a_choice_warns_of_nothing() -> None:
    """What the detector suspected in a label of ours is forgotten."""
    message = Message({"text": "2", "language": "en", "metadata": {"choices": MENU}, "suspected": "danger"})
    ChoiceReader().process([message])
    assert meant(message) == ("find_medical_help", {})
    assert message.get("suspected") is None


@pytest.mark.parametrize("text", ["9", "3", "0", " 7. ", "๙", "٩", "９", "15", "๑๕"])
def test_a_number_that_is_no_choice(text: str) -> None:
    """A bare number where no such choice stands is a slip, not an age nor a place: it is not understood."""
    assert meant(read(text, MENU)) == ("nlu_fallback", {})


@pytest.mark.parametrize(("text", "choices"), [("9", []), ("15", []), ("150", MENU), ("9 people", MENU), ("-", MENU)])
def test_numbers_that_are_no_slip(text: str, choices: list[Offered]) -> None:
    """Without choices, with three digits or with a word beside it a number is left to the others."""
    assert meant(read(text, choices)) == (None, {})


@pytest.mark.parametrize(("intent", "answer"), [("affirm", "yes"), ("deny", "no")])
def test_a_sentence_answers_as_well(intent: str, answer: str) -> None:
    """Where the classifier reads a yes or a no in a sentence, it answers the question that stands."""
    said = {"text": "of course he did", "intent": {"name": intent, "confidence": 0.8}}
    message = Message({**said, "metadata": {"choices": SAFE}})
    AnswerReader().process([message])
    assert meant(message) == ("check_answer", {"answer": answer})
    beside_a_menu = Message({**said, "metadata": {"choices": MENU}})
    AnswerReader().process([beside_a_menu])
    assert meant(beside_a_menu) == (intent, {})


@pytest.mark.parametrize(
    ("found", "intent"), [([], "nlu_fallback"), ([{"entity": "place", "value": "Laos"}], "give_place")]
)
def test_a_place_that_nobody_knows_is_no_answer(found: list[dict[str, str]], intent: str) -> None:
    """While a yes-or-no question stands, a "place" without one is not understood; a real one stays a place."""
    said = {"text": "maybe blorp", "intent": {"name": "give_place", "confidence": 0.5}, "entities": found}
    message = Message({**said, "metadata": {"choices": SAFE}})
    AnswerReader().process([message])
    assert meant(message)[0] == intent
