"""A long first message with a place leads to people who can help, without a question in between."""

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
