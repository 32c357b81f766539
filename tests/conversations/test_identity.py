"""Who the user is: replies to a man, to a child, and to a user who writes for somebody else."""

import pytest

from tests.conversations.person import Person

MESSAGE = "they took my passport and do not pay me"


@pytest.mark.parametrize(
    ("who", "answer"), [("i am a man", "_man"), ("im 15", "_child"), ("i am a woman", ""), ("hello", "")]
)
async def test_exploitation(person: Person, who: str, answer: str) -> None:
    """A man reads that it happens to men too, a child reads the shortest text, and all others the common text."""
    await person.send_text(who)
    await person.send_text(MESSAGE)
    person.assert_question(f"utter_exploitation{answer}")


async def test_identity_during_a_question(person: Person) -> None:
    """A user who says who they are gets a kind reply, and the open question comes back."""
    await person.send_text("i need a lawyer")
    await person.send_text("i am a man")
    assert person.responses == ["utter_for_men", "utter_ask_place"]
    assert person.choices


async def test_child_after_services(person: Person) -> None:
    """After services a child reads another text than an adult."""
    await person.send_text("i am 15 and need a lawyer, i am in Bangkok")
    person.assert_question("utter_after_services_child")


@pytest.mark.parametrize(
    ("label", "answer"), [("Someone under 18", "utter_other_child"), ("An adult", "utter_other_adult")]
)
async def test_on_behalf_of_another(person: Person, label: str, answer: str) -> None:
    """A user who writes for somebody else is asked where that person is, and their own details are not used."""
    await person.send_text("im 15")
    await person.send_text("i want to help somebody who is forced to work")
    await person.press(label)
    assert person.responses == [answer, "utter_ask_place_other"]
    await person.press("Kenya")
    person.assert_services("human")
    person.assert_question("utter_after_services")


async def test_repetition(person: Person) -> None:
    """If an answer would come twice running, the reply says that it is the same and how to reach a human."""
    await person.send_text("i need a lawyer in Bangkok")
    await person.send_text("who can see what i write?")
    assert "utter_same_again" not in person.responses
    await person.send_text("who can see what i write?")
    assert person.responses[0] == "utter_same_again"
