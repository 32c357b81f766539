"""What the component makes of a typed answer while choices stand."""

import pytest
from rasa.shared.nlu.training_data.message import Message

from nlu.components.choice import AnswerMatcher, ChoiceMatcher
from nlu.components.metadata import OfferedChoice

SAFE: list[OfferedChoice] = [
    {"label": "It is safe", "payload": '/check_answer{"answer": "yes"}'},
    {"label": "Not now", "payload": '/check_answer{"answer": "no"}'},
    {"label": "Stop asking", "payload": '/check_answer{"answer": "stop"}'},
]
"""A yes-or-no question of ours whose labels are other words."""

MENU: list[OfferedChoice] = [
    {"label": "A safe place", "payload": "/find_shelter"},
    {"label": "A doctor", "payload": "/find_medical_help"},
]


def parse(text: str, choices: list[OfferedChoice], language: str = "en") -> Message:
    """Return the message after the component has read it."""
    message = Message({"text": text, "language": language, "metadata": {"choices": choices}})
    ChoiceMatcher().process([message])
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
def test_yes_and_no_select_a_choice(text: str, language: str, answer: str) -> None:
    """A typed yes or no answers a question, whatever the labels of its choices."""
    message = parse(text, SAFE, language)
    assert meant(message) == ("check_answer", {"answer": answer})
    assert message.get("chosen")


def test_yes_and_no_without_question() -> None:
    """With other choices, or none, yes and no keep their intents."""
    for choices in (MENU, []):
        assert meant(parse("yes", choices)) == ("affirm", {})
        assert meant(parse("no", choices)) == ("deny", {})


def test_label_comes_before_yes_and_no() -> None:
    """A label that is a yes itself is chosen by its words, and means its own payload."""
    choices: list[OfferedChoice] = [*SAFE, {"label": "Yes", "payload": "/find_shelter"}]
    assert meant(parse("yes", choices)) == ("find_shelter", {})


def test_choice_is_never_danger() -> None:
    """What the detector suspected in a label of ours is forgotten."""
    message = Message({"text": "2", "language": "en", "metadata": {"choices": MENU}, "suspected": "danger"})
    ChoiceMatcher().process([message])
    assert meant(message) == ("find_medical_help", {})
    assert message.get("suspected") is None


@pytest.mark.parametrize("text", ["9", "3", "0", " 7. ", "๙", "٩", "９", "15", "๑๕"])
def test_number_without_choice_is_fallback(text: str) -> None:
    """A bare number without such a choice is a fallback, not an age or a place."""
    assert meant(parse(text, MENU)) == ("nlu_fallback", {})


@pytest.mark.parametrize(("text", "choices"), [("9", []), ("15", []), ("150", MENU), ("9 people", MENU), ("-", MENU)])
def test_numbers_without_choices(text: str, choices: list[OfferedChoice]) -> None:
    """Without choices, with three digits or with another word, a number is left to other components."""
    assert meant(parse(text, choices)) == (None, {})


@pytest.mark.parametrize(("intent", "answer"), [("affirm", "yes"), ("deny", "no")])
def test_sentence_selects_choice(intent: str, answer: str) -> None:
    """A sentence classified as yes or no answers the open question."""
    said = {"text": "of course he did", "intent": {"name": intent, "confidence": 0.8}}
    message = Message({**said, "metadata": {"choices": SAFE}})
    AnswerMatcher().process([message])
    assert meant(message) == ("check_answer", {"answer": answer})
    beside_a_menu = Message({**said, "metadata": {"choices": MENU}})
    AnswerMatcher().process([beside_a_menu])
    assert meant(beside_a_menu) == (intent, {})


@pytest.mark.parametrize(
    ("found", "intent"), [([], "nlu_fallback"), ([{"entity": "place", "value": "Laos"}], "give_place")]
)
def test_unknown_place_is_fallback(found: list[dict[str, str]], intent: str) -> None:
    """While a yes-or-no question is open, give_place without a place is a fallback; with one it is kept."""
    said = {"text": "maybe blorp", "intent": {"name": "give_place", "confidence": 0.5}, "entities": found}
    message = Message({**said, "metadata": {"choices": SAFE}})
    AnswerMatcher().process([message])
    assert meant(message)[0] == intent
