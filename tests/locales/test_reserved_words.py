"""No text prompts people to type a word that Twilio handles itself."""

import pytest

from bot.channels.sms.parsing import AMBIGUOUS_KEYWORD, KEYWORDS, Keyword
from locales.catalogue import translate
from locales.registry import LANGUAGES
from locales.translation_rules import _QUOTED
from nlu.text.normalization import match_key
from nlu.text.word_lists import load_word_lists
from tests.locales.test_sms_budget import DOMAIN, rendered

CANADA = {"ARRET", "ARRETE", "ARRETT"}
"""Of Twilio's filter for French in Canada."""
NEVER = {match_key(word) for words in KEYWORDS.values() for word in words} | {match_key(word) for word in CANADA}


def words_to_type_in(text: str) -> set[str]:
    """Return the keys of the words that a text puts into quotation marks: those that it asks people to type."""
    return {match_key(quoted) for quoted in _QUOTED.findall(text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_prompts_for_a_reserved_word(language: str) -> None:
    """No text quotes a reserved word, and none of our words is one; the ambiguous one may be a label."""
    asked = {}
    for response, variations in DOMAIN.items():
        for variation in variations:
            text = translate(language, variation["text"])
            ambiguous = set() if response.startswith("utter_choice_") else {match_key(AMBIGUOUS_KEYWORD)}
            found = (words_to_type_in(text) | {match_key(text)}) & (NEVER | ambiguous)
            if found:
                asked[response] = found
    assert asked == {}


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_is_a_reserved_word(language: str, channel: str) -> None:
    """No label of a choice is a reserved word, as people may type labels; but "Yes" is an answer to us as well."""
    labels = {match_key(label) for response in DOMAIN for label, _ in rendered(response, language, channel).choices}
    assert labels & NEVER == set()


def test_exception_equals_that_of_channels() -> None:
    """The one reserved word that is a label is the one that is heard as words (tests/channels/test_sms_keywords.py)."""
    english = {match_key(label) for response in DOMAIN for label, _ in rendered(response, "en", "sms").choices}
    assert english & {*NEVER, match_key(AMBIGUOUS_KEYWORD)} == {match_key(AMBIGUOUS_KEYWORD)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_more_and_secret_words_are_not_reserved(language: str) -> None:
    """The words that read on, hide and come back in a language reach us."""
    own = [
        translate(language, DOMAIN[name][0]["text"])
        for name in ("utter_choice_rest", "utter_word_hide", "utter_word_back")
    ]
    assert {match_key(word) for word in (*load_word_lists()[language]["more"], *own)} & NEVER == set()


def test_all_kinds_of_words_are_searched() -> None:
    """All three kinds of Twilio's words are compared, so that no test passes on an empty list."""
    assert {match_key(min(KEYWORDS[kind])) for kind in Keyword} <= NEVER
    assert len(NEVER) >= 12
