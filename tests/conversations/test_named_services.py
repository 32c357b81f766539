"""What is asked about services that were named, in the words of people: letters, two questions at once, what else."""

import pytest

from bot.rendering.utterance import Utterance
from tests.conversations.person import Person

HOURS = {"round_the_clock", "hours", "open", "closed", "closed_until", "closed_until_day", "ask_hours"}


def about(person: Person) -> dict[str, set[str]]:
    """Return the remarks of the last answer by the names that they are about."""
    found: dict[str, set[str]] = {}
    for each in person.utterances:
        if each.response == "utter_about":
            found.setdefault(each.values["name"], set()).update(names_of_remarks(each))
    return found


def names_of_remarks(utterance: Utterance) -> set[str]:
    """Return the names of the remarks of an answer."""
    return {str(remark["remark"]).removeprefix("utter_remark_") for remark in utterance.values["remarks"]}


def named(person: Person) -> list[str]:
    """Return the names of the services in the last answer, with their letters."""
    return [each.values["name"] for each in person.utterances if each.response == "utter_service"]


@pytest.fixture
async def client(person: Person) -> Person:
    """A person to whom lawyers were named."""
    await person.send_text("I need a lawyer in Phnom Penh")
    return person


@pytest.mark.parametrize(
    ("text", "letter", "remarks"),
    [
        ("what documents do i bring to A", "A", {"ask_documents"}),
        ("does B cost money?", "B", {"free", "ask_cost"}),
        ("B opens what time, i can only on sunday", "B", HOURS),
    ],
)
async def test_called_by_its_letter(client: Person, text: str, letter: str, remarks: set[str]) -> None:
    """A question about one service is answered about that one only."""
    await client.send_text(text)
    ((name, found),) = about(client).items()
    assert name.startswith(f"{letter})")
    assert found & remarks


async def test_two_questions(client: Person) -> None:
    """Two questions in a message get two answers."""
    await client.send_text("Is the first one free? And what papers must i bring with me?")
    found = set.union(*about(client).values())
    assert found & {"free", "ask_cost"}
    assert "ask_documents" in found


async def test_others(person: Person) -> None:
    """Who was given a service by its name and asks for others gets others, and no menu."""
    await person.send_text("I am in Phnom Penh")
    await person.send_text("what is the number of IOM")
    first = named(person)
    assert first
    await person.send_text("anybody else?")
    assert named(person)
    assert not {name.split(") ", 1)[1] for name in named(person)} & {name.split(") ", 1)[1] for name in first}


@pytest.mark.parametrize(
    "text",
    ["A refused me, they dont take new cases", "they only spoke Khmer and hung up", "i called B and it was full"],
)
async def test_outcome_in_other_words(client: Person, text: str) -> None:
    """However people say that it did not work, they get others."""
    await client.send_text(text)
    assert set(client.responses) & {"utter_other_options", "utter_nobody_else"}


@pytest.mark.parametrize(
    "text", ["actually it's not about me, i'm asking for a friend", "sorry it's not for me, i ask for my friend"]
)
async def test_it_is_about_another(client: Person, text: str) -> None:
    """That it is about somebody else is a correction, also without saying who."""
    await client.send_text(text)
    assert await client.slot("whom")


@pytest.mark.parametrize(
    "text",
    [
        "ok thank you. now please delete everything we wrote here from your side, he checks my phone every night",
        "erase all of this chat please, i must give the phone back to my cousin now and she reads all",
    ],
)
async def test_a_longer_wish_to_erase(client: Person, text: str) -> None:
    """A wish to erase is done at once, whatever is said beside it."""
    await client.send_text(text)
    assert "utter_erased" in client.responses


async def test_a_wish_not_to_erase(client: Person) -> None:
    """Whoever needs the conversation keeps it."""
    await client.send_text("please don't delete our conversation, i need it as proof")
    assert "utter_erased" not in client.responses
    assert await client.slot("named")


async def test_long_first_message_of_a_case_worker(person: Person) -> None:
    """Whoever first says who they are, and then what they need, is not taken for a reader of the phone."""
    await person.send_text(
        "Hello, I am a social worker at a small association in Leipzig, Germany. I support a woman of 32 who worked "
        "twelve hours a day in a nail salon, the boss kept all the money, she got out last week. She needs a shelter "
        "and a lawyer. Who is in charge here?"
    )
    assert "utter_neutral" not in person.responses
    assert await person.slot("whom")


async def test_letters_stay_in_danger(client: Person) -> None:
    """A hotline named in danger takes the next letter: the services named before can still be asked about."""
    before = named(client)
    await client.send_text("he is going to kill me now")
    assert "utter_danger_here" in client.responses
    after = named(client)
    assert after
    assert [name for name in after if name not in before and name[0] <= before[-1][0]] == []
    await client.send_text("does B cost money?")
    assert [name for name in about(client) if name in before] == [before[1]]


async def test_unanswered_call_to_one_of_them(client: Person) -> None:
    """Whoever called one in vain hears what else there is."""
    before = named(client)
    await client.send_text("i called the first one, nobody picks up")
    assert set(named(client)) != set(before)
    assert client.responses[0] in {"utter_other_options", "utter_nobody_else"}


async def test_service_for_others(person: Person) -> None:
    """Whoever is none of those whom a service takes hears of others instead."""
    await person.send_text("i need a shelter in Phnom Penh, for women")
    before = named(person)
    assert before
    await person.send_text("that is for women, i am a man")
    assert person.responses[0] in {"utter_other_options", "utter_nobody_else"}
    assert not set(named(person)) & set(before)


async def test_call_and_another_question(client: Person) -> None:
    """What happens in a call is answered beside whatever else is asked."""
    await client.send_text("if i call A what happens? will they tell the police?")
    assert {"utter_about", "utter_call_script"} <= set(client.responses)


@pytest.mark.parametrize("text", ["i called, they spoke only khmer and hung up. is there anyone else?", "anyone else?"])
async def test_others_are_asked_for(client: Person, text: str) -> None:
    """Others are named, though a language is mentioned."""
    before = await client.slot("named")
    await client.send_text(text)
    assert await client.slot("named") != before
    assert not about(client)


async def test_question_of_rights_after_services(client: Person) -> None:
    """Whether something is allowed is no new check and no new search once services were named."""
    for text in ("can they deport me if i complain?", "he says i owe him for the room, is that normal?"):
        await client.send_text(text)
        assert any(name.startswith("utter_right") for name in client.responses), text


async def test_other_country_than_we_thought(client: Person) -> None:
    """Who corrects the country gets services there, though it sounds like a question about those that were named."""
    await client.send_text("no sorry, that was before. now we are in Muscat in Oman. who is there?")
    assert (await client.slot("place"))["country"] == "OM"
    assert "utter_service" in client.responses
    assert not about(client)


@pytest.mark.parametrize(
    "text", ["effacez pas notre conversation svp, c'est ma preuve", "please don't delete our chat, it is my proof"]
)
async def test_conversation_that_is_proof(client: Person, text: str) -> None:
    """A denial keeps it, before the word and after it."""
    await client.send_text(text)
    assert "utter_erased" not in client.responses
    assert await client.slot("named")


@pytest.mark.parametrize(
    ("need", "asked", "response"),
    [
        ("मुझे दिल्ली में वकील चाहिए", "फोन नही उठा रहा कोई", "utter_other_options"),
        ("je cherche un avocat à Paris", "c'est qui derriere ces associations ? l'état ?", "utter_about"),
    ],
)
async def test_sounds_like_somebody_near(person: Person, need: str, asked: str, response: str) -> None:
    """That nobody picks up the phone hides nothing, and who asks who is behind the services is no other reader."""
    await person.send_text(need)
    await person.send_text(asked)
    assert response in person.responses
