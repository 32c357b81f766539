"""Help from the person's own state: asked for where it helps, never pressed, never without a warning."""

import pytest
from rasa.shared.core.events import SlotSet

from bot.engine.processor import TurnProcessor
from tests.conversations.person import Person

HOME = {
    "en": "i want to go home, i am in Hanoi",
    "es": "quiero volver a mi casa, estoy en Hanoi",
    "th": "อยากกลับบ้าน ตอนนี้อยู่ฮานอย",
}
languages = pytest.mark.parametrize("language", ["en", "es", "th"])


def names(person: Person) -> list[str]:
    """Return whom the last answer named."""
    return [utterance.values["name"] for utterance in person.utterances if utterance.response == "utter_service"]


@languages
async def test_the_way_home(person: Person, language: str) -> None:
    """Who wants to go home is asked where they are from; their embassy stands behind the others and a warning."""
    await person.says(HOME[language])
    person.was_asked("utter_ask_home_country")
    assert person.language == language
    await person.says("2")
    person.was_told("utter_service", "utter_own_state", "utter_service")
    assert person.told.count("utter_own_state") == 1
    assert "Cambodia" in names(person)[-1]
    assert await person.slot("home_country") == {"country": "KH"}


@pytest.mark.parametrize("answer", ["Cambodia", "i am from cambodia", "khmer", "Battambang, Cambodia"])
async def test_saying_where_one_is_from(person: Person, answer: str) -> None:
    """The answer may be a word or a sentence; only the country is kept, and where the person is stays as it was."""
    await person.says(HOME["en"])
    await person.says(answer)
    assert await person.slot("home_country") == {"country": "KH"}
    place = await person.slot("place")
    assert isinstance(place, dict)
    assert place["country"] == "VN"
    person.was_told("utter_own_state")


async def test_a_country_that_is_no_choice(person: Person) -> None:
    """Any country can be written, and what is near comes before what is far."""
    await person.says("i want to go home, i am in Bangkok")
    await person.says("the Philippines")
    person.was_told("utter_service", "utter_own_state")
    assert "Philippine Embassy Bangkok" in person.read


@pytest.mark.parametrize("answer", ["7", "no", "banana", "yes", "im from blorptown", "i'd rather not say"])
async def test_not_saying_where_one_is_from(person: Person, answer: str) -> None:
    """Whatever names no country is a no: help comes at once, without the own state, and nobody is asked again."""
    await person.says(HOME["en"])
    await person.says(answer)
    assert person.told[0] != "utter_ask_home_country"
    person.was_told("utter_service")
    assert "utter_own_state" not in person.told
    assert await person.slot("home_country") == {"country": None}
    await person.says("i need a doctor")
    await person.says("i want to go home")
    assert "utter_ask_home_country" not in person.told
    person.was_told("utter_service")


async def test_having_fled(person: Person) -> None:
    """Whoever fled from their country gets help without it, and is not asked again."""
    await person.says(HOME["en"])
    await person.presses("I fled from there")
    person.was_told("utter_service")
    assert "utter_own_state" not in person.told
    await person.says("i want to go home")
    assert "utter_ask_home_country" not in person.told
    assert "utter_own_state" not in person.told


@pytest.mark.parametrize("aside", ["who can see what i write?", "habla español", "thank you"])
async def test_a_question_aside(person: Person, aside: str) -> None:
    """Who asks aside is answered, then the question comes back."""
    await person.says(HOME["en"])
    await person.says(aside)
    assert len(person.told) > 1
    person.was_asked("utter_ask_home_country")


async def test_walking_away_from_the_question(person: Person) -> None:
    """Who wants something else instead is not asked again later."""
    await person.says(HOME["en"])
    await person.says("menu")
    person.was_asked("utter_ask_need")
    await person.says("i want to go home")
    person.was_told("utter_service")
    assert "utter_own_state" not in person.told


@languages
async def test_only_where_it_helps(person: Person, language: str) -> None:
    """Nobody who needs a bed or a lawyer is asked where they are from."""
    need = {"en": "i need a lawyer", "es": "necesito un abogado", "th": "อยากได้ทนายค่ะ"}[language]
    await person.says(need)
    await person.says("1")
    assert "utter_ask_home_country" not in person.told
    person.was_offered("legal_help")


@pytest.mark.parametrize(
    "words", ["i need a doctor, i am in Bangkok", "i need a lawyer, they took my passport in myanmar"]
)
async def test_another_need_instead_of_an_answer(person: Person, words: str) -> None:
    """A need told instead is searched for; a place beside it changes neither where they are nor where they are from."""
    await person.says(HOME["en"])
    place = await person.slot("place")
    await person.says(words)
    person.was_told("utter_service")
    assert await person.slot("need") != "return_home"
    assert await person.slot("home_country") is None
    assert await person.slot("place") == place


async def test_a_question_with_their_country_in_it(person: Person) -> None:
    """Where somebody fears to be punished at home, home does not become where they are."""
    await person.says(HOME["en"])
    place = await person.slot("place")
    await person.says("will the police arrest me in Cambodia because i left without papers?")
    person.was_asked("utter_rights")
    assert await person.slot("place") == place


async def test_danger_instead_of_an_answer(person: Person) -> None:
    """Danger breaks off the question, and its place is where the person is."""
    await person.says(HOME["en"])
    await person.says("he is beating me right now, i am in Vientiane")
    person.was_told("utter_danger_here")
    assert await person.slot("home_country") is None
    place = await person.slot("place")
    assert isinstance(place, dict)
    assert place["country"] == "LA"


async def test_danger_after_the_answer(person: Person) -> None:
    """The country that somebody is from is never taken for where they are."""
    await person.says(HOME["en"])
    await person.says("Cambodia")
    await person.says("he is going to kill me")
    person.was_told("utter_danger_here")
    assert "Vietnam" in person.read


async def test_papers(person: Person, processor: TurnProcessor) -> None:
    """Whoever needs papers is asked too, as soon as anything sets that need."""
    await person.says("hello")
    tracker = await processor.get_tracker(person.pseudonym)
    tracker.update(SlotSet("need", "immigration"))
    await processor.save_tracker(tracker)
    await person.says("i am in Hanoi")
    person.was_asked("utter_ask_home_country")
    await person.presses("Cambodia")
    person.was_told("utter_own_state")


@pytest.mark.parametrize(("language", "need"), [("es", "necesito un abogado"), ("th", "อยากได้ทนายค่ะ")])
async def test_nobody_speaks_their_language(person: Person, language: str, need: str) -> None:
    """Where nobody is known to speak their language, help from their own country is a choice, and then a question."""
    await person.says(need)
    await person.says("Kuala Lumpur")
    seen = names(person)
    assert await person.slot("home_country") is None
    await person.presses_payload("/help_from_home")
    person.was_asked("utter_ask_home_country")
    assert person.language == language
    await person.presses("2")
    assert person.told[0] == "utter_own_state"
    assert "Cambodia" in names(person)[0]
    assert not set(names(person)) & set(seen)
    seen += names(person)
    await person.says({"es": "más", "th": "อีก"}[language])
    assert not set(names(person)) & set(seen)


async def test_wanting_it_and_then_not_saying(person: Person) -> None:
    """Who asked for their own state and then would not say which is left in peace, with a way on."""
    await person.says("necesito un abogado, estoy en Kuala Lumpur")
    await person.presses("Ayuda de mi gobierno")
    await person.says("no")
    person.was_asked("utter_no_problem")
    await person.says("necesito un doctor")
    person.was_told("utter_service")
    assert "utter_choice_from_home" not in person.told


async def test_an_own_state_without_an_office(person: Person) -> None:
    """Where nothing is known of their own state, that is said, with a way on."""
    await person.says("necesito un abogado, estoy en Kuala Lumpur")
    await person.presses("Ayuda de mi gobierno")
    await person.says("Islandia")
    person.was_asked("utter_no_own_state")


async def test_another_wish_than_the_own_state(person: Person) -> None:
    """Who changes their mind at that question is helped with what they need now."""
    await person.says("necesito un abogado, estoy en Kuala Lumpur")
    await person.presses("Ayuda de mi gobierno")
    await person.says("no tengo donde dormir")
    person.was_asked("utter_ask_person")
    await person.presses("Una mujer")
    person.was_offered("shelter")
    assert "utter_own_state" not in person.told


async def test_walking_away_from_the_wish(person: Person) -> None:
    """Who leaves that question for the menu gets their next search whole."""
    await person.says("necesito un abogado, estoy en Kuala Lumpur")
    await person.presses("Ayuda de mi gobierno")
    await person.says("menú")
    await person.says("estoy en Bangkok")
    person.was_offered("legal_help")


@languages
async def test_by_sms_too(people, language: str) -> None:  # noqa: ANN001
    """By SMS the warning and the embassy come in few messages, none longer than any other help."""
    from bot.rendering.segments import count_segments

    person = people(channel="sms")
    home = {
        "en": ("i want to go home, i am in Bangkok", "philippines"),
        "es": ("quiero volver a mi casa, estoy en Bangkok", "Filipinas"),
        "th": ("อยากกลับบ้าน อยู่กรุงเทพ", "ฟิลิปปินส์"),
    }
    for words in home[language]:
        await person.says(words)
    person.was_told("utter_own_state", "utter_service")
    costs = [count_segments(reply.text) for reply in person.replies]
    assert len(costs) <= 5
    assert max(costs) <= 3, costs
