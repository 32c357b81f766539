"""Stop here and go on later: with a number, and without anything that links the two."""

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


async def paused(person: Person, days: int = 3) -> str:
    """Let somebody look for a lawyer in Bangkok and pause; return the number that they are given."""
    await person.says("i need a lawyer in Bangkok")
    await person.says("can we continue another day?")
    await person.presses_payload(f'/pause_for{{"days": {days}}}')
    person.was_told("utter_paused")
    found = re.search(r"\d{4} \d{4}", person.read)
    assert found
    return found[0]


async def test_from_another_phone(people: Callable[..., Person]) -> None:
    """With the number it goes on where it was, for somebody whom we have never met."""
    code = await paused(people())
    other = people("sms")
    await other.says(code)
    assert other.told == ["utter_back"]
    assert other.choices
    await other.says("more")
    other.was_offered("legal_help")


async def test_in_the_middle_of_a_question(people: Callable[..., Person]) -> None:
    """A question that was open when somebody paused is put again."""
    person = people()
    await person.says("i need a lawyer")
    await person.says("can we continue another day?")
    await person.presses_payload('/pause_for{"days": 1}')
    code = re.search(r"\d{4} \d{4}", person.read)
    assert code
    other = people()
    await other.says(code[0])
    other.was_told("utter_back", "utter_ask_place")


@pytest.mark.parametrize("written", ["{} {}", "{}{}", "{}-{}", " {} {}. "])
async def test_however_it_is_written(people: Callable[..., Person], written: str) -> None:
    """Spaces, hyphens and the digits of any script make no difference."""
    first, second = (await paused(people())).split()
    other = people()
    await other.says(written.format(first, second).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")))
    assert "utter_back" in other.told


async def test_once(people: Callable[..., Person]) -> None:
    """A number is good once, and a wrong one says nothing but that."""
    code = await paused(people())
    await people().says(code)
    again = people()
    await again.says(code)
    assert again.told == ["utter_pause_not_known"]
    assert again.choices


async def test_erased(people: Callable[..., Person]) -> None:
    """Whoever has everything erased has the pause erased, too."""
    person = people()
    code = await paused(person)
    await person.says("erase everything")
    other = people()
    await other.says(code)
    assert other.told == ["utter_pause_not_known"]


async def test_over_in_time() -> None:
    """A pause is forgotten when its days are over."""
    now = [0.0]
    pauses = SavedConversations(MemoryStore(clock=lambda: now[0]), KEYS)
    await pauses.save("12345678", {"need": "shelter"}, 3)
    now[0] = 3 * DAY - 1
    found = await pauses.load("12345678", "somebody")
    assert found is not None
    assert found[1] == {"need": "shelter"}
    await pauses.save("12345678", {"need": "shelter"}, 3)
    now[0] = 6 * DAY
    assert await pauses.load("12345678", "somebody") is None


async def test_one_person_tries_a_few() -> None:
    """Whoever tries many numbers finds none any more, and takes nothing from others by that."""
    pauses = SavedConversations(MemoryStore(), KEYS)
    await pauses.save("12345678", {"need": "shelter"}, 3)
    for number in range(MAX_TRIES_PER_PERSON):
        assert await pauses.load(f"{number:08d}", "a stranger") is None
    assert await pauses.load("12345678", "a stranger") is None
    assert await pauses.load("12345678", "somebody") is not None


async def test_a_number_is_good_for_one() -> None:
    """Of two who give a number at the same time one goes on; the same person may try again."""
    pauses = SavedConversations(MemoryStore(), KEYS)
    await pauses.save("12345678", {"need": "shelter"}, 3)
    assert await pauses.load("12345678", "somebody") is not None
    assert await pauses.load("12345678", "another") is None
    assert await pauses.load("12345678", "somebody") is not None


async def test_numbers_cannot_be_guessed() -> None:
    """Where very many numbers are tried, by anybody, none is known; an hour later the right one is."""
    now = [0.0]
    pauses = SavedConversations(MemoryStore(clock=lambda: now[0]), KEYS)
    await pauses.save("12345678", {"need": "shelter"}, 3)
    for number in range(MAX_TRIES):
        assert await pauses.load(f"{number:08d}", f"person {number}") is None
    assert await pauses.load("12345678", "somebody") is None
    now[0] = 3601
    assert await pauses.load("12345678", "somebody") is not None


@pytest.mark.parametrize("words", ["1234567", "123456789", "call 1234 5678 or 999", "12 34 56 78", "", "1234 5678 9"])
def test_what_is_no_number_of_a_pause(words: str) -> None:
    """Only eight digits together, and no others beside them, are one."""
    assert find_code(words) is None


async def test_among_words(people: Callable[..., Person]) -> None:
    """The number is taken from a sentence too; a sentence with a number that is none is understood as a sentence."""
    code = await paused(people())
    other = people()
    await other.says(f"my number is {code} please")
    assert "utter_back" in other.told
    await other.says("i need a lawyer, my number is 1234 5678")
    assert "utter_pause_not_known" not in other.told
