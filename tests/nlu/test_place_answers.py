"""What must be true of a place after the bot has asked for it."""

import pytest
from rasa.shared.nlu.training_data.message import Message

from nlu.components.place import PlaceAnswerClassifier, PlaceExtractor
from nlu.text.places.finder import Place, find_place
from tests.nlu.readings import make_reading, read_message

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


def extracted(text: str, asked: str | None, **metadata: object) -> Message:
    """Return what the component makes of a text after a question for the place, or without one."""
    reading = make_reading(text, is_answer=asked is not None)
    message = read_message(reading, metadata={"place_question": asked, **metadata})
    PlaceExtractor().process([message])
    return message


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
    message = extracted(text, asked)
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


@pytest.mark.parametrize("text", ["chang mai", "chiang mia"])
def test_guess_is_not_the_place(text: str) -> None:
    """A misspelt name is only a possible place, which the bot asks about, with all that is known of it."""
    (found,) = extracted(text, "give_place").get("entities")
    assert found["entity"] == "possible_place"
    assert found["value"]["country"] == "TH"
    assert found["value"].keys() == set(Place.__dataclass_fields__)


@pytest.mark.parametrize(("text", "country"), [("thai", "TH"), ("ພາສາລາວ", "LA"), ("tieng viet", "VN")])
def test_language_names_the_country(text: str, country: str) -> None:
    """Who answers "where are you?" with a language is in its country; without the question it is only a language."""
    (found,) = extracted(text, "give_place").get("entities")
    assert (found["entity"], found["value"]["country"]) == ("place", country)
    assert not extracted(text, None).get("entities")


def test_language_question_comes_first() -> None:
    """While "which language?" is open, the name of a language is no country."""
    message = extracted("thai", "give_place", language_question=True)
    assert message.get("intent")["name"] == "change_language"
    assert not message.get("entities")
