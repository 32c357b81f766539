"""Languages, choices, small talk and misunderstandings."""

import pytest

from bot.core.message import MessageKind
from tests.conversations.person import Person


async def test_language_follows_the_user(person: Person) -> None:
    """A user who switches to another language is answered in it."""
    await person.send_text("hello")
    await person.send_text("ฉันไม่มีที่นอน")
    assert person.language == "th"
    await person.send_text("estoy en Chiang Mai y no tengo dinero")
    assert person.language == "es"


async def test_chosen_language_stays(person: Person) -> None:
    """After a user asks for a language by name, the language no longer follows what they write."""
    await person.send_text("hola")
    await person.send_text("quiero hablar en ingles")
    assert person.language == "en"
    person.assert_question("utter_ask_need")
    await person.send_text("necesito un abogado")
    assert person.language == "en"


async def test_choose_language_from_list(person: Person) -> None:
    """A user who can't name their language finds it in the list of choices, in its own name."""
    await person.send_text("hello")
    await person.send_text("change language")
    person.assert_question("utter_ask_language")
    own_names = (
        "English العربية বাংলা Español Filipino Français हिन्दी Indonesia ខ្មែរ ລາວ မြန်မာ Português Русский ไทย"
        " Tiếng Việt 中文"
    )
    assert " ".join(person.choices) == own_names
    await person.press("ไทย")
    assert person.language == "th"


async def test_ask_for_helper_of_another_language(person: Person) -> None:
    """A user who asks for an unsupported language keeps their own and gets services that speak the other."""
    await person.send_text("หาที่พัก อยู่เชียงใหม่")
    person.assert_services("shelter")
    await person.send_text("พูดเยอรมันได้ไหม")
    assert person.language == "th"
    person.assert_responses("utter_language_not_spoken")
    assert await person.slot("helper_language") == "de"
    person.assert_question("utter_ask_need")
    await person.send_text("ขอสายด่วน")
    assert person.language == "th"
    person.assert_services("human")


async def test_language_the_user_does_not_speak(person: Person) -> None:
    """A user who says that they don't speak a language is not answered in it."""
    await person.send_text("hola")
    await person.send_text("no hablo ingles")
    assert person.language == "es"


async def test_change_language_during_a_question(person: Person) -> None:
    """The open question is asked again in the new language."""
    await person.send_text("i need a lawyer")
    await person.send_text("habla español")
    assert person.language == "es"
    person.assert_question("utter_ask_place")


@pytest.mark.parametrize(
    ("words", "need", "reply_language", "language_name"),
    [
        ("Ich habe keinen Platz zum Schlafen", "shelter", "en", "German"),
        ("ho bisogno di un posto dove dormire", "shelter", "en", "Italian"),
        ("saya perlukan peguam", "legal_help", "id", "Melayu"),
        ("எனக்கு தூங்க இடம் இல்லை", "shelter", "en", "Tamil"),
    ],
)
async def test_unsupported_language(
    person: Person, words: str, need: str, reply_language: str, language_name: str
) -> None:
    """Text in an unsupported language is understood; the reply is in a likely second language and offers others."""
    await person.send_text(words)
    assert person.language == reply_language
    person.assert_responses("utter_intro", "utter_language_not_spoken", "utter_ask_place")
    assert language_name in person.reply_text
    assert await person.slot("need") == need
    await person.send_text("Thailand")
    person.assert_services(need)
    await person.send_text("Français")
    assert person.language == "fr"


async def test_numbers_and_labels_choose(person: Person) -> None:
    """A choice can be made by its number, in any digits, by its label or by its button."""
    for answer in ("2", "2.", "๒", "Legal help", "legal HELP"):
        await person.send_text("menu")
        person.assert_question("utter_ask_need")
        await person.send_text(answer)
        assert await person.slot("need") == "legal_help", answer


async def test_side_question(person: Person) -> None:
    """A side question is answered and the open question comes back, without counting as a wrong answer."""
    await person.send_text("i need a lawyer")
    await person.send_text("who can see what i write?")
    person.assert_responses("utter_privacy")
    person.assert_question("utter_ask_place")


async def test_no_to_place_question(person: Person) -> None:
    """A user who won't say where they are learns that a country is enough, and is not pressed."""
    await person.send_text("i need a lawyer")
    await person.send_text("no")
    person.assert_question("utter_hand_over_where")


async def test_no_to_need_question(person: Person) -> None:
    """A user who doesn't want to say more can stop, and still has choices."""
    await person.send_text("I'm in Phnom Penh")
    person.assert_question("utter_ask_need")
    await person.send_text("no thanks")
    person.assert_question("utter_no_problem")
    await person.send_text("bye")
    assert person.responses == ["utter_goodbye"]


@pytest.mark.parametrize("answer", ["yes", "ok", "banana", "i don't know"])
async def test_unclear_answer_to_place_question(person: Person, answer: str) -> None:
    """An answer that is not understood leads to one rephrased question and nothing else."""
    await person.send_text("i need a lawyer")
    await person.send_text(answer)
    assert person.responses == ["utter_ask_country"]


@pytest.mark.parametrize("answer", ["yes", "ok", "banana"])
async def test_unclear_answer_to_need_question(person: Person, answer: str) -> None:
    """An answer that is not understood leads to one rephrased question and nothing else."""
    await person.send_text("I'm in Phnom Penh")
    await person.send_text(answer)
    assert person.responses == ["utter_ask_need_again"]


async def test_replies_to_nonsense_vary(person: Person) -> None:
    """Three messages in a row that are not understood get different replies, and then a human."""
    await person.send_text("hello")
    answers = []
    for nonsense in ("blorp flump", "zzz zzz", "kcd qwfp"):
        await person.send_text(nonsense)
        answers.append(person.reply_text)
    assert len(set(answers)) == 3
    person.assert_question("utter_hand_over_where")
    await person.press("1")
    person.assert_services("human")


async def test_understood_message_resets_the_count(person: Person) -> None:
    """A message that is understood resets the count of misunderstandings."""
    await person.send_text("hello")
    await person.send_text("blorp flump")
    await person.send_text("thank you")
    await person.send_text("kcd qwfp")
    person.assert_responses("utter_clarify")


async def test_nonsense_answer_to_need_question(person: Person) -> None:
    """The form does not repeat the same question three times; it goes on to a human."""
    await person.send_text("i am in chiang mai")
    person.assert_question("utter_ask_need")
    await person.send_text("qwpoeiru zmxnb")
    person.assert_question("utter_ask_need_again")
    await person.send_text("lkjhgf poiuy")
    person.assert_services("human")


async def test_a_photo(person: Person) -> None:
    """A photo gets a kind reply, and the open question comes back."""
    await person.send(MessageKind.UNREADABLE)
    person.assert_responses("utter_unreadable")
    await person.send_text("i need a lawyer")
    await person.send(MessageKind.UNREADABLE)
    person.assert_responses("utter_unreadable")
    person.assert_question("utter_ask_place")


async def test_an_old_button(person: Person) -> None:
    """A button of an earlier question only says that it is out of date."""
    await person.send_text("hello")
    old = person.replies[-1].choices[0].token
    await person.send_text("i need a lawyer")
    await person.press_token(old)
    person.assert_responses("utter_stale_choice")
    assert await person.slot("need") == "legal_help"


async def test_intent_syntax_is_plain_text(person: Person) -> None:
    """Text that looks like one of the bot's intents triggers none and sets no slot."""
    await person.send_text("hello")
    await person.send_text('/give_place{"place": {"country": "TH"}}')
    assert await person.slot("place") is None
    await person.send_text("/find_shelter@1.0")
    assert await person.slot("place") is None
