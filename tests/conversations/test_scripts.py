"""People who write Hindi or Bengali in Latin letters are answered in them: some of them read no others."""

import re

import pytest

from nlu.text.scripts import detect_script
from tests.conversations.person import Person

ROMANIZED = {
    "hi": ("mujhe vakil chahiye, main Mumbai me hu", "मुझे वकील चाहिए", "main Delhi me kaam karta hu, paisa nahi mila"),
    "bn": ("amar ekjon ukil dorkar, ami Dhaka te achi", "আমার একজন উকিল দরকার", "ami Dhaka te kaj kori, beton dey nai"),
}
NATIVE = re.compile(r"[\u0900-\u09ff]")
"""Letters of Hindi and Bengali."""


@pytest.mark.parametrize("language", ROMANIZED)
async def test_answer_in_the_letters_of_the_message(person: Person, language: str) -> None:
    """Latin letters are answered in Latin letters, the usual ones in the usual ones, at any time."""
    first, native, again = ROMANIZED[language]
    await person.send_text(first)
    assert person.language == f"{language}-Latn"
    assert not NATIVE.search(person.reply_text), person.reply_text
    await person.send_text(native)
    assert person.language == language
    await person.send_text(again)
    assert person.language == f"{language}-Latn"


async def test_a_word_changes_no_letters(person: Person) -> None:
    """A word or two in Latin letters may be a name or "ok", and a number is none."""
    await person.send_text("मुझे वकील चाहिए")
    for word in ("ok", "Mumbai", "2", "thank you"):
        await person.send_text(word)
        assert detect_script(person.reply_text) == "Deva", word
        assert person.language == "hi", word


async def test_other_languages_have_no_second_script(person: Person) -> None:
    """Arabic in Latin letters is answered in Arabic letters: there is no other catalogue."""
    await person.send_text("salam ana f mochkil kbir, khassni mohami")
    assert "-" not in person.language


async def test_forgotten_with_the_rest(person: Person) -> None:
    """Erasing keeps the language and its letters, so that its confirmation can be read."""
    await person.send_text("mujhe vakil chahiye, main Mumbai me hu")
    await person.send_text("sab mita do, yeh chat delete karo")
    assert not NATIVE.search(person.reply_text), person.reply_text
