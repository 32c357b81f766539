"""The words that the bot tells people to type are understood in each language."""

import re

import pytest
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.processor import TurnProcessor
from locales.catalogue import translate
from locales.translation_rules import _QUOTED
from nlu.text.normalization import readable
from tests.nlu.conftest import LANGUAGES

MEANT = {
    "utter_bot": ["talk_to_person"],
    "utter_stale_choice": ["ask_menu"],
    "utter_same_again": ["talk_to_person"],
    "utter_how_to_stop": ["goodbye", "erase_chat"],
}
"""Response -> the intents of the words in quotation marks in it, in their order."""

NOTHING_TO_TYPE = {"utter_cost_answer"}
"""Responses that quote what one may say to somebody else."""


def words_to_type(processor: TurnProcessor, response: str, language: str) -> list[list[str]]:
    """Return what stands in quotation marks in each form of a response, without the marks and without placeholders."""
    told = [translate(language, form["text"]) for form in processor.domain.responses[response] if form.get("text")]
    quoted = [[found[1:-1].strip() for found in _QUOTED.findall(text)] for text in told]
    return [[word for word in words if not re.search("[{}]", word)] for words in quoted]


@pytest.mark.parametrize("response", MEANT)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_is_understood(processor: TurnProcessor, language: str, response: str) -> None:
    """Whoever types what they were told to is understood, in a conversation in that language and as a first word."""
    for words in words_to_type(processor, response, language):
        assert len(words) == len(MEANT[response]), words
        for word, meant in zip(words, MEANT[response], strict=True):
            for known in ({"language": language}, {}):
                parsed = await processor.understand(readable(word), known, DialogueStateTracker("", []))
                assert parsed["intent"]["name"] == meant, word


def test_no_other_response_tells_people_what_to_type(processor: TurnProcessor) -> None:
    """A new word to type has its place in `MEANT`."""
    telling = {name for name in processor.domain.responses if any(words_to_type(processor, name, "en"))}
    assert telling - NOTHING_TO_TYPE == set(MEANT)
