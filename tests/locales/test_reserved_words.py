"""Nobody is told to type a word with which Twilio cuts them off, or which it answers itself."""

import pytest

from bot.channels.sms.parsing import ALSO_AN_ANSWER, RESERVED, Keyword
from locales.catalogue import translate
from locales.registry import LANGUAGES
from locales.translation_rules import _QUOTED
from nlu.text.normalization import key
from nlu.text.word_lists import words_of
from tests.locales.test_budget import DOMAIN, said

CANADA = {"ARRET", "ARRETE", "ARRETT"}
"""Of Twilio's filter for French in Canada."""
NEVER = {key(word) for words in RESERVED.values() for word in words} | {key(word) for word in CANADA}


def typed_in(text: str) -> set[str]:
    """Return the keys of the words that a text puts into quotation marks: those that it asks people to type."""
    return {key(quoted) for quoted in _QUOTED.findall(text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_asks_for_one(language: str) -> None:
    """No text in any of its variations quotes a reserved word, and none of our words alone is one."""
    asked = {}
    for response, variations in DOMAIN.items():
        for variation in variations:
            text = translate(language, variation["text"])
            found = (typed_in(text) | {key(text)}) & (NEVER | {key(ALSO_AN_ANSWER)})
            if found:
                asked[response] = found
    assert asked == {}


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_choice_is_one(language: str, channel: str) -> None:
    """No label of a choice is a reserved word, as people may type labels; but "Yes" is an answer to us as well."""
    labels = {key(label) for response in DOMAIN for label, _ in said(response, language, channel).choices}
    assert labels & NEVER == set()


def test_the_exception_is_the_one_that_channels_make() -> None:
    """The one reserved word that is a label is the one that is heard as words (tests/channels/test_sms_keywords.py)."""
    english = {key(label) for response in DOMAIN for label, _ in said(response, "en", "sms").choices}
    assert english & {*NEVER, key(ALSO_AN_ANSWER)} == {key(ALSO_AN_ANSWER)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_more_and_the_words_that_hide_are_none(language: str) -> None:
    """The words that read on, hide and come back in a language reach us."""
    own = [
        translate(language, DOMAIN[name][0]["text"])
        for name in ("utter_choice_rest", "utter_word_hide", "utter_word_back")
    ]
    assert {key(word) for word in (*words_of()[language]["more"], *own)} & NEVER == set()


def test_every_kind_is_looked_for() -> None:
    """The words compared are Twilio's of all three kinds, so that none of these tests passes on an empty list."""
    assert {key(min(RESERVED[kind])) for kind in Keyword} <= NEVER
    assert len(NEVER) >= 12
