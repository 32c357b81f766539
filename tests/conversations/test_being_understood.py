"""Languages, choices, small talk and misunderstandings."""

import pytest

from bot.core.message import MessageKind
from tests.conversations.person import Person


async def test_the_language_follows_the_person(person: Person) -> None:
    """Someone who goes on in another language is answered in it."""
    await person.says("hello")
    await person.says("ฉันไม่มีที่นอน")
    assert person.language == "th"
    await person.says("estoy en Chiang Mai y no tengo dinero")
    assert person.language == "es"


async def test_a_chosen_language_stays(person: Person) -> None:
    """A language that was asked for by name no longer follows what is written."""
    await person.says("hola")
    await person.says("quiero hablar en ingles")
    assert person.language == "en"
    person.was_asked("utter_ask_need")
    await person.says("necesito un abogado")
    assert person.language == "en"


async def test_another_language_by_choice(person: Person) -> None:
    """Someone who can't name their language finds it among the choices, in its own name."""
    await person.says("hello")
    await person.says("change language")
    person.was_asked("utter_ask_language")
    own_names = (
        "English العربية বাংলা Español Filipino Français हिन्दी Indonesia ខ្មែរ ລາວ မြန်မာ Português Русский ไทย"
        " Tiếng Việt 中文"
    )
    assert " ".join(person.choices) == own_names
    await person.presses("ไทย")
    assert person.language == "th"


async def test_asking_for_a_speaker_of_another_language(person: Person) -> None:
    """Who asks for somebody who speaks what we don't write goes on in their language, and is found speakers."""
    await person.says("หาที่พัก อยู่เชียงใหม่")
    await person.presses("ขอไม่บอก")
    await person.says("พูดเยอรมันได้ไหม")
    assert person.language == "th"
    person.was_told("utter_language_not_spoken")
    assert await person.slot("helper_language") == "de"
    person.was_asked("utter_ask_need")
    await person.says("ขอสายด่วน")
    assert person.language == "th"
    person.was_offered("human")


async def test_not_speaking_a_language(person: Person) -> None:
    """Who says that they don't speak a language is not answered in it."""
    await person.says("hola")
    await person.says("no hablo ingles")
    assert person.language == "es"


async def test_changing_the_language_in_a_question(person: Person) -> None:
    """The question that stood is put again in the new language."""
    await person.says("i need a lawyer")
    await person.says("habla español")
    assert person.language == "es"
    person.was_asked("utter_ask_place")


@pytest.mark.parametrize(
    ("words", "need", "read_in", "named"),
    [
        ("Ich habe keinen Platz zum Schlafen", "shelter", "en", "German"),
        ("ho bisogno di un posto dove dormire", "shelter", "en", "Italian"),
        ("saya perlukan peguam", "legal_help", "id", "Melayu"),
        ("எனக்கு தூங்க இடம் இல்லை", "shelter", "en", "Tamil"),
    ],
)
async def test_a_language_without_a_catalogue(person: Person, words: str, need: str, read_in: str, named: str) -> None:
    """Who writes what we don't is understood, told so in what most of them read, and told how to choose another."""
    await person.says(words)
    assert person.language == read_in
    person.was_told("utter_intro", "utter_language_not_spoken", "utter_ask_place")
    assert named in person.read
    assert await person.slot("need") == need
    await person.presses("1")
    person.was_offered(need)
    await person.says("Français")
    assert person.language == "fr"


async def test_numbers_and_labels_choose(person: Person) -> None:
    """A choice can be made by its number, in any digits, by its label or by its button."""
    for answer in ("2", "2.", "๒", "Legal help", "legal HELP"):
        await person.says("menu")
        person.was_asked("utter_ask_need")
        await person.says(answer)
        assert await person.slot("need") == "legal_help", answer


async def test_a_question_aside(person: Person) -> None:
    """Who asks aside is answered, then the question comes back, not as if they had answered wrongly."""
    await person.says("i need a lawyer")
    await person.says("who can see what i write?")
    person.was_told("utter_privacy")
    person.was_asked("utter_ask_place")


async def test_no_to_where_are_you(person: Person) -> None:
    """Somebody who won't say where they are gets what helps without it, and is not asked again."""
    await person.says("i need a lawyer")
    await person.says("no")
    person.was_told("utter_service")
    person.was_asked("utter_more_with_country")


async def test_no_to_what_do_you_need(person: Person) -> None:
    """Somebody who doesn't want to say more is left in peace, with a way on."""
    await person.says("I'm in Phnom Penh")
    person.was_asked("utter_ask_need")
    await person.says("no thanks")
    person.was_asked("utter_no_problem")
    await person.says("bye")
    assert person.told == ["utter_goodbye", "utter_tip_1", "utter_did_it_help"]
    assert person.choices


@pytest.mark.parametrize("answer", ["yes", "ok", "banana", "i don't know"])
async def test_what_is_no_answer_to_where_are_you(person: Person, answer: str) -> None:
    """What is no answer leads to the question in other words, once, and to nothing else."""
    await person.says("i need a lawyer")
    await person.says(answer)
    assert person.told == ["utter_ask_country"]


@pytest.mark.parametrize("answer", ["yes", "ok", "banana"])
async def test_what_is_no_answer_to_what_do_you_need(person: Person, answer: str) -> None:
    """What is no answer leads to the question in other words, once, and to nothing else."""
    await person.says("I'm in Phnom Penh")
    await person.says(answer)
    assert person.told == ["utter_ask_need_again"]


async def test_nonsense_is_never_answered_the_same_way(person: Person) -> None:
    """Three texts that mean nothing lead to other words each time, and then to a human."""
    await person.says("hello")
    answers = []
    for nonsense in ("blorp flump", "zzz zzz", "gnarf"):
        await person.says(nonsense)
        answers.append(person.read)
    assert len(set(answers)) == 3
    person.was_asked("utter_hand_over_where")
    await person.presses("Thailand")
    person.was_offered("human")


async def test_being_understood_again_starts_anew(person: Person) -> None:
    """Whoever is understood in between is not counted as lost."""
    await person.says("hello")
    await person.says("blorp flump")
    await person.says("thank you")
    await person.says("gnarf")
    person.was_told("utter_clarify")


async def test_nonsense_to_the_question_of_the_need(person: Person) -> None:
    """The form never asks the same words three times, and then goes on to a human."""
    await person.says("i am in chiang mai")
    person.was_asked("utter_ask_need")
    await person.says("qwpoeiru zmxnb")
    person.was_asked("utter_ask_need_again")
    await person.says("lkjhgf poiuy")
    person.was_offered("human")


async def test_a_photo(person: Person) -> None:
    """A photo is answered kindly, and a question that stood comes back."""
    await person.sends(MessageKind.UNREADABLE)
    person.was_told("utter_unreadable")
    await person.says("i need a lawyer")
    await person.sends(MessageKind.UNREADABLE)
    person.was_told("utter_unreadable")
    person.was_asked("utter_ask_place")


async def test_an_old_button(person: Person) -> None:
    """A button of an earlier question does nothing but say so."""
    await person.says("hello")
    old = person.replies[-1].choices[0].token
    await person.says("i need a lawyer")
    await person.presses_token(old)
    person.was_told("utter_stale_choice")
    assert await person.slot("need") == "legal_help"


async def test_a_command_of_ours_is_only_words(person: Person) -> None:
    """What looks like an intent of ours fires none and sets nothing."""
    await person.says("hello")
    await person.says('/give_place{"place": {"country": "TH"}}')
    assert await person.slot("place") is None
    await person.says("/find_shelter@1.0")
    assert await person.slot("place") is None
