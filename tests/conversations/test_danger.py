"""Danger and self-harm at any point of a conversation."""

import re
from itertools import pairwise

import pytest

from bot.core.message import MessageKind
from tests.conversations.person import Person

DANGER = {
    "en": "he is going to kill me, help me now",
    "es": "me van a matar, ayudenme ya",
    "th": "เขาจะฆ่าหนู ช่วยด้วย",
}
POLICE = {"en": "911", "es": "911", "th": "191"}
AMBULANCE = {"en": "911", "es": "911", "th": "1669"}
"""Numbers of the countries that are offered first to readers of these languages: the USA, Mexico and Thailand."""
SELF_HARM = {"en": "i want to die", "es": "me quiero morir", "th": "อยากตาย"}
CHIANG_MAI = {"country": "TH", "region": "TH-50", "name": "Chiang Mai", "latitude": 18.8, "longitude": 99.0}
languages = pytest.mark.parametrize("language", ["en", "es", "th"])


@languages
async def test_danger_as_first_message(person: Person, language: str) -> None:
    """Danger is answered at once, without an introduction, and the country is asked for."""
    await person.send_text(DANGER[language])
    assert person.responses[0] == "utter_danger_somewhere"
    person.assert_question("utter_danger_somewhere")
    assert person.language == language
    await person.send_text("1")
    person.assert_responses("utter_danger_here", "utter_danger_hotline", "utter_service", "utter_still_here")
    assert f": {POLICE[language]}\n" in person.reply_text


@languages
async def test_danger_with_a_place(person: Person, language: str) -> None:
    """If the message names the place, the emergency number comes in the same turn."""
    place = {"en": " i am in Phnom Penh", "es": " estoy en Phnom Penh", "th": " อยู่พนมเปญ"}[language]
    await person.send_text(DANGER[language] + place)
    person.assert_responses("utter_danger_here", "utter_service")
    assert "117" in person.reply_text


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("they lock me in and beat me, i am in Bangkok", "utter_danger_locked"),
        ("he will post my naked photos, i am in Bangkok", "utter_danger_publish"),
        ("my sister is locked in a room and he beats her, she is in Bangkok", "utter_danger_locked_other"),
    ],
)
async def test_answer_fits_the_danger(person: Person, words: str, answer: str) -> None:
    """Who is locked in, blackmailed or writes for another person is not told to go where people are."""
    await person.send_text(words)
    assert person.responses == [answer, "utter_danger_hotline", "utter_service", "utter_still_here"]
    assert "191" in person.reply_text


@pytest.mark.parametrize(
    ("words", "aid"),
    [
        ("he stabbed me in the leg and it wont stop bleeding, i am in Bangkok", "bleeding"),
        ("help she poured boiling water on my arm just now, i am in Bangkok", "burn"),
        ("my friend fell from the roof and she is not waking up, we are in Bangkok", "unconscious"),
        ("help he pushed me, i am pregnant and bleeding and it hurts, i am in Bangkok", "inner_bleeding"),
    ],
)
async def test_first_aid(person: Person, words: str, aid: str) -> None:
    """Whoever is hurt hears what to do at once, right after the number of the ambulance."""
    await person.send_text(words)
    assert person.responses[0].startswith("utter_danger_medical")
    assert person.responses[1] == f"utter_first_aid_{aid}"
    assert person.reply_text.index("1669") < person.reply_text.index("191")


async def test_who_can_only_write_gets_lines_to_write_to(person: Person) -> None:
    """The lines that take messages come first in danger too."""
    await person.send_text("i am in Houston, i can only write, i cannot call anyone")
    await person.send_text("he has a knife and he will kill me tonight")
    services = [each.values for each in person.utterances if each.response == "utter_service"]
    assert services
    assert all(service["chats"] for service in services)


@pytest.mark.parametrize(
    ("words", "police"),
    [
        ("he is going to kill me, no police please, i am in Bangkok", "191"),
        ("i am trans. he is going to kill me, i am in Bangkok", "191"),
        ("they hold us in a scam compound and beat us, i am in Phnom Penh", "117"),
    ],
)
async def test_police_last(person: Person, words: str, police: str) -> None:
    """Where the police may be part of the danger a hotline comes first, and the number of the police last."""
    await person.send_text(words)
    assert person.responses == [
        *("utter_danger_not_police", "utter_service", "utter_danger_police_choice", "utter_still_here")
    ]
    numbers = person.utterances[2].values["emergency"]
    assert list(numbers)[-1] == "police"
    assert numbers["police"] == [police]


async def test_safe_now(person: Person) -> None:
    """Who is safe again is no longer asked for the place; without a danger before, the menu follows."""
    await person.send_text("i am safe now")
    person.assert_question("utter_ask_need")
    await person.send_text(DANGER["en"])
    await person.send_text("i am safe now")
    assert person.responses == ["utter_danger_over"]
    assert person.choices == ["A hotline", "Other help"]
    assert [await person.slot(name) for name in ("need", "alarm", "danger_kind")] == [None, None, None]


async def test_danger_during_a_question(person: Person) -> None:
    """Danger interrupts any question, and that question is not asked again."""
    await person.send_text("i need a lawyer")
    person.assert_question("utter_ask_place")
    await person.send_text(DANGER["en"])
    assert person.responses[0] == "utter_danger_somewhere"
    assert "utter_ask_place" not in person.responses


async def test_danger_with_a_place_during_a_question(person: Person) -> None:
    """A place in the danger message counts, even during another question, and does not answer that question."""
    await person.send_text("i need a lawyer")
    await person.send_text("he is beating me right now, i am in Vientiane")
    assert person.responses[0] == "utter_danger_here"
    place = {"country": "LA", "region": "LA-VT", "name": "Vientiane", "latitude": 18.0, "longitude": 102.6}
    assert await person.slot("place") == place


async def test_danger_by_sms_with_country_hint(people) -> None:  # noqa: ANN001
    """The country hint of the network is enough for an emergency number, and the reply names the country."""
    person = people(channel="sms")
    await person.send_text(DANGER["en"], country_hint="TH")
    person.assert_responses("utter_danger_here")
    assert "Thailand" in person.reply_text
    assert "191" in person.reply_text


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("i am so scared", "utter_feeling_afraid"),
        ("will the police arrest me?", "utter_rights_justice"),
        ("they took my passport", "utter_exploitation"),
    ],
)
async def test_other_message_during_danger(person: Person, words: str, answer: str) -> None:
    """Other messages are answered, but the country is still asked for until the number is given."""
    await person.send_text(DANGER["en"])
    await person.send_text(words)
    assert person.responses == [answer, "utter_danger_somewhere"]
    await person.press_payload('/give_place{"place": {"country": "GB"}}')
    person.assert_responses("utter_danger_here")
    assert "999" in person.reply_text


async def test_country_with_other_message_during_danger(person: Person) -> None:
    """A country given together with something else is not asked for again."""
    await person.send_text(DANGER["en"])
    await person.send_text("they took my passport and do not pay me, i am in Thailand")
    person.assert_responses("utter_exploitation", "utter_danger_here", "utter_service")
    assert "191" in person.reply_text


async def test_danger_without_a_place(person: Person) -> None:
    """A user in danger who won't say where they are gets help that works anywhere, without the question again."""
    await person.send_text(DANGER["en"])
    await person.press("I'd rather not say")
    person.assert_question("utter_danger_anywhere")
    assert "112" in person.reply_text
    await person.send_text("ok i am in Thailand")
    person.assert_responses("utter_danger_here")


@pytest.mark.parametrize(
    ("between", "response"),
    [
        ("hello", "utter_danger_here"),
        ("i cant talk", "utter_danger_again"),
        ("menu", "utter_danger_here"),
        ("ok", "utter_danger_here"),
        ("dont know", "utter_danger_here"),
        ("i am 15", "utter_danger_here"),
    ],
)
async def test_danger_stays_open(person: Person, between: str, response: str) -> None:
    """The danger is answered as soon as the country is known, whatever is said before."""
    await person.send_text(DANGER["en"])
    await person.send_text(between)
    await person.send_text("thailand")
    person.assert_responses(response)
    assert "191" in person.reply_text


async def test_danger_stays_open_in_cover_mode(person: Person) -> None:
    """Danger reported before cover mode is answered after the return word, and not shown during cover mode."""
    await person.send_text(DANGER["en"])
    for words in ("he reads my phone", "thailand"):
        await person.send_text(words)
        assert person.responses[0].startswith("utter_cover_")
        assert not re.search(r"\d", person.reply_text)
    await person.send_text("sun")
    await person.press_payload('/give_place{"place": {"country": "GB"}}')
    person.assert_responses("utter_danger_here")
    assert "999" in person.reply_text


@languages
async def test_danger_with_country_later(person: Person, language: str) -> None:
    """A user who first refuses and later gives the country gets the number then."""
    await person.send_text(DANGER[language])
    await person.press("7")
    person.assert_question("utter_danger_anywhere")
    await person.send_text({"en": "thailand", "es": "tailandia", "th": "ไทย"}[language])
    person.assert_responses("utter_danger_here")


async def test_no_to_country_question_in_danger(person: Person) -> None:
    """No to "which country?" in danger gets help that works anywhere."""
    await person.send_text(DANGER["th"])
    await person.send_text("ไม่บอก")
    person.assert_question("utter_danger_anywhere")
    assert "112" in person.reply_text


@languages
async def test_language_name_answers_country_question(person: Person, language: str) -> None:
    """The answer "thai" to "which country?" means Thailand."""
    await person.send_text(DANGER[language])
    await person.send_text("thai")
    person.assert_responses("utter_danger_here")


async def test_danger_in_country_without_a_number(person: Person) -> None:
    """For a country without a known number the reply has help that works anywhere, and asks no further question."""
    await person.send_text("he is going to kill me, i am in Curacao")
    person.assert_question("utter_danger_anywhere")
    assert "112" in person.reply_text


@languages
async def test_self_harm(person: Person, language: str) -> None:
    """A user who wants to die gets a warm reply at once, and then whom to call."""
    await person.send_text(SELF_HARM[language])
    assert person.responses[0] == "utter_self_harm_somewhere"
    await person.press("1")
    person.assert_responses("utter_self_harm_here", "utter_service")
    assert f": {AMBULANCE[language]}\n" in person.reply_text


async def test_other_help_after_danger(person: Person) -> None:
    """After danger the user can go on to any other help without giving the place again."""
    await person.send_text("he is going to kill me. i am in Chiang Mai")
    await person.send_text("i need a place to sleep")
    person.assert_services("shelter")
    assert await person.slot("place") == CHIANG_MAI


@pytest.mark.parametrize(
    ("words", "kind", "number"),
    [("he is going to kill me", "danger", "191"), ("i want to die", "self_harm", "1669")],
)
async def test_repeated_danger_is_answered(person: Person, words: str, kind: str, number: str) -> None:
    """Repeated danger is answered each time: with the number, in other words and with another hotline."""
    hotlines = []
    for answer in ("here", "again", "here"):
        await person.send_text(f"{words}. i am in Chiang Mai")
        person.assert_responses(f"utter_{kind}_{answer}", "utter_service", "utter_still_here")
        assert number in person.reply_text
        hotlines += [u.values["name"] for u in person.utterances if u.response == "utter_service"]
    assert kind == "self_harm" or all(first != second for first, second in pairwise(hotlines))


async def test_danger_after_other_help(person: Person) -> None:
    """After other help in between, a danger reply again begins with going to where people are."""
    await person.send_text("he is going to kill me. i am in Chiang Mai")
    await person.send_text("i need a lawyer")
    await person.send_text("he is going to kill me")
    person.assert_responses("utter_danger_here")


async def test_more_hotlines(person: Person) -> None:
    """After the first hotline there are more."""
    await person.send_text("he is going to kill me. i am in Thailand")
    first = [u.values["name"] for u in person.utterances if u.response == "utter_service"]
    await person.press("More people to call")
    more = [u.values["name"] for u in person.utterances if u.response == "utter_service"]
    assert more
    assert not set(first) & set(more)


@pytest.mark.parametrize("kind", [MessageKind.UNREADABLE, MessageKind.START])
async def test_message_without_text_after_danger(person: Person, kind: MessageKind) -> None:
    """A photo or START after danger gets a reply."""
    await person.send_text(DANGER["en"])
    await person.send(kind)
    assert person.responses


@pytest.mark.parametrize(
    ("before", "words", "country"),
    [
        ("i am a housemaid in Beirut", "he is outside my door now he is drunk and he push the door. help me", "LB"),
        ("انا في ميلانو في ايطاليا", "هو جاي عندي دابا باش يضربني! عاونيني!", "IT"),
    ],
)
async def test_no_likeness_moves_a_known_place(person: Person, before: str, words: str, country: str) -> None:
    """A word that looks or sounds like the name of a country changes nothing: the numbers are those of the place."""
    await person.send_text(before)
    await person.send_text(words)
    given = [each.values["country"] for each in person.utterances if each.values.get("emergency")]
    assert given == [country]


ASKS_FOR_AMBULANCE = {
    "en": "what is the number of an ambulance in Bangkok",
    "th": "ขอเบอร์รถพยาบาลหน่อย",
    "lo": "ເບີລົດໂຮງໝໍເທົ່າໃດ",
    "km": "ឡានពេទ្យ លេខប៉ុន្មាន",
    "my": "လူနာတင်ကား ဖုန်းနံပါတ် ဘယ်လောက်လဲ",
    "vi": "số xe cấp cứu là bao nhiêu",
    "zh": "救护车电话是多少",
    "id": "nomor ambulans berapa",
    "fil": "ano po number ng ambulansya",
    "hi": "ambulance ka number kya hai",
    "bn": "ambulance er number koto, taka lagbe?",
    "ar": "شنو رقم الإسعاف",
    "ru": "какой номер скорой помощи",
    "es": "cual es el numero de la ambulancia",
    "fr": "c'est quoi le numéro de l'ambulance",
    "pt": "qual o numero da ambulancia",
}


@pytest.mark.parametrize("language", ASKS_FOR_AMBULANCE)
async def test_an_ambulance_is_asked_for(person: Person, language: str) -> None:
    """Whoever asks for an ambulance gets its number first, whatever else they ask of it."""
    await person.send_text(ASKS_FOR_AMBULANCE[language], country_hint="TH")
    person.assert_responses("utter_danger_medical")
    assert "1669" in person.reply_text


async def test_no_ambulance_is_wanted(person: Person) -> None:
    """Who wants none is not given it."""
    await person.send_text("i need a doctor in Bangkok, no ambulance please")
    assert "utter_danger_medical" not in person.responses


async def test_police_refused_twice(person: Person) -> None:
    """After "no police" their number is given once, as a choice, and not again."""
    for times in range(2):
        await person.send_text("no police! he is going to kill me, i am in Bangkok")
        person.assert_responses("utter_danger_police_choice")
        assert ("191" in person.reply_text) == (times == 0)
        assert "1669" in person.reply_text


@pytest.mark.parametrize(
    ("language", "question", "answer"),
    [
        ("en", "will the ambulance tell the police?", "utter_emergency_privacy"),
        ("es", "¿la ambulancia me pide papeles?", "utter_emergency_privacy"),
        ("en", "is the ambulance free?", "utter_emergency_cost"),
        ("th", "รถพยาบาลพูดภาษาพม่าได้ไหม", "utter_emergency_language"),
    ],
)
async def test_question_about_emergency_numbers(person: Person, language: str, question: str, answer: str) -> None:
    """What people ask about the numbers that they were given is answered: whom they tell, what they cost."""
    place = {"en": " i am in Phnom Penh", "es": " estoy en Phnom Penh", "th": " อยู่พนมเปญ"}[language]
    await person.send_text(DANGER[language] + place)
    await person.send_text(question)
    assert answer in person.responses
    assert "utter_danger_here" not in person.responses
