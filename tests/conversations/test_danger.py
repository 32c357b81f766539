"""Danger and self-harm, whenever they are told."""

from itertools import pairwise

import pytest

from bot.core.message import MessageKind
from tests.conversations.person import Person

DANGER = {
    "en": "he is going to kill me, help me now",
    "es": "me van a matar, ayudenme ya",
    "th": "เขาจะฆ่าหนู ช่วยด้วย",
}
SELF_HARM = {"en": "i want to die", "es": "me quiero morir", "th": "อยากตาย"}
languages = pytest.mark.parametrize("language", ["en", "es", "th"])


@languages
async def test_danger_as_the_first_words(person: Person, language: str) -> None:
    """Danger is answered at once, without an introduction, and the country is asked for."""
    await person.says(DANGER[language])
    assert person.told[0] == "utter_danger_somewhere"
    person.was_asked("utter_danger_somewhere")
    assert person.language == language
    await person.says("1")
    person.was_told("utter_danger_here", "utter_danger_hotline", "utter_service", "utter_still_here")
    assert "191" in person.read


@languages
async def test_danger_with_a_place(person: Person, language: str) -> None:
    """Where the place is told too, its emergency number comes in the same turn."""
    place = {"en": " i am in Phnom Penh", "es": " estoy en Phnom Penh", "th": " อยู่พนมเปญ"}[language]
    await person.says(DANGER[language] + place)
    person.was_told("utter_danger_here", "utter_service")
    assert "117" in person.read


async def test_danger_while_something_is_asked(person: Person) -> None:
    """Danger breaks off any question, and what was asked is not asked again."""
    await person.says("i need a lawyer")
    person.was_asked("utter_ask_place")
    await person.says(DANGER["en"])
    assert person.told[0] == "utter_danger_somewhere"
    assert "utter_ask_place" not in person.told


async def test_danger_with_a_place_while_something_is_asked(person: Person) -> None:
    """A place told with the danger counts, also while a question stands."""
    await person.says("i need a lawyer")
    await person.says("he is beating me right now, i am in Vientiane")
    person.was_told("utter_danger_here")
    place = {"country": "LA", "region": "LA-VT", "name": "Vientiane", "latitude": 18.0, "longitude": 102.6}
    assert await person.slot("place") == place


async def test_danger_by_sms_from_a_country(people) -> None:  # noqa: ANN001
    """The country that the network guesses is good enough for an emergency number, which names it."""
    person = people(channel="sms")
    await person.says(DANGER["en"], country_hint="TH")
    person.was_told("utter_danger_here")
    assert "Thailand" in person.read
    assert "191" in person.read


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("i am so scared", "utter_feeling_afraid"),
        ("will the police arrest me?", "utter_rights"),
        ("they took my passport", "utter_exploitation"),
    ],
)
async def test_what_is_told_in_danger(person: Person, words: str, answer: str) -> None:
    """What else is told is answered, and the country is still asked for, which ends in its number."""
    await person.says(DANGER["en"])
    await person.says(words)
    assert person.told == [answer, "utter_danger_somewhere"]
    await person.presses("Thailand")
    person.was_told("utter_danger_here")
    assert "191" in person.read


async def test_the_country_beside_something_else_in_danger(person: Person) -> None:
    """A country that is told beside something else is not asked for again."""
    await person.says(DANGER["en"])
    await person.says("they took my passport and do not pay me, i am in Thailand")
    person.was_told("utter_exploitation", "utter_danger_here", "utter_service")
    assert "191" in person.read


async def test_danger_and_rather_not_saying_where(person: Person) -> None:
    """Who won't say where they are in danger hears what helps anywhere, not the question again."""
    await person.says(DANGER["en"])
    await person.presses("I'd rather not say")
    person.was_asked("utter_danger_anywhere")
    assert "112" in person.read
    await person.says("ok i am in Thailand")
    person.was_told("utter_danger_here")


@pytest.mark.parametrize("between", ["hello", "i cant talk", "menu", "ok", "dont know", "i am 15"])
async def test_danger_is_not_forgotten(person: Person, between: str) -> None:
    """Whatever is said before the country is told, the danger is answered as soon as it is."""
    await person.says(DANGER["en"])
    await person.says(between)
    await person.says("thailand")
    person.was_told("utter_danger_here")
    assert "191" in person.read


async def test_danger_is_not_forgotten_under_cover(person: Person) -> None:
    """Danger that was told before somebody came to watch is answered after the word, and not to the one who watches."""
    await person.says(DANGER["en"])
    for words in ("he reads my phone", "thailand"):
        await person.says(words)
        assert person.told[0].startswith("utter_cover_")
        assert "191" not in person.read
    await person.says("sun")
    await person.presses("Thailand")
    person.was_told("utter_danger_here")
    assert "191" in person.read


@languages
async def test_danger_and_the_country_later(person: Person, language: str) -> None:
    """Who would not say where they are, and says it later, is given the number then."""
    await person.says(DANGER[language])
    await person.presses("7")
    person.was_asked("utter_danger_anywhere")
    await person.says({"en": "thailand", "es": "tailandia", "th": "ไทย"}[language])
    person.was_told("utter_danger_here")


async def test_danger_and_no(person: Person) -> None:
    """No to "which country?" in danger is answered with what helps anywhere."""
    await person.says(DANGER["th"])
    await person.says("ไม่บอก")
    person.was_asked("utter_danger_anywhere")
    assert "112" in person.read


@languages
async def test_danger_and_a_language_for_a_country(person: Person, language: str) -> None:
    """Who answers "which country?" with "thai" means Thailand."""
    await person.says(DANGER[language])
    await person.says("thai")
    person.was_told("utter_danger_here")


async def test_danger_where_no_number_is_known(person: Person) -> None:
    """In a country whose numbers we do not have, what helps anywhere is said, and nobody is asked again."""
    await person.says("he is going to kill me, i am in Curacao")
    person.was_asked("utter_danger_anywhere")
    assert "112" in person.read


@languages
async def test_self_harm(person: Person, language: str) -> None:
    """Someone who wants to die is answered warmly and at once, then with whom to call."""
    await person.says(SELF_HARM[language])
    assert person.told[0] == "utter_self_harm_somewhere"
    await person.presses("1")
    person.was_told("utter_self_harm_here", "utter_service")
    assert "1669" in person.read


async def test_after_danger_it_goes_on(person: Person) -> None:
    """After danger the person can go on to any other help, without being asked again where they are."""
    await person.says("he is going to kill me. i am in Chiang Mai")
    await person.says("i need a place to sleep")
    person.was_asked("utter_ask_person")
    await person.presses("A woman")
    person.was_offered("shelter")


@pytest.mark.parametrize(
    ("words", "kind", "number"),
    [("he is going to kill me", "danger", "191"), ("i want to die", "self_harm", "1669")],
)
async def test_danger_is_answered_every_time(person: Person, words: str, kind: str, number: str) -> None:
    """Danger told again is answered again: with the number, in other words than before, and with another hotline."""
    hotlines = []
    for answer in ("here", "again", "here"):
        await person.says(f"{words}. i am in Chiang Mai")
        person.was_told(f"utter_{kind}_{answer}", "utter_service", "utter_still_here")
        assert number in person.read
        hotlines += [u.values["name"] for u in person.utterances if u.response == "utter_service"]
    assert kind == "self_harm" or all(one != other for one, other in pairwise(hotlines))


async def test_danger_after_something_else_is_not_told_again(person: Person) -> None:
    """Whoever was helped with something else in between reads first of all to go where people are."""
    await person.says("he is going to kill me. i am in Chiang Mai")
    await person.says("i need a lawyer")
    await person.says("he is going to kill me")
    person.was_told("utter_danger_here")


async def test_more_people_to_call(person: Person) -> None:
    """After the first hotline there are more."""
    await person.says("he is going to kill me. i am in Thailand")
    first = [u.values["name"] for u in person.utterances if u.response == "utter_service"]
    await person.presses("More people to call")
    more = [u.values["name"] for u in person.utterances if u.response == "utter_service"]
    assert more
    assert not set(first) & set(more)


@pytest.mark.parametrize("heard", [MessageKind.UNREADABLE, MessageKind.START])
async def test_no_words_after_danger(person: Person, heard: MessageKind) -> None:
    """A photo or a new start after danger is answered kindly."""
    await person.says(DANGER["en"])
    await person.sends(heard)
    assert person.told
