"""Pauses: a user stops and continues later with a code, and nothing links the two conversations."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.engine.saved_conversations import MAX_TRIES, MAX_TRIES_PER_PERSON, SavedConversations, find_code
from bot.privacy.encryption import Keys
from bot.state.memory_store import MemoryStore
from tests.conversations.person import Person

DAY = timedelta(days=1).total_seconds()
KEYS = Keys.ephemeral()


async def pause(person: Person, days: int = 3) -> str:
    """Let a user look for a lawyer in Bangkok and pause; return the code that they get."""
    await person.send_text("i need a lawyer in Bangkok")
    await person.send_text("can we continue another day?")
    await person.press_payload(f'/pause_for{{"days": {days}}}')
    person.assert_responses("utter_paused")
    match = re.search(r"\d{4} \d{4}", person.reply_text)
    assert match
    return match[0]


async def test_continue_on_another_phone(people: Callable[..., Person]) -> None:
    """With the code the conversation continues on a phone that the bot has never seen."""
    code = await pause(people())
    other = people("sms")
    await other.send_text(code)
    assert other.responses == ["utter_back"]
    assert other.choices
    await other.send_text("more")
    other.assert_services("legal_help")


async def test_pause_during_a_question(people: Callable[..., Person]) -> None:
    """A question that was open at the pause is asked again."""
    person = people()
    await person.send_text("i need a lawyer")
    await person.send_text("can we continue another day?")
    await person.press_payload('/pause_for{"days": 1}')
    code = re.search(r"\d{4} \d{4}", person.reply_text)
    assert code
    other = people()
    await other.send_text(code[0])
    other.assert_responses("utter_back", "utter_ask_place")


@pytest.mark.parametrize("written", ["{} {}", "{}{}", "{}-{}", " {} {}. "])
async def test_code_formats(people: Callable[..., Person], written: str) -> None:
    """Spaces, hyphens and the digits of any script make no difference."""
    first, second = (await pause(people())).split()
    other = people()
    await other.send_text(written.format(first, second).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")))
    assert "utter_back" in other.responses


async def test_code_works_once(people: Callable[..., Person]) -> None:
    """A code works once, and the reply to a wrong one says only that it is not known."""
    code = await pause(people())
    await people().send_text(code)
    again = people()
    await again.send_text(code)
    assert again.responses == ["utter_pause_not_known"]
    assert again.choices


async def test_erase_removes_the_pause(people: Callable[..., Person]) -> None:
    """Erasing everything erases the pause too."""
    person = people()
    code = await pause(person)
    await person.send_text("erase everything")
    other = people()
    await other.send_text(code)
    assert other.responses == ["utter_pause_not_known"]


async def test_pause_expires() -> None:
    """A pause expires when its days are over."""
    now = [0.0]
    pauses = SavedConversations(MemoryStore(clock=lambda: now[0]), KEYS)
    await pauses.save("12345678", {"need": "shelter"}, 3)
    now[0] = 3 * DAY - 1
    match = await pauses.load("12345678", "somebody")
    assert match is not None
    assert match[1] == {"need": "shelter"}
    await pauses.save("12345678", {"need": "shelter"}, 3)
    now[0] = 6 * DAY
    assert await pauses.load("12345678", "somebody") is None


async def test_tries_of_one_user_are_limited() -> None:
    """A user who tries many codes finds none any more, and does not lock out others."""
    pauses = SavedConversations(MemoryStore(), KEYS)
    await pauses.save("12345678", {"need": "shelter"}, 3)
    for number in range(MAX_TRIES_PER_PERSON):
        assert await pauses.load(f"{number:08d}", "a stranger") is None
    assert await pauses.load("12345678", "a stranger") is None
    assert await pauses.load("12345678", "somebody") is not None


async def test_one_user_does_not_use_up_the_tries_of_all() -> None:
    """However often one user tries, others continue with the right code."""
    pauses = SavedConversations(MemoryStore(), KEYS)
    await pauses.save("12345678", {"need": "shelter"}, 3)
    for number in range(2 * MAX_TRIES):
        assert await pauses.load(f"{number:08d}", "a stranger") is None
    assert await pauses.load("12345678", "somebody") is not None


async def test_code_works_for_one_user() -> None:
    """If two users send a code at the same time, one continues; the same user may try again."""
    pauses = SavedConversations(MemoryStore(), KEYS)
    await pauses.save("12345678", {"need": "shelter"}, 3)
    assert await pauses.load("12345678", "somebody") is not None
    assert await pauses.load("12345678", "another") is None
    assert await pauses.load("12345678", "somebody") is not None


async def test_codes_cannot_be_guessed() -> None:
    """After very many tries by many users, no code works; an hour later the right one does."""
    now = [0.0]
    pauses = SavedConversations(MemoryStore(clock=lambda: now[0]), KEYS)
    await pauses.save("12345678", {"need": "shelter"}, 3)
    for number in range(MAX_TRIES):
        assert await pauses.load(f"{number:08d}", f"person {number}") is None
    assert await pauses.load("12345678", "somebody") is None
    now[0] = 3601
    assert await pauses.load("12345678", "somebody") is not None


@pytest.mark.parametrize("words", ["1234567", "123456789", "call 1234 5678 or 999", "12 34 56 78", "", "1234 5678 9"])
def test_other_numbers_are_no_codes(words: str) -> None:
    """Only exactly eight digits in a row are a code."""
    assert find_code(words) is None


async def test_code_in_a_sentence(people: Callable[..., Person]) -> None:
    """A code is recognized inside a sentence; a sentence with an unknown number is read as a sentence."""
    code = await pause(people())
    other = people()
    await other.send_text(f"my number is {code} please")
    assert "utter_back" in other.responses
    await other.send_text("i need a lawyer, my number is 1234 5678")
    assert "utter_pause_not_known" not in other.responses
