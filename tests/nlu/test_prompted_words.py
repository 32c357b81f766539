"""The words that the bot prompts people to type are understood in each language."""

import re

import pytest
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.processor import TurnProcessor
from locales.catalogue import translate
from locales.translation_rules import _QUOTED
from nlu.text.normalization import sanitize_input
from tests.nlu.conftest import LANGUAGES

MEANT = {
    "utter_bot": ["talk_to_person"],
    "utter_stale_choice": ["ask_menu"],
    "utter_same_again": ["talk_to_person"],
    "utter_how_to_stop": ["goodbye", "erase_chat"],
    "utter_advice_delete": ["erase_chat"],
}
"""Response -> the intents of the words in quotation marks in it, in their order."""

QUOTE_THE_PHONE = {"utter_advice_delete"}
"""Responses that first quote what stands on the phone itself."""
NOTHING_TO_TYPE = {
    "utter_cost_answer",
    "utter_advice_medical",
    "utter_rights_medical_care",
    "utter_child",
    "utter_self_harm_here_other",
    "utter_self_harm_far",
    "utter_rights_deportation",
    *(
        f"utter_remark_ask_{what}"
        for what in ("cost", "place", "eligibility", "eligibility_child", "documents", "privacy")
    ),
}
"""Responses that quote what a person may say to others."""


def prompted_words(processor: TurnProcessor, response: str, language: str) -> list[list[str]]:
    """Return the quoted words in each form of a response, without placeholders."""
    told = [translate(language, form["text"]) for form in processor.domain.responses[response] if form.get("text")]
    quoted = [[found[1:-1].strip() for found in _QUOTED.findall(text)] for text in told]
    return [[word for word in words if not re.search("[{}]", word)] for words in quoted]


@pytest.mark.parametrize("response", MEANT)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_understands_prompted_words(processor: TurnProcessor, language: str, response: str) -> None:
    """Prompted words are understood in a conversation in that language and as a first message."""
    for words in prompted_words(processor, response, language):
        to_type = words[-len(MEANT[response]) :] if response in QUOTE_THE_PHONE else words
        assert len(to_type) == len(MEANT[response]), words
        for word, meant in zip(to_type, MEANT[response], strict=True):
            for known in ({"language": language}, {}):
                parsed = await processor.parse_text(sanitize_input(word), known, DialogueStateTracker("", []))
                assert parsed["intent"]["name"] == meant, word


def test_all_prompting_responses_are_tested(processor: TurnProcessor) -> None:
    """A new word to type has its place in `MEANT`."""
    telling = {name for name in processor.domain.responses if any(prompted_words(processor, name, "en"))}
    assert telling - NOTHING_TO_TYPE == set(MEANT)
