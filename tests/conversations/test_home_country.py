"""Help from the user's own state: offered where it helps, never pressed, never without a warning."""

import pytest
from rasa.shared.core.events import SlotSet

from bot.engine.processor import TurnProcessor
from tests.conversations.person import Person

HOME = {"en": "i want to go home, i am in Hanoi", "es": "quiero volver a mi casa, estoy en Hanoi"}
languages = pytest.mark.parametrize("language", ["en", "es", "th"])


def names(person: Person) -> list[str]:
    """Return the names of the services in the last answer, without their letters."""
    named = [utterance.values["name"] for utterance in person.utterances if utterance.response == "utter_service"]
    return [name.partition(") ")[2] for name in named]


@pytest.mark.parametrize("language", HOME)
async def test_going_home(person: Person, language: str) -> None:
    """A user who wants to go home is asked for their country; the embassy comes after other services and a warning."""
    await person.send_text(HOME[language], country_hint="KH")
    person.assert_question("utter_ask_home_country")
    assert person.language == language
    await person.send_text("1")  # the country of their phone
    person.assert_responses("utter_service", "utter_own_state", "utter_service")
    assert person.responses.count("utter_own_state") == 1
    assert "Cambodia" in names(person)[-1]
    assert await person.slot("home_country") == {"country": "KH"}


async def test_going_home_in_a_language_of_one_country(person: Person) -> None:
    """A user abroad whose language is spoken in one country is not asked; that is not stored as if they had told it."""
    await person.send_text("อยากกลับบ้าน ตอนนี้อยู่ฮานอย")
    assert person.responses[:3] == ["utter_intro", "utter_services_instead", "utter_service"]
    person.assert_responses("utter_service", "utter_own_state", "utter_service", "utter_after_services")
    assert person.responses.count("utter_own_state") == 1
    assert "Thai Embassy" in names(person)[-1]
    assert await person.slot("home_country") is None
    payloads = [payload for utterance in person.utterances for _, payload in utterance.choices]
    assert "/more_options" in payloads
    assert "/help_from_home" not in payloads, "it is among the services anyway"
    shown = names(person)
    await person.send_text("อีก")
    assert names(person)
    assert not set(names(person)) & set(shown)


async def test_going_home_at_home(person: Person) -> None:
    """A user in the country of their language is asked: they may be from another one."""
    await person.send_text("อยากกลับบ้าน อยู่กรุงเทพ")
    person.assert_question("utter_ask_home_country")


@pytest.mark.parametrize("answer", ["Cambodia", "i am from cambodia", "khmer", "Battambang, Cambodia"])
async def test_home_country_given(person: Person, answer: str) -> None:
    """The answer may be a word or a sentence; only the country is stored, and the place does not change."""
    await person.send_text(HOME["en"])
    await person.send_text(answer)
    assert await person.slot("home_country") == {"country": "KH"}
    place = await person.slot("place")
    assert isinstance(place, dict)
    assert place["country"] == "VN"
    person.assert_responses("utter_own_state")


async def test_country_outside_the_choices(person: Person) -> None:
    """Any country can be written; near services come before far ones."""
    await person.send_text("i want to go home, i am in Bangkok")
    await person.send_text("the Philippines")
    person.assert_responses("utter_service", "utter_own_state")
    assert "Philippine Embassy Bangkok" in person.reply_text


@pytest.mark.parametrize("answer", ["7", "no", "banana", "yes", "im from blorptown", "i'd rather not say"])
async def test_home_country_refused(person: Person, answer: str) -> None:
    """An answer without a country counts as no: help comes at once, without the own state or another question."""
    await person.send_text(HOME["en"])
    await person.send_text(answer)
    assert person.responses[0] != "utter_ask_home_country"
    person.assert_responses("utter_service")
    assert "utter_own_state" not in person.responses
    assert await person.slot("home_country") == {"country": None}
    await person.send_text("i need a doctor")
    await person.send_text("i want to go home")
    assert "utter_ask_home_country" not in person.responses
    person.assert_responses("utter_service")


async def test_refugee(person: Person) -> None:
    """A user who fled from their country gets help without it and is not asked again."""
    await person.send_text(HOME["en"])
    await person.press("I fled from there")
    person.assert_responses("utter_service")
    assert "utter_own_state" not in person.responses
    await person.send_text("i want to go home")
    assert "utter_ask_home_country" not in person.responses
    assert "utter_own_state" not in person.responses


@pytest.mark.parametrize("aside", ["who can see what i write?", "habla español", "thank you"])
async def test_side_question(person: Person, aside: str) -> None:
    """A side question is answered, then the open question comes back."""
    await person.send_text(HOME["en"])
    await person.send_text(aside)
    assert len(person.responses) > 1
    person.assert_question("utter_ask_home_country")


async def test_leave_the_question(person: Person) -> None:
    """A user who asks for something else instead is not asked again later."""
    await person.send_text(HOME["en"])
    await person.send_text("menu")
    person.assert_question("utter_ask_need")
    await person.send_text("i want to go home")
    person.assert_responses("utter_service")
    assert "utter_own_state" not in person.responses


@languages
async def test_home_country_is_asked_only_where_it_helps(person: Person, language: str) -> None:
    """A user who needs a bed or a lawyer is not asked for their home country."""
    need = {"en": "i need a lawyer", "es": "necesito un abogado", "th": "อยากได้ทนายค่ะ"}[language]
    await person.send_text(need)
    await person.send_text("1")
    assert "utter_ask_home_country" not in person.responses
    person.assert_services("legal_help")


@pytest.mark.parametrize(
    "words", ["i need a doctor, i am in Bangkok", "i need a lawyer, they took my passport in myanmar"]
)
async def test_another_need_instead_of_an_answer(person: Person, words: str) -> None:
    """Another need is searched for instead; a place beside it changes neither the place nor the home country."""
    await person.send_text(HOME["en"])
    place = await person.slot("place")
    await person.send_text(words)
    person.assert_responses("utter_service")
    assert await person.slot("need") != "return_home"
    assert await person.slot("home_country") is None
    assert await person.slot("place") == place


async def test_question_that_names_the_home_country(person: Person) -> None:
    """In a question about punishment at home, the home country does not become the place."""
    await person.send_text(HOME["en"])
    place = await person.slot("place")
    await person.send_text("will the police arrest me in Cambodia because i left without papers?")
    person.assert_question("utter_rights_page")
    assert await person.slot("place") == place


async def test_danger_instead_of_an_answer(person: Person) -> None:
    """Danger interrupts the question, and its place is where the user is."""
    await person.send_text(HOME["en"])
    await person.send_text("he is beating me right now, i am in Vientiane")
    person.assert_responses("utter_danger_here")
    assert await person.slot("home_country") is None
    place = await person.slot("place")
    assert isinstance(place, dict)
    assert place["country"] == "LA"


async def test_danger_after_the_answer(person: Person) -> None:
    """The home country is never taken for the place."""
    await person.send_text(HOME["en"])
    await person.send_text("Cambodia")
    await person.send_text("he is going to kill me")
    person.assert_responses("utter_danger_here")
    assert "Vietnam" in person.reply_text


async def test_papers(person: Person, processor: TurnProcessor) -> None:
    """A user who needs identity papers is asked too, as soon as anything sets that need."""
    await person.send_text("hello")
    tracker = await processor.get_tracker(person.pseudonym)
    tracker.update(SlotSet("need", "immigration"))
    await processor.save_tracker(tracker)
    await person.send_text("i am in Hanoi", country_hint="KH")
    person.assert_question("utter_ask_home_country")
    await person.press("Cambodia")
    person.assert_responses("utter_own_state")


@pytest.mark.parametrize(
    ("language", "need", "country"), [("es", "necesito un abogado", "Camboya"), ("th", "อยากได้ทนายค่ะ", "กัมพูชา")]
)
async def test_no_service_in_the_language(person: Person, language: str, need: str, country: str) -> None:
    """If no service speaks the user's language, help from home is offered as a choice, and then a question."""
    await person.send_text(need)
    await person.send_text("Kuala Lumpur")
    shown = names(person)
    assert await person.slot("home_country") is None
    await person.press_payload("/help_from_home")
    person.assert_question("utter_ask_home_country")
    assert person.language == language
    await person.send_text(country)
    assert person.responses[0] == "utter_own_state"
    assert "Cambodia" in names(person)[0]
    assert not set(names(person)) & set(shown)
    shown += names(person)
    await person.send_text({"es": "más", "th": "อีก"}[language])
    if "utter_no_more_services" in person.responses:
        assert set(names(person)) <= set(shown), "the last ones again"
    else:
        assert not set(names(person)) & set(shown)


async def test_origin_told_before(person: Person) -> None:
    """A user who has said where they are from is not asked for it."""
    await person.send_text("i am cambodian, i want to go home, i am in hanoi")
    assert await person.slot("home_country") == {"country": "KH"}
    person.assert_responses("utter_service", "utter_own_state", "utter_service")


async def test_help_from_home_without_a_country(person: Person) -> None:
    """A user who asks for their own state and then does not name it can go on with other help."""
    await person.send_text("necesito un abogado, estoy en Kuala Lumpur")
    await person.press("Ayuda de mi gobierno")
    await person.send_text("no")
    person.assert_question("utter_no_problem")
    await person.send_text("necesito un doctor")
    person.assert_responses("utter_service")
    assert "utter_choice_from_home" not in person.responses


async def test_own_state_without_an_office(person: Person) -> None:
    """If the directory has no office of the own state, the reply says so and offers choices."""
    await person.send_text("necesito un abogado, estoy en Kuala Lumpur")
    await person.press("Ayuda de mi gobierno")
    await person.send_text("Islandia")
    person.assert_question("utter_no_own_state")


async def test_another_need_instead_of_the_own_state(person: Person) -> None:
    """A user who names another need at that question gets help with that need."""
    await person.send_text("necesito un abogado, estoy en Kuala Lumpur")
    await person.press("Ayuda de mi gobierno")
    await person.send_text("no tengo donde dormir")
    await person.press("Para una mujer")
    person.assert_services("shelter")
    assert "utter_own_state" not in person.responses


async def test_leave_help_from_home(person: Person) -> None:
    """After a user leaves that question for the menu, the next search is complete."""
    await person.send_text("necesito un abogado, estoy en Kuala Lumpur")
    await person.press("Ayuda de mi gobierno")
    await person.send_text("menú")
    await person.send_text("estoy en Bangkok")
    person.assert_services("legal_help")


@languages
async def test_home_country_by_sms(people, language: str) -> None:  # noqa: ANN001
    """By SMS the warning and the embassy take few messages, none longer than other help."""
    from bot.rendering.segments import count_segments

    person = people(channel="sms")
    home = {
        "en": ("i want to go home, i am in Bangkok", "philippines"),
        "es": ("quiero volver a mi casa, estoy en Bangkok", "Filipinas"),
        "th": ("อยากกลับบ้าน อยู่กรุงเทพ", "ฟิลิปปินส์"),
    }
    for words in home[language]:
        await person.send_text(words)
    person.assert_responses("utter_own_state", "utter_service")
    costs = [count_segments(reply.text) for reply in person.replies]
    assert len(costs) <= 5
    assert max(costs) <= 3, costs


@pytest.mark.parametrize(
    ("first", "then", "country"),
    [
        ("saya kerja di Jeddah, butuh bantuan", "ada yang bisa bahasa Indonesia nggak, saya ga bisa bahasa Arab", "SA"),
        ("saya kerja di Jeddah, butuh bantuan", "saya sudah pulang, sekarang di Indramayu. siapa bisa bantu?", "ID"),
        ("ខ្ញុំធ្វើការនៅប៉ាតានី ប្រទេសថៃ ត្រូវការជំនួយ", "ប្រពន្ធកូនតូចនៅបាត់ដំបង អត់មានអីហូបទេ ខ្ញុំអាចទារលុយខែបានទេ", "TH"),
    ],
)
async def test_what_is_told_of_home(person: Person, first: str, then: str, country: str) -> None:
    """Who is abroad and tells of the family at home, or asks for its language, has not moved; who went home has."""
    await person.send_text(first)
    await person.send_text(then)
    place = await person.slot("place")
    assert place["country"] == country


async def test_own_country_after_another_in_danger(person: Person) -> None:
    """A user in Leicester tells of their father in India, and then asks for a lawyer for themself."""
    await person.send_text("i work in Leicester, UK and the boss does not pay. who can help me get my wages", "GB")
    threat = "in India my father is getting threats from the agent of ludhiana, he says he will take land in punjab"
    await person.send_text(threat, "GB")
    assert (await person.slot("place"))["country"] == "IN"
    await person.send_text("ok but for me what about a lawyer", "GB")
    person.assert_responses("utter_service")
    assert (await person.slot("place"))["country"] == "GB"
    assert await person.slot("own_place") is None


async def test_here_again_after_another_country(person: Person) -> None:
    """A user who wrote for a daughter abroad, and is in Madrid, is helped in Madrid."""
    await person.send_text("mi hija esta en Bogota en Colombia, la tienen trabajando a la fuerza, quien la ayuda", "ES")
    assert (await person.slot("place"))["country"] == "CO"
    await person.send_text("te equivocaste yo estoy en España en Madrid busco donde dormir hoy", "ES")
    assert (await person.slot("place"))["country"] == "ES"
