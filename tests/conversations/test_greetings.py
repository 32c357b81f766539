"""Greetings and goodbyes."""

import pytest

from bot.core.message import MessageKind
from tests.conversations.person import Person


async def test_greeting_is_discreet(person: Person) -> None:
    """The greeting says that a machine answers and asks no name, but not what the service is for."""
    await person.send_text("hello")
    assert "machine" in person.reply_text
    assert "I don't ask your name" in person.reply_text
    assert not [word for word in ("traffick", "victim", "police", "slave") if word in person.reply_text.lower()]


async def test_introduction_is_sent_once(person: Person) -> None:
    """The introduction is sent only once."""
    await person.send_text("hello")
    person.assert_responses("utter_intro")
    await person.send_text("hello")
    assert "utter_intro" not in person.responses


@pytest.mark.parametrize("words", ["hello", "test"])
async def test_purpose_is_explained_once_it_is_safe(person: Person, words: str) -> None:
    """A user who only greets reads what the bot does, and how to hide it, after confirming that it is safe."""
    await person.send_text(words)
    person.assert_question("utter_ask_safe")
    await person.send_text("yes")
    assert person.responses == ["utter_what_i_do", "utter_how_to_stop", "utter_ask_need"]
    assert person.choices


async def test_not_now(person: Person) -> None:
    """A user who can't write now reads nothing about the subject, and is asked again when they return."""
    await person.send_text("hello")
    await person.press("Not now")
    assert person.responses == ["utter_not_now"]
    assert person.choices == []
    await person.send_text("hello")
    assert person.responses == ["utter_ask_safe"]


async def test_starting_over(person: Person) -> None:
    """START is a greeting: the introduction and whether it is safe to write; the next START shows the menu."""
    await person.send(MessageKind.START)
    assert person.responses == ["utter_intro", "utter_ask_safe"]
    assert person.choices
    await person.send(MessageKind.START)
    person.assert_question("utter_ask_need")


@pytest.mark.parametrize("before", [["Yes"], ["Yes", "Legal help"], ["Yes", "bye"], ["Yes", "hello"], ["Not now"]])
async def test_start_is_never_misunderstood(person: Person, before: list[str]) -> None:
    """START leads to the menu, or to the question whether it is safe, as often as the network's button says it."""
    await person.send(MessageKind.START)
    for words in before:
        await (person.press if words in person.choices else person.send_text)(words)
    for _ in range(3):
        await person.send(MessageKind.START)
        assert person.responses in (["utter_ask_need"], ["utter_ask_safe"]), person.responses
        assert person.choices


async def test_replies_to_greetings_vary(person: Person) -> None:
    """Repeated greetings get different replies."""
    answers = []
    for _ in range(3):
        await person.send_text("hello")
        answers.append(person.reply_text)
    assert len(set(answers)) == 3


async def test_feedback_is_requested_once(person: Person) -> None:
    """A second thank you gets no second question about whether it helped."""
    await person.send_text("i need a lawyer in Bangkok")
    await person.send_text("thank you")
    assert person.responses == ["utter_welcome", "utter_did_it_help"]
    await person.send_text("thank you")
    assert person.responses == ["utter_welcome"]


async def test_goodbye_is_dull(person: Person) -> None:
    """A goodbye gets one line without choices, whatever was found: somebody else may read it."""
    await person.send_text("bye")
    assert person.responses == ["utter_intro", "utter_goodbye"]
    await person.send_text("i need a lawyer in Bangkok")
    await person.send_text("bye")
    assert person.responses == ["utter_goodbye"]
    assert person.choices == []


async def test_thanks_after_a_referral(person: Person) -> None:
    """A user who thanks after a referral is asked whether it helped; a user without a referral is not."""
    await person.send_text("i need a lawyer")
    await person.send_text("thank you")
    assert person.responses == ["utter_welcome", "utter_ask_place"]
    await person.send_text("Bangkok")
    await person.send_text("thank you")
    assert person.responses == ["utter_welcome", "utter_did_it_help"]
    await person.press("No")
    person.assert_question("utter_sorry_it_did_not")
