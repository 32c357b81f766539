"""Long answers by SMS: a few messages, and the rest for who asks."""

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
from tests.conversations.test_sixteen_languages import DANGER_AND_PLACE, SHELTER

LONG = {"ar", "es", "my", "pt", "ru", "th"}
"""Languages in which three services need more than three SMS; there are others."""


def whole(person: Person, processor: TurnProcessor) -> list[RenderedMessage]:
    """Return the SMS of the last answer, had none been held back."""
    return Renderer(processor.domain.responses).render(person.utterances, person.language, "sms")


def texts(replies: Sequence[Reply]) -> list[str]:
    """Return the texts of messages, but for a line for more that stands alone."""
    return [reply.text for reply in replies if reply.text]


async def asked_for_beds(person: Person, language: str) -> None:
    """Ask for a bed; the answer is the longest that there is."""
    await person.says(SHELTER[language])
    await person.says("1")
    person.was_offered("shelter", at_least=3)


@pytest.mark.parametrize("asks", ["1", "MORE", "own word"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_rest_for_who_asks(texter: Person, processor: TurnProcessor, language: str, asks: str) -> None:
    """By SMS at most three messages come at once, and by the number or the word for more all others, in their order."""
    await asked_for_beds(texter, language)
    expected, got = whole(texter, processor), texts(texter.replies)
    assert len(expected) > MAX_SMS_IN_A_ROW or language not in LONG
    while await texter.slot("unsaid"):
        assert texter.choices == [translate(language, "MORE")]
        await texter.says({"own word": translate(language, "MORE")}.get(asks, asks))
        assert len(texter.replies) <= MAX_SMS_IN_A_ROW
        assert max(count_segments(with_numbered_choices(reply)) for reply in texter.replies) <= 3
        got += texts(texter.replies)
    assert got == [spoken.text for spoken in expected]
    assert texter.choices == [label for label, _ in expected[-1].choices]
    await texter.says("1")  # of the choices that stand now
    assert await texter.slot("language") == language
    assert "utter_trouble" not in texter.told


async def test_the_choices_of_the_last_question_then_stand(texter: Person) -> None:
    """Once all is said, a number means what its line says, and a second wish for more is no turn of ours."""
    await asked_for_beds(texter, "es")
    await texter.says("1")
    labels = texter.choices
    number = 1 + next(index for index, label in enumerate(labels) if label == "Otra ayuda")
    await texter.says(str(number))
    assert texter.told[-1].startswith("utter_ask_need")


async def test_something_else_is_answered_as_always(texter: Person) -> None:
    """Whoever asks something else gets that answer; the rest is forgotten, and its number means nothing any more."""
    await asked_for_beds(texter, "es")
    await texter.says("¿esto cuesta dinero?")
    assert "utter_cost_answer" in texter.told
    assert await texter.slot("unsaid") is None
    assert await texter.slot("open_choices") in (None, [])
    await texter.says("1")
    assert not any(name == "utter_service" for name in texter.told)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_danger_is_never_held_back(texter: Person, processor: TurnProcessor, language: str) -> None:
    """Whoever is in danger gets all of the answer at once, with all its choices."""
    await texter.says(DANGER_AND_PLACE[language])
    assert any(name.startswith("utter_danger_") for name in texter.told)
    expected = whole(texter, processor)
    assert texts(texter.replies) == [spoken.text for spoken in expected]
    assert texter.choices == [label for label, _ in expected[-1].choices]
    assert await texter.slot("unsaid") is None


async def test_nothing_of_it_while_somebody_watches(texter: Person) -> None:
    """After the word that hides neither the number nor the word brings the rest, nor does coming back."""
    await asked_for_beds(texter, "th")
    await texter.says("ฝน")
    for words in ("1", "MORE", translate("th", "MORE"), "ดิน"):
        await texter.says(words)
        assert texter.told[0].startswith("utter_cover_")
        assert texter.choices == []
    await texter.says(translate("th", "sun"))
    assert texter.told[0] == "utter_back"
    assert not any(name == "utter_service" for name in texter.told)


async def test_erased_with_everything(texter: Person) -> None:
    """Whoever has us forget everything is told nothing of it afterwards."""
    await asked_for_beds(texter, "ru")
    await texter.says("удалить")
    assert "utter_erased" in texter.told
    await texter.says("MORE")
    assert not any(name == "utter_service" for name in texter.told)


async def test_its_line_can_be_used_once(texter: Person) -> None:
    """What some client sends as a press of the line brings the rest once; a second press is an old choice."""
    await asked_for_beds(texter, "es")
    token = texter.replies[-1].choices[0].token
    await texter.presses_token(token)
    assert texter.choices != ["SEGUIR"]
    await texter.presses_token(token)
    assert texter.told == ["utter_stale_choice"]


async def test_on_telegram_everything_is_said(people) -> None:  # noqa: ANN001
    """Where messages cost nothing, nothing waits."""
    person = people()
    await asked_for_beds(person, "es")
    assert await person.slot("unsaid") is None
    assert "SEGUIR" not in person.choices
