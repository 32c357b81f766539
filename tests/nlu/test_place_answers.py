"""What must be true of a place after the bot has asked for it."""

import pytest
from rasa.shared.nlu.training_data.message import Message

from nlu.components.place import PlaceAnswerClassifier, PlaceExtractor
from nlu.text.places.finder import find_place

ANSWERED = [
    ("chang mai", "TH", "Chiang Mai"),
    ("bankok", "TH", "Bangkok"),
    ("vientian", "LA", "Vientiane"),
    ("pnom pehn", "KH", "Phnom Penh"),
    ("เชียงไหม่", "TH", "Chiang Mai"),
    ("male", "MV", "Malé"),
    ("nice", "FR", "Nice"),
    ("la paz", "BO", "La Paz"),
    ("tak", "TH", "Tak"),
    ("from laos", "LA", "Laos"),
    ("en van", "TR", "Van"),
    ("van, turquia", "TR", "Van"),
    ("me llevaron a tak", "TH", "Tak"),
    ("quito", "EC", "Quito"),
    ("الرياض", "SA", "Riyadh"),
    ("دبي", "AE", "Dubai"),
]

NO_ANSWERS = [
    "they took me in a van",
    "they took me in the van",
    "in a white van",
    "me trajeron en una van",
    "en un pueblo cerca del mar",
    "estoy en el pueblo",
    "en una ciudad",
    "el papa me quito los papeles",
    "la lima esta rota",
    "salta la cuerda",
    "usa mi correo",
    "ไม่มีที่อยู่เลย ทำไงดี",
    "นอนวัดมาสองคืนแล้ว หาที่อยู่ให้หน่อย",
    "ตอบเป็นไทยหน่อย",
]


@pytest.mark.parametrize(("text", "country", "name"), ANSWERED)
def test_bare_and_misspelt_answers(text: str, country: str, name: str) -> None:
    """After the bot's question, a bare, ambiguous or misspelt name counts."""
    place = find_place(text, is_answer=True)
    assert place is not None
    assert (place.country, place.name) == (country, name)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "si",
        "ok",
        "help",
        "estoy cansada",
        "i am hungry",
        "ไม่บอก",
        "en verdad no",
        "quiero volver a colombia",
    ],
)
def test_answer_without_place(text: str) -> None:
    """After the bot's question, an answer that says something else is not bent into a place."""
    assert find_place(text, is_answer=True) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [("near bankok", "TH"), ("estoy en vientian", "LA"), ("อยู่เชียงไหม่ค่ะ", "TH")],
)
def test_misspelt_name_after_preposition(text: str, meant: str) -> None:
    """A word such as "near" makes a misspelt name count without a question."""
    place = find_place(text)
    assert place is not None
    assert place.country == meant


@pytest.mark.parametrize("text", NO_ANSWERS)
def test_everyday_word_is_not_an_answer(text: str) -> None:
    """After the bot's question, "a van" is still a vehicle and "un pueblo" any village."""
    assert find_place(text, is_answer=True) is None


@pytest.mark.parametrize(
    ("text", "asked", "intent", "country"),
    [
        ("thailand", "rights_country", "rights_country", "TH"),
        ("เวียดนาม", "rights_country", "rights_country", "VN"),
        ("in malaysia", "rights_country", "rights_country", "MY"),
        ("thailand", "give_place", "give_place", "TH"),
        ("thailand", None, None, "TH"),
        ("i worked in thailand and they never paid me", "rights_country", None, "TH"),
    ],
)
def test_country_answers_open_question(text: str, asked: str | None, intent: str | None, country: str) -> None:
    """While we ask whose rights, a country alone is the answer to that; a longer text says more than a place."""
    message = Message({"text": text, "metadata": {"place_question": asked}})
    PlaceExtractor().process([message])
    assert (message.get("intent") or {}).get("name") == intent
    assert [found["value"]["country"] for found in message.get("entities")] == [country]


@pytest.mark.parametrize(
    ("asked", "intent"), [("rights_country", "rights_country"), ("give_place", "give_place"), (None, "give_place")]
)
def test_place_with_a_no(asked: str | None, intent: str) -> None:
    """A no with a place ("no, in Laos") is that place, and answers the open question."""
    said = {"text": "no in laos", "intent": {"name": "deny", "confidence": 0.9}, "metadata": {"place_question": asked}}
    message = Message({**said, "entities": [{"entity": "place", "value": {"country": "LA"}}]})
    PlaceAnswerClassifier().process([message])
    assert message.get("intent")["name"] == intent
