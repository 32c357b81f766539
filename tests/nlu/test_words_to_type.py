"""The words that the bot tells people to type are understood in each language."""

import pytest
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.processor import TurnProcessor
from locales.catalogue import translate
from locales.wording import _QUOTED
from nlu.text.normalise import readable
from tests.nlu.conftest import LANGUAGES

MEANT = {"utter_bot": "talk_to_person", "utter_stale_choice": "ask_menu"}
"""Response -> the intent of the word in quotation marks in it."""


def words_to_type(processor: TurnProcessor, response: str, language: str) -> list[str]:
    """Return what stands in quotation marks in any form of a response, without the marks."""
    told = [translate(language, form["text"]) for form in processor.domain.responses[response] if form.get("text")]
    return [quoted[1:-1].strip() for text in told for quoted in _QUOTED.findall(text)]


@pytest.mark.parametrize("response", MEANT)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_is_understood(processor: TurnProcessor, language: str, response: str) -> None:
    """Whoever types what they were told to is understood, in a conversation in that language and as a first word."""
    words = words_to_type(processor, response, language)
    assert words
    for word in words:
        for known in ({"language": language}, {}):
            parsed = await processor.understand(readable(word), known, DialogueStateTracker("", []))
            assert parsed["intent"]["name"] == MEANT[response], word


def test_no_other_response_tells_people_what_to_type(processor: TurnProcessor) -> None:
    """A new word to type has its place in `MEANT`."""
    assert {name for name in processor.domain.responses if words_to_type(processor, name, "en")} == set(MEANT)
