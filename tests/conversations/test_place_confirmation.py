"""A place whose name is spelt in an unusual way is confirmed before anything depends on it."""

import pytest

from tests.conversations.person import Person

GUESSED = "chang mai"


async def ask(person: Person) -> None:
    """Come to the question of whether the guessed place is meant."""
    await person.send_text("i need a lawyer")
    person.assert_question("utter_ask_place")
    await person.send_text(GUESSED)


async def test_guess_is_confirmed(person: Person) -> None:
    """The guess is said with its country; nothing is searched and no place is stored yet."""
    await ask(person)
    person.assert_question("utter_confirm_place")
    assert "Chiang Mai" in person.reply_text
    assert "Thailand" in person.reply_text
    assert person.choices == ["Yes", "Another place"]
    assert await person.slot("place") is None


@pytest.mark.parametrize("answer", ["Yes", "1", "yes", "yes please"])
async def test_yes(person: Person, answer: str) -> None:
    """A yes, pressed or typed, makes it the place, and the search begins."""
    await ask(person)
    await (person.press(answer) if answer == "Yes" else person.send_text(answer))
    person.assert_services("legal_help")
    assert await person.slot("place") == {
        "country": "TH", "region": "TH-50", "name": "Chiang Mai", "latitude": 18.8, "longitude": 99.0,
    }  # fmt: skip


@pytest.mark.parametrize("answer", ["Another place", "2"])
async def test_another_place(person: Person, answer: str) -> None:
    """Another place is asked for, and then found."""
    await ask(person)
    await (person.press(answer) if answer != "2" else person.send_text(answer))
    assert "utter_service" not in person.responses
    assert "utter_confirm_place" not in person.responses
    assert await person.slot("place") is None
    await person.send_text("Vientiane")
    place = await person.slot("place")
    assert isinstance(place, dict)
    assert place["country"] == "LA"
    person.assert_responses("utter_service")


async def test_right_name_instead_of_an_answer(person: Person) -> None:
    """Who writes the right name instead of yes is understood."""
    await ask(person)
    await person.send_text("Chiang Mai")
    person.assert_services("legal_help")


async def test_guess_in_the_first_message(person: Person) -> None:
    """A guess beside a need is confirmed too, instead of asking for the place."""
    await person.send_text("i need a lawyer, i am in chang mai")
    person.assert_question("utter_confirm_place")
    await person.press("Yes")
    person.assert_services("legal_help")


async def test_second_guess(person: Person) -> None:
    """A second guess is confirmed as the first was."""
    await ask(person)
    await person.press("Another place")
    await person.send_text("kuala lumper")
    person.assert_question("utter_confirm_place")
    assert "Kuala Lumpur" in person.reply_text


async def test_sure_place_is_not_asked_about(person: Person) -> None:
    """A name that is spelt right needs no confirmation."""
    await person.send_text("i need a lawyer, i am in Chiang Mai")
    assert "utter_confirm_place" not in person.responses
    person.assert_services("legal_help")


async def test_guess_in_danger(person: Person) -> None:
    """In danger a number that works in many countries does not wait for the confirmation."""
    await person.send_text("he is going to kill me, i am in chang mai")
    assert person.responses[0] in {"utter_danger_somewhere", "utter_danger_here"}
    assert "112" in person.reply_text or "191" in person.reply_text
