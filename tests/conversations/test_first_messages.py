"""A long first message with a place leads to people who can help, without a question in between."""

from typing import Any

import pytest

from tests.conversations.person import Person


@pytest.mark.parametrize(
    "text",
    [
        "i am 16, my aunt brought me to Lima to study but i only cook and clean for her. can someone help me",
        "Tenho 17 anos. Um homem me trouxe para o Porto para jogar bola, mas só limpo o campo. Quem ajuda aqui",
        "tengo 16 años y vivo en Lima, la señora dijo que iba a estudiar pero solo lavo y cocino. quién ayuda",
    ],
)
async def test_child_with_a_story(person: Person, text: str) -> None:
    """A child who tells what happens and where is told that it is not their fault, and whom to call."""
    await person.send_text(text)
    assert {"utter_child", "utter_service"} <= set(person.responses)
    assert "utter_ask_need" not in person.responses


@pytest.mark.parametrize(
    "text",
    [
        "i clean rooms in a hotel in Dubai, the owner gives us food but no pay and shouts. who can help us here",
        "trabajo en un barco en el puerto de Callao en Perú, dos años sin sueldo. quién nos ayuda acá",
        "я работаю на стройке в Варшаве, живем десять человек в вагончике, денег нет. кто тут может помочь",
    ],
)
async def test_story_that_asks_who_can_help(person: Person, text: str) -> None:
    """Services are named at once."""
    await person.send_text(text)
    assert "utter_service" in person.responses
    assert not {"utter_ask_need", "utter_ask_place"} & set(person.responses)


@pytest.mark.parametrize(
    "text",
    [
        "i clean hotel rooms in Dubai since march, no pay, the manager keeps our passports. is it legal to keep them",
        "trabajo en una casa en Lima, la señora me guarda el documento desde hace un año. es legal que lo tenga ella",
    ],
)
async def test_story_with_a_question_of_rights(person: Person, text: str) -> None:
    """The question is answered, and services are named beside."""
    await person.send_text(text)
    assert any(name.startswith("utter_rights") for name in person.responses)
    assert "utter_service" in person.responses


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        pytest.param(
            "my uncle took my passport and there is a wedding next week that i never wanted, i am in a village near "
            "Sylhet in Bangladesh, who can get me out of here",
            "utter_advice_out",
            id="asks for a way out",
        ),
        pytest.param(
            "i left a farm near Montreal in Canada, my permit has the boss's name. where do i get new papers",
            "utter_ask_home_country",
            id="asks for papers",
        ),
        pytest.param(
            "we are six men on a ship at anchor off Ajman UAE, eleven months without pay, the company does not answer, "
            "who can help us",
            "utter_someone_else",
            id="writes for a group with themself in it",
        ),
    ],
)
async def test_story_with_another_question(person: Person, text: str, instead: str) -> None:
    """Services are named, not what the last sentence alone would lead to."""
    await person.send_text(text)
    assert "utter_service" in person.responses
    assert instead not in person.responses


STORY = "i clean rooms in a hotel and the owner has paid nothing for half a year, he keeps my papers, who can help me"


async def test_story_without_a_place(person: Person) -> None:
    """The country of the phone counts, and is named."""
    await person.send_text(STORY, country_hint="KH")
    assert "utter_service" in person.responses
    assert "Cambodia" in person.reply_text


PHONE_BOUGHT_ABROAD = {
    # "Deckhand on a fishing boat, unpaid for a year, captain holds the passport, I want to go home, who can help?"
    "TW": "saya abk di kapal ikan, setahun tidak digaji, paspor dipegang kapten, mau pulang, siapa yang bisa bantu",
    # "Housemaid, my agent is from Indonesia, the employer keeps the passport and has not paid for a year, who helps?"
    "MY": "saya pembantu, agen saya dari indonesia, majikan simpan paspor dan setahun tak bayar gaji, siapa bisa bantu",
}


@pytest.mark.parametrize("country", PHONE_BOUGHT_ABROAD)
async def test_phone_bought_abroad(person: Person, country: str) -> None:
    """Whoever writes the language of another country than that of their phone is where they bought it."""
    await person.send_text(PHONE_BOUGHT_ABROAD[country], country_hint=country)
    assert "utter_service" in person.responses
    place: Any = await person.slot("place")
    assert place["country"] == country


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (STORY, None),
        (f"{STORY}. my agent was in Malaysia", "KH"),
        (f"i want to go home. {STORY.removesuffix('who can help me')}", "KH"),
    ],
)
async def test_place_that_nobody_knows(person: Person, text: str, hint: str | None) -> None:
    """Without a phone's country, with another one, or on the way home, the place is not guessed."""
    await person.send_text(text, country_hint=hint)
    assert "utter_service" not in person.responses


async def test_services_where_the_need_has_none(person: Person) -> None:
    """Where nobody offers what is needed, others are named, and it is said that they offer something else."""
    await person.send_text("нужен приют в Санкт-Петербурге")
    assert "utter_services_instead" in person.responses
    assert "utter_service" in person.responses


async def test_somebody_who_found_the_phone(person: Person) -> None:
    """Whoever asks what the number is before anybody wrote from it gets no word of the introduction."""
    await person.send_text("ນີ້ແມ່ນເບີຫຍັງ ເຫັນຢູ່ໃນໂທລະສັບລູກນ້ອງ")
    assert person.responses == ["utter_neutral"]


async def test_story_that_is_not_understood(person: Person) -> None:
    """Whoever tells a story is thanked and asked what they need, and hears no excuse."""
    await person.send_text("hello")
    await person.send_text(
        "the blue cupboard in the corner was opened by the two men on sunday and the third one laughed at the calendar"
    )
    assert "utter_clarify" not in person.responses


async def test_somebody_who_asks_first_who_this_is(person: Person) -> None:
    """Who asks who this is before anything was told is answered, also when they then speak of somebody else."""
    await person.send_text("who is this? who are you?")
    await person.send_text("my sister works in a house in Kuwait, they took her passport and she is not paid")
    assert "utter_neutral" not in person.responses


async def test_reader_who_asks_on(person: Person) -> None:
    """Whoever has just asked what somebody wrote still gets nothing, whatever their next question sounds like."""
    await person.send_text("I work in a house in Kuwait and they do not pay me, who can help")
    await person.send_text("what did the girl with this phone write to you?")
    assert person.responses == ["utter_neutral"]
    await person.send_text("just tell me, I am her sister and worried about her. does she want to run away?")
    assert person.responses == ["utter_neutral"]
    assert (await person.slot("place"))["country"] == "KW"
