"""Long answers by SMS: a few messages at once, and the rest on request."""

from collections.abc import Sequence

import pytest

from bot.channels.common.reply_text import with_numbered_choices
from bot.core.message import Reply
from bot.engine.processor import TurnProcessor
from bot.rendering.message_packer import MAX_SMS_IN_A_ROW
from bot.rendering.renderer import Renderer
from bot.rendering.segments import count_segments
from bot.rendering.utterance import RenderedMessage
from locales.catalogue import translate
from locales.registry import LANGUAGES
from tests.conversations.person import Person
from tests.conversations.test_languages import DANGER_AND_PLACE, SHELTER

LONG = {"ar", "es", "my", "pt", "ru", "th"}
"""Languages in which three services need more than three SMS; there may be others."""


def unpacked_messages(person: Person, processor: TurnProcessor) -> list[RenderedMessage]:
    """Return the SMS of the last answer as if none were held back."""
    return Renderer(processor.domain.responses).render(person.utterances, person.language, "sms")


def texts(replies: Sequence[Reply]) -> list[str]:
    """Return the texts of messages, without a line for MORE that stands alone."""
    return [reply.text for reply in replies if reply.text]


async def ask_for_shelter(person: Person, language: str) -> None:
    """Ask for a shelter, which gets the longest answer."""
    await person.send_text(SHELTER[language])
    person.assert_services("shelter", at_least=3)


@pytest.mark.parametrize("reply", ["1", "MORE", "own word"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_rest_on_request(texter: Person, processor: TurnProcessor, language: str, reply: str) -> None:
    """At most three SMS come at once; the number or the word for more brings all others, in order."""
    await ask_for_shelter(texter, language)
    expected, got = unpacked_messages(texter, processor), texts(texter.replies)
    assert len(expected) > MAX_SMS_IN_A_ROW or language not in LONG
    while await texter.slot("unsaid"):
        assert texter.choices == [translate(language, "MORE")]
        await texter.send_text({"own word": translate(language, "MORE")}.get(reply, reply))
        assert len(texter.replies) <= MAX_SMS_IN_A_ROW
        assert max(count_segments(with_numbered_choices(message)) for message in texter.replies) <= 3
        got += texts(texter.replies)
    assert got == [message.text for message in expected]
    assert texter.choices == [label for label, _ in expected[-1].choices]
    await texter.send_text("1")  # of the choices that are open now
    assert await texter.slot("language") == language
    assert "utter_trouble" not in texter.responses


async def test_choices_after_the_last_part(texter: Person) -> None:
    """After the last part a number means the choice in its line, and another MORE repeats nothing."""
    await ask_for_shelter(texter, "es")
    await texter.send_text("1")
    labels = texter.choices
    number = 1 + next(index for index, label in enumerate(labels) if label == "Otra ayuda")
    await texter.send_text(str(number))
    assert texter.responses[-1].startswith("utter_ask_need")


async def test_another_question_drops_the_rest(texter: Person) -> None:
    """Another question gets its own answer; the rest is dropped and its number means nothing any more."""
    await ask_for_shelter(texter, "es")
    await texter.send_text("¿esto cuesta dinero?")
    assert texter.responses == ["utter_about"]
    assert await texter.slot("unsaid") is None
    assert await texter.slot("open_choices") in (None, [])
    await texter.send_text("1")
    assert not any(name == "utter_service" for name in texter.responses)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_danger_is_never_held_back(texter: Person, processor: TurnProcessor, language: str) -> None:
    """A user in danger gets the whole answer at once, with all its choices."""
    await texter.send_text(DANGER_AND_PLACE[language])
    assert any(name.startswith("utter_danger_") for name in texter.responses)
    expected = unpacked_messages(texter, processor)
    assert texts(texter.replies) == [message.text for message in expected]
    assert texter.choices == [label for label, _ in expected[-1].choices]
    assert await texter.slot("unsaid") is None


async def test_no_rest_in_cover_mode(texter: Person) -> None:
    """After the cover word neither the number nor MORE brings the rest, and neither does the return word."""
    await ask_for_shelter(texter, "th")
    await texter.send_text("ฝน")
    for words in ("1", "MORE", translate("th", "MORE"), "ดิน"):
        await texter.send_text(words)
        assert texter.responses[0].startswith("utter_cover_")
        assert texter.choices == []
    await texter.send_text(translate("th", "sun"))
    assert texter.responses[0] == "utter_back"
    assert not any(name == "utter_service" for name in texter.responses)


async def test_erase_drops_the_rest(texter: Person) -> None:
    """After erasing, the rest of an answer cannot be requested."""
    await ask_for_shelter(texter, "ru")
    await texter.send_text("удалить")
    assert "utter_erased" in texter.responses
    await texter.send_text("MORE")
    assert not any(name == "utter_service" for name in texter.responses)


async def test_more_token_works_once(texter: Person) -> None:
    """The token of the MORE line works once; a second press is an outdated choice."""
    await ask_for_shelter(texter, "es")
    token = texter.replies[-1].choices[0].token
    await texter.press_token(token)
    assert texter.choices != ["SEGUIR"]
    await texter.press_token(token)
    assert texter.responses == ["utter_stale_choice"]


async def test_telegram_sends_everything(people) -> None:  # noqa: ANN001
    """On a channel where messages cost nothing, the whole answer is sent."""
    person = people()
    await ask_for_shelter(person, "es")
    assert await person.slot("unsaid") is None
    assert "SEGUIR" not in person.choices
