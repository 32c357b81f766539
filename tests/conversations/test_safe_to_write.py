"""Nothing of the subject is said before it is known that it is safe, where somebody else may hold the phone by now."""

from collections.abc import Callable

import pytest

from bot.core.message import InboundMessage, MessageKind, UserText
from tests.conversations.person import Person

LATE, FORGOTTEN = {"is_late": True, "has_history": True}, {"has_history": True}


async def send(person: Person, text: str, *, kind: MessageKind = MessageKind.TEXT, **network: bool) -> list[str]:
    """Send a message of which the network tells more; return the responses."""
    is_text = kind is MessageKind.TEXT
    message = InboundMessage(
        person.channel,
        person.pseudonym,
        kind,
        text=UserText(text if is_text else ""),
        choice="" if is_text else text,
        **network,  # type: ignore[arg-type]
    )
    person.utterances = ()
    person.replies = await person.engine.answer(message)
    return person.responses


@pytest.mark.parametrize("words", ["i need a safe place to sleep in Bangkok", "he is hitting me right now", "hello"])
@pytest.mark.parametrize("before", [None, "i need a lawyer", "i need a lawyer in Bangkok"])
async def test_late_message(person: Person, words: str, before: str | None) -> None:
    """What was written long ago gets the question whether it is safe, once and without a sound, and no content."""
    if before:
        await person.send_text(before)
    assert await send(person, words, **LATE) == ["utter_ask_safe"]
    assert [reply.is_silent for reply in person.replies] == [True]
    choices = person.replies
    assert await send(person, words, **LATE) == []
    person.replies = choices
    await person.press("Yes")
    assert person.responses[-1] == "utter_ask_need"
    assert not person.replies[-1].is_silent


async def test_new_message_after_a_late_one(person: Person) -> None:
    """A new message is answered at once, also while the question is open."""
    await send(person, "he is hitting me", **LATE)
    await person.send_text("he is hitting me right now, i am in Bangkok")
    assert any(response.startswith("utter_danger_") for response in person.responses)


async def test_late_request_to_erase_or_hide(people: Callable[..., Person]) -> None:
    """Erasing and hiding are done at any time; they show nothing."""
    person = people()
    assert await send(person, "erase", kind=MessageKind.COMMAND, **LATE) == ["utter_erased"]
    person = people()
    [cover] = await send(person, "rain", **LATE)
    assert cover.startswith("utter_cover_")
    assert [reply.is_silent for reply in person.replies] == [True]
    [cover] = await send(person, "he is going to kill me, please help me", **LATE)  # a watcher holds the phone by now
    assert cover.startswith("utter_cover_")


@pytest.mark.parametrize("words", ["what about the weather", "lawyer", "who is this?", "hello", "sun", "anyone there"])
async def test_forgotten_conversation(person: Person, words: str) -> None:
    """A first message in a chat that has begun earlier gets the question alone: cover mode may have been forgotten."""
    assert await send(person, words, **FORGOTTEN) == ["utter_ask_safe"]
    await person.press("Yes")
    assert person.responses[-1] == "utter_ask_need"


@pytest.mark.parametrize("command", ["menu", "language"])
async def test_command_in_forgotten_conversation(person: Person, command: str) -> None:
    """A command brings no menu either."""
    assert await send(person, command, kind=MessageKind.COMMAND, **FORGOTTEN) == ["utter_ask_safe"]


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("he is going to kill me", "utter_danger_"),
        ("i want to kill myself", "utter_self_harm_"),
        ("i need a safe place to sleep in Bangkok", "utter_service"),
        ("rain", "utter_cover_"),
    ],
)
async def test_forgotten_conversation_and_danger(person: Person, words: str, begins: str) -> None:
    """What would end cover mode is answered at once: danger, and a plea for help; and so is the wish to hide."""
    responses = await send(person, words, **FORGOTTEN)
    assert "utter_ask_safe" not in responses
    assert any(response.startswith(begins) for response in responses), responses


async def test_known_conversation_is_not_interrupted(person: Person) -> None:
    """A chat of which something is stored is answered as always."""
    await person.send(MessageKind.START)
    await person.press("Yes")
    await send(person, "lawyer", **FORGOTTEN)
    person.assert_question("utter_ask_place")


@pytest.mark.parametrize("kind", [MessageKind.TEXT, MessageKind.COMMAND])
async def test_erase_as_first_words(person: Person, kind: MessageKind) -> None:
    """Somebody who clears in haste gets no greeting and no word of how to hide, however often they clear."""
    for _ in range(3):
        assert await send(person, "erase", kind=kind, **FORGOTTEN) == ["utter_erased"]
        [reply] = person.replies
        assert reply.erases
        assert reply.text_if_left.startswith("I cleared what I could.")
