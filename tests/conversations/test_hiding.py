"""Somebody is watching: what the bot says then, and how the person comes back."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest

from bot.core.message import MessageKind
from bot.engine.processor import TurnProcessor
from locales.catalogue import translate
from locales.registry import LANGUAGES
from tests.conversations.person import Person

WATCHED = ["someone is looking at my phone", "rain", "RAIN", "lluvia", "ฝน"]


def is_covered(person: Person) -> bool:
    """Tell whether the last answer was a cover text and nothing else, with nothing to press."""
    return (
        len(person.told) == 1
        and person.told[0].startswith("utter_cover_weather_")
        and not any(reply.choices for reply in person.replies)
    )


@pytest.mark.parametrize("words", WATCHED)
async def test_at_once(person: Person, words: str) -> None:
    """A word, in any language, or a sentence hides the conversation in the same turn."""
    await person.says("i need a lawyer")
    await person.says(words)
    assert is_covered(person)


@pytest.mark.parametrize("words", WATCHED)
async def test_as_the_first_message(person: Person, words: str) -> None:
    """Whoever begins with it is not introduced to."""
    await person.says(words)
    assert is_covered(person)


async def test_whoever_watches_learns_nothing(person: Person) -> None:
    """Questions, numbers, old buttons and commands bring nothing back but the cover, never twice the same in a row."""
    await person.says("i need a lawyer in Bangkok")
    old = person.replies[-1].choices[0].token
    await person.says("rain")
    read = [person.read]
    for words in ("who are you?", "1", "help", "menu", "stop", "what did she write here", "hello", "/start", "more"):
        await person.says(words)
        assert is_covered(person), (words, person.told)
        read.append(person.read)
    await person.presses_token(old)
    assert is_covered(person)
    for heard in (MessageKind.START, MessageKind.UNREADABLE):
        await person.sends(heard)
        assert is_covered(person)
    assert all(one != other for one, other in pairwise(read))


@pytest.mark.parametrize(
    "before", [None, "hello", "i am in Hanoi", "i want to go home, i am in Hanoi", "i need a lawyer in Bangkok", "menu"]
)
async def test_whatever_was_said_before(person: Person, before: str | None) -> None:
    """A sentence hides what was being asked, offered or told."""
    if before:
        await person.says(before)
    await person.says("can't write now, he is reading my phone")
    assert is_covered(person)


async def test_back_to_the_question(person: Person) -> None:
    """After the word the open question comes back; its answer still counts, and one that came meanwhile does not."""
    await person.says("i need a lawyer")
    await person.says("rain")
    await person.says("Chiang Mai")
    assert is_covered(person)
    await person.says("sun")
    person.was_told("utter_back", "utter_ask_place")
    assert await person.slot("place") is None
    await person.says("Bangkok")
    person.was_offered("legal_help")


async def test_back_to_the_choices(person: Person) -> None:
    """After the word the same choices stand as before."""
    await person.says("i need a lawyer in Bangkok")
    before = person.choices
    await person.says("rain")
    await person.says("sun")
    assert person.told == ["utter_back"]
    assert person.choices[:-1] == before
    await person.presses("What do I say?")
    person.was_told("utter_call_script")


async def test_the_word_of_any_language(people: Callable[..., Person]) -> None:
    """The word that brings the conversation back is known in the language that a person reads it in."""
    for code in LANGUAGES:
        person = people(language_hint=code)
        await person.says("rain")
        await person.says(translate(code, "sun"))
        assert person.told[0] == "utter_back", code


async def test_a_word_of_ones_own(person: Person) -> None:
    """Whoever chose a word comes back with that, and no longer with the usual one."""
    await person.says("i need a lawyer in Bangkok")
    await person.says("rain")
    await person.says("sun")
    await person.presses("Choose my own word")
    await person.says("Purple Elephant 7")
    person.was_told("utter_word_kept")
    await person.says("rain")
    await person.says("sun")
    assert is_covered(person)
    await person.says("purple elephant 7")
    person.was_told("utter_back")
    assert "elephant" not in repr(await person.slot("back_word")).lower()


@pytest.mark.parametrize("words", ["ab", "sun", "?!"])
async def test_a_word_that_is_no_secret(person: Person, words: str) -> None:
    """A word that is too short, or one of ours, is not taken; another can be written at once."""
    await _asked_for_a_word(person)
    await person.says(words)
    assert person.told == ["utter_word_not_good"]
    await person.says("purple elephant")
    person.was_told("utter_word_kept")


async def test_watched_while_choosing(person: Person) -> None:
    """The word that hides is never taken for the word of one's own, and danger neither."""
    await _asked_for_a_word(person)
    await person.says("rain")
    assert is_covered(person)
    await person.says("sun")
    await person.says("he is going to kill me")
    person.was_told("utter_danger_here")


async def _asked_for_a_word(person: Person) -> None:
    await person.says("i need a lawyer in Bangkok")
    await person.says("rain")
    await person.says("sun")
    await person.presses("Choose my own word")
    assert person.told == ["utter_ask_word"]


async def test_danger_breaks_the_cover(person: Person) -> None:
    """Whoever writes that they are in danger is not the one who watches: they are answered in the same turn."""
    await person.says("i am in Bangkok and need a lawyer")
    await person.says("rain")
    await person.says("he is going to kill me, help")
    person.was_told("utter_danger_here")


async def test_erased_while_hidden(person: Person) -> None:
    """To ask for erasing is no word either; after coming back it is done."""
    await person.says("rain")
    await person.says("erase")
    assert is_covered(person)
    await person.says("sun")
    await person.says("erase everything")
    person.was_told("utter_erased")


def test_a_cover_says_nothing_of_the_subject(processor: TurnProcessor) -> None:
    """No cover text, in any language, has a word of a choice or a need in it, nor a figure that could be wrong."""
    responses = processor.domain.responses
    covers = [one["text"] for name in responses if name.startswith("utter_cover_") for one in responses[name]]
    subjects = ["a safe place to sleep", "legal help", "A hotline", "Police", "Lawyer", "My rights", "hotline"]
    assert len(covers) >= 8
    for code in LANGUAGES:
        words = {translate(code, subject).casefold() for subject in subjects}
        for cover in covers:
            said = translate(code, cover).casefold()
            assert not any(word in said for word in words), (code, said)
            assert not re.search(r"\d", said)
