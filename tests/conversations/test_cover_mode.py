"""Cover mode: what the bot sends while somebody may be watching, and how the user comes back."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest

from bot.core.message import MessageKind
from bot.engine.processor import TurnProcessor
from locales.catalogue import translate
from locales.registry import IN_LATIN_LETTERS, LANGUAGES
from tests.conversations.person import Person

WATCHED = ["someone is looking at my phone", "rain", "RAIN", "lluvia", "ฝน"]


def is_covered(person: Person) -> bool:
    """Return whether the last answer was one cover text and nothing else, without choices."""
    return (
        len(person.responses) == 1
        and person.responses[0].startswith("utter_cover_weather_")
        and not any(reply.choices for reply in person.replies)
    )


@pytest.mark.parametrize("words", WATCHED)
async def test_cover_starts_at_once(person: Person, words: str) -> None:
    """A cover word in any language, or a sentence, hides the conversation in the same turn."""
    await person.send_text("i need a lawyer")
    await person.send_text(words)
    assert is_covered(person)


@pytest.mark.parametrize("words", WATCHED)
async def test_cover_as_first_message(person: Person, words: str) -> None:
    """A conversation that begins with the cover word gets no introduction."""
    await person.send_text(words)
    assert is_covered(person)


async def test_watcher_learns_nothing(person: Person) -> None:
    """Questions, numbers, old buttons and commands only get cover texts, never the same twice in a row."""
    await person.send_text("i need a lawyer in Bangkok")
    old = person.replies[-1].choices[0].token
    await person.send_text("rain")
    texts = [person.reply_text]
    for words in ("who are you?", "1", "help", "menu", "stop", "what did she write here", "hello", "/start", "more"):
        await person.send_text(words)
        assert is_covered(person), (words, person.responses)
        texts.append(person.reply_text)
    await person.press_token(old)
    assert is_covered(person)
    for kind in (MessageKind.START, MessageKind.UNREADABLE):
        await person.send(kind)
        assert is_covered(person)
    assert all(first != second for first, second in pairwise(texts))


@pytest.mark.parametrize(
    "before", [None, "hello", "i am in Hanoi", "i want to go home, i am in Hanoi", "i need a lawyer in Bangkok", "menu"]
)
async def test_cover_after_any_conversation(person: Person, before: str | None) -> None:
    """A sentence hides whatever was asked, offered or answered before."""
    if before:
        await person.send_text(before)
    await person.send_text("can't write now, he is reading my phone")
    assert is_covered(person)


async def test_return_to_the_question(person: Person) -> None:
    """After the return word the open question comes back; its answer still counts, and one sent in between does not."""
    await person.send_text("i need a lawyer")
    await person.send_text("rain")
    await person.send_text("Chiang Mai")
    assert is_covered(person)
    await person.send_text("sun")
    person.assert_responses("utter_back", "utter_ask_place")
    assert await person.slot("place") is None
    await person.send_text("Bangkok")
    person.assert_services("legal_help")


async def test_return_to_the_choices(person: Person) -> None:
    """After the return word the same choices are open as before."""
    await person.send_text("i need a lawyer in Bangkok")
    before = person.choices
    await person.send_text("rain")
    await person.send_text("sun")
    assert person.responses == ["utter_back"]
    assert person.choices[:-1] == before
    await person.press("What do I say?")
    person.assert_responses("utter_call_script")


async def test_return_word_in_any_language(people: Callable[..., Person]) -> None:
    """The return word is recognized in the language in which the user reads it."""
    for code in LANGUAGES:
        person = people(language_hint=code)
        await person.send_text("rain")
        await person.send_text(translate(code, "sun"))
        assert person.responses[0] == "utter_back", code


@pytest.mark.parametrize("word", ["solnce", "Shams", "tai yang"])
async def test_return_word_in_latin_letters(person: Person, word: str) -> None:
    """Whoever types their language in Latin letters comes back with its word in these."""
    await person.send_text("rain")
    assert await person.slot("hidden") is not None
    await person.send_text(word)
    assert await person.slot("hidden") is None


async def test_danger_told_on_return(person: Person) -> None:
    """Whoever comes back with a story is asked about the danger in it."""
    await person.send_text("they keep our passports and pay nothing for three months, who can help", "ZA")
    await person.send_text("espera vem alguem", "ZA")
    assert await person.slot("hidden") is not None
    await person.send_text(
        "voltei. o capataz levou o Nelson para o armazem, ouvimos ele gritar, dps vem ver os nossos telefones, "
        "ainda n jantei, guardo ou apago?",
        "ZA",
    )
    assert "utter_possible_danger" in person.responses


async def test_own_return_word(person: Person) -> None:
    """A user who chose an own return word comes back with it, and no longer with the usual one."""
    await person.send_text("i need a lawyer in Bangkok")
    await person.send_text("rain")
    await person.send_text("sun")
    await person.press("Choose my own word")
    await person.send_text("Purple Elephant 7")
    person.assert_responses("utter_word_kept")
    await person.send_text("rain")
    await person.send_text("sun")
    assert is_covered(person)
    await person.send_text("purple elephant 7")
    person.assert_responses("utter_back")
    assert "elephant" not in repr(await person.slot("back_word")).lower()


@pytest.mark.parametrize("words", ["ab", "sun", "?!"])
async def test_weak_return_word_is_refused(person: Person, words: str) -> None:
    """A word that is too short or already used by the bot is refused; another can be sent at once."""
    await _start_choosing_word(person)
    await person.send_text(words)
    assert person.responses == ["utter_word_not_good"]
    await person.send_text("purple elephant")
    person.assert_responses("utter_word_kept")


async def test_cover_word_while_choosing(person: Person) -> None:
    """Neither the cover word nor danger is taken for the own return word."""
    await _start_choosing_word(person)
    await person.send_text("rain")
    assert is_covered(person)
    await person.send_text("sun")
    await person.send_text("he is going to kill me")
    person.assert_responses("utter_danger_here")


async def test_wish_to_erase_while_choosing(person: Person) -> None:
    """A wish to erase is not taken for the own return word, even if it is not clear."""
    await _start_choosing_word(person)
    await person.send_text("erase")
    assert person.responses[0] in {"utter_erased", "utter_ask_erase"}
    assert await person.slot("back_word") is None


async def _start_choosing_word(person: Person) -> None:
    await person.send_text("i need a lawyer in Bangkok")
    await person.send_text("rain")
    await person.send_text("sun")
    await person.press("Choose my own word")
    assert person.responses == ["utter_ask_word"]


async def test_danger_ends_cover_mode(person: Person) -> None:
    """Danger in cover mode comes from the user and not from a watcher: it is answered in the same turn."""
    await person.send_text("i am in Bangkok and need a lawyer")
    await person.send_text("rain")
    await person.send_text("he is going to kill me, help")
    person.assert_responses("utter_danger_here")


@pytest.mark.parametrize("words", ["he is coming", "shh he is here"])
async def test_cover_after_danger(person: Person, words: str) -> None:
    """After danger, too, a signal that somebody comes hides the conversation."""
    await person.send_text("he is going to kill me")
    await person.send_text(words)
    assert is_covered(person)


async def test_plea_ends_cover_mode(person: Person) -> None:
    """A clear need in five words comes from the user; what a watcher could write brings nothing back."""
    await person.send_text("rain")
    for words in ("police", "shelter", "i need a lawyer", "what did she write here"):
        await person.send_text(words)
        assert is_covered(person), words
    await person.send_text("i need a safe place to sleep")
    assert person.responses == ["utter_ask_place"]
    assert await person.slot("need") == "shelter"


async def test_alone_again_with_a_question(person: Person) -> None:
    """Whoever is alone again and asks in the same message is answered, and need not ask twice."""
    await person.send_text("i need a lawyer in Bangkok")
    await person.send_text("rain")
    await person.send_text("he is gone now. please delete this chat")
    assert not is_covered(person)
    assert "utter_back" not in person.responses
    assert {"utter_erased", "utter_ask_erase"} & set(person.responses)


@pytest.mark.parametrize(
    "text",
    [
        "she went to the market. who is this?",
        "it's me, her husband. what did she tell you?",
        "soy yo su esposo, quien es usted",
        "ini saya suaminya, ini siapa ya",
        "это я, её муж. кто вы такие",
        "这是我老婆的手机 你是谁",
        "sou eu o marido dela, que numero é esse",
        "nó đi chợ rồi, ai đây",
    ],
)
async def test_reader_under_cover(person: Person, text: str) -> None:
    """Who has the phone and asks who we are ends no cover, whatever they tell of the person or of themself."""
    await person.send_text("i need a lawyer in Bangkok")
    await person.send_text("rain")
    await person.send_text(text)
    assert is_covered(person), person.responses


@pytest.mark.parametrize("text", ["se fue a trabajar. el segundo es gratis?", "he's asleep. is the second one free?"])
async def test_somebody_has_left(person: Person, text: str) -> None:
    """Whoever says that the other has left or sleeps is answered."""
    await person.send_text("i need a lawyer in Bangkok")
    await person.send_text("rain")
    await person.send_text(text)
    assert not is_covered(person), person.responses


async def test_question_by_letter(person: Person) -> None:
    """Only the person asks what a service costs by its letter; what the letter is, another may ask."""
    await person.send_text("i need a lawyer in Bangkok")
    await person.send_text("rain")
    await person.send_text("who are they at A, what is that")
    assert is_covered(person), person.responses
    await person.send_text("how much does it cost to go to A?")
    assert person.responses == ["utter_about"]


async def test_own_word_and_a_letter(person: Person) -> None:
    """Whoever chose a word of their own is brought back by it, and by no question about a service."""
    await _start_choosing_word(person)
    await person.send_text("blue fish")
    await person.send_text("i need a lawyer in Bangkok")
    await person.send_text("rain")
    await person.send_text("how much does it cost to go to A?")
    assert is_covered(person), person.responses
    await person.send_text("blue fish")
    assert not is_covered(person)


@pytest.mark.parametrize(
    "text", ["is it even legal what she told you about me?", "do you know that it is not allowed to talk to my maid?"]
)
async def test_law_under_cover(person: Person, text: str) -> None:
    """Who asks what is allowed may be the one who reads the phone."""
    await person.send_text("i need a lawyer in Bangkok")
    await person.send_text("rain")
    await person.send_text(text)
    assert is_covered(person), person.responses


@pytest.mark.parametrize("language", sorted(IN_LATIN_LETTERS))
async def test_words_in_latin_letters(person: Person, language: str) -> None:
    """The words that are told to whoever writes in Latin letters hide the conversation and bring back."""
    await person.send_text("i need a lawyer")
    await person.send_text(translate(language, "rain"))
    assert is_covered(person)
    await person.send_text(translate(language, "sun"))
    assert not is_covered(person)


async def test_erase_in_cover_mode(person: Person) -> None:
    """A request to erase does not end cover mode; after the return it works."""
    await person.send_text("rain")
    await person.send_text("erase")
    assert is_covered(person)
    await person.send_text("sun")
    await person.send_text("erase everything")
    person.assert_responses("utter_erased")


def test_cover_texts_do_not_name_the_subject(processor: TurnProcessor) -> None:
    """No cover text in any language contains a word of the subject, or a figure that could be wrong."""
    responses = processor.domain.responses
    covers = [variant["text"] for name in responses if name.startswith("utter_cover_") for variant in responses[name]]
    subjects = ["a safe place to sleep", "legal help", "A hotline", "Police", "Lawyer", "My rights", "hotline"]
    assert len(covers) >= 8
    for code in LANGUAGES:
        words = {translate(code, subject).casefold() for subject in subjects}
        for cover in covers:
            text = translate(code, cover).casefold()
            assert not any(word in text for word in words), (code, text)
            assert not re.search(r"\d", text)
