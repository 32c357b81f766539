"""The first words and the last."""

import pytest

from bot.core.message import MessageKind
from tests.conversations.person import Person


async def test_the_greeting_is_discreet(person: Person) -> None:
    """The first words say that a machine answers and that it is anonymous, and not what it is for."""
    await person.says("hello")
    assert "machine" in person.read
    assert "anonymous" in person.read
    assert not [word for word in ("traffick", "victim", "police", "slave") if word in person.read.lower()]


async def test_the_introduction_comes_once(person: Person) -> None:
    """Nobody is introduced to the machine twice."""
    await person.says("hello")
    person.was_told("utter_intro")
    await person.says("hello")
    assert "utter_intro" not in person.told


@pytest.mark.parametrize("words", ["hello", "test"])
async def test_what_it_is_for_is_told_once_it_is_safe(person: Person, words: str) -> None:
    """Whoever only greets or tries learns what can be done here, and how to hide it, after a yes."""
    await person.says(words)
    person.was_asked("utter_ask_safe")
    await person.says("yes")
    assert person.told == ["utter_what_i_do", "utter_how_to_stop", "utter_ask_need"]
    assert person.choices


async def test_not_now(person: Person) -> None:
    """Whoever can't write now reads nothing of what it is for, and is asked again when they come back."""
    await person.says("hello")
    await person.presses("Not now")
    assert person.told == ["utter_not_now"]
    assert person.choices == []
    await person.says("hello")
    assert person.told == ["utter_ask_safe"]


async def test_starting_over(person: Person) -> None:
    """Pressing start is a greeting: who answers, and whether it is safe to write; the next time it is the menu."""
    await person.sends(MessageKind.START)
    assert person.told == ["utter_intro", "utter_ask_safe"]
    assert person.choices
    await person.sends(MessageKind.START)
    person.was_asked("utter_ask_need")


async def test_the_same_menu_is_not_said_for_ever(person: Person) -> None:
    """Somebody who says hello again and again reads other words."""
    answers = []
    for _ in range(3):
        await person.says("hello")
        answers.append(person.read)
    assert len(set(answers)) == 3


async def test_whether_it_helped_is_asked_once(person: Person) -> None:
    """Who says goodbye again gets another tip and is not asked again."""
    await person.says("bye")
    person.was_asked("utter_did_it_help")
    await person.says("bye")
    assert person.told == ["utter_goodbye", "utter_tip_2"]
    await person.says("i need a lawyer in Bangkok")
    await person.says("thank you")
    assert person.told == ["utter_welcome"]


async def test_thanks_for_whom_was_named(person: Person) -> None:
    """Who thanks for people that were named is asked whether it helped; who thanks for nothing yet is not."""
    await person.says("i need a lawyer")
    await person.says("thank you")
    assert person.told == ["utter_welcome", "utter_ask_place"]
    await person.says("Bangkok")
    await person.says("thank you")
    assert person.told == ["utter_welcome", "utter_did_it_help"]
    await person.presses("No")
    person.was_asked("utter_sorry_it_did_not")
