"""Who somebody is: what is said to a man, to a child, and to whoever writes for somebody else."""

import pytest

from tests.conversations.person import Person

TOLD = "they took my passport and do not pay me"


@pytest.mark.parametrize(
    ("who", "answer"), [("i am a man", "_man"), ("im 15", "_child"), ("i am a woman", ""), ("hello", "")]
)
async def test_what_was_done_to_them(person: Person, who: str, answer: str) -> None:
    """A man reads that it happens to men, a child reads the shortest words, and anybody else what everybody reads."""
    await person.says(who)
    await person.says(TOLD)
    person.was_asked(f"utter_exploitation{answer}")


async def test_who_they_are_in_the_middle(person: Person) -> None:
    """Whoever says who they are is welcomed, and the question comes back."""
    await person.says("i need a lawyer")
    await person.says("i am a man")
    assert person.told == ["utter_for_men", "utter_ask_place"]
    assert person.choices


async def test_a_child_calls(person: Person) -> None:
    """After services a child reads other words than an adult."""
    await person.says("i am 15 and need a lawyer, i am in Bangkok")
    person.was_asked("utter_after_services_child")


@pytest.mark.parametrize(("label", "answer"), [("A child", "utter_other_child"), ("An adult", "utter_other_adult")])
async def test_for_somebody_else(person: Person, label: str, answer: str) -> None:
    """Whoever writes for somebody else is asked where those are, and reads nothing of what they told of themself."""
    await person.says("im 15")
    await person.says("my friend needs help, she is being forced to work")
    await person.presses(label)
    assert person.told == [answer, "utter_ask_place_other"]
    await person.presses("Thailand")
    person.was_offered("human")
    person.was_asked("utter_after_services")


async def test_never_the_same_three_times(person: Person) -> None:
    """The same answer a third time stands behind a word that we know it, and how to find a human."""
    await person.says("i need a lawyer in Bangkok")
    for _ in range(2):
        await person.says("who can see what i write?")
        assert "utter_same_again" not in person.told
    await person.says("who can see what i write?")
    assert person.told[0] == "utter_same_again"
