"""Whether a word of denial stands beside a phrase."""

import pytest

from nlu.text.denials import ANY, is_denied
from nlu.text.phrase_index import LEXICON, phrase_key
from nlu.text.yaml_files import read_yaml
from tests.nlu.conftest import LANGUAGES


@pytest.mark.parametrize(
    ("text", "phrase", "language", "denied"),
    [
        ("they don't keep my passport", "keep", "en", True),
        ("they keep my passport, no contract", "keep", "en", False),
        ("i dont trust the police", "police", "en", True),
        ("i dont know where the police is", "police", "en", False),
        ("police lagbe na", "police", "bn", True),
        ("police do not help", "police", "en", False),
        ("ไม่เอาตำรวจ", "ตำรวจ", "th", True),
        ("โทรหาตำรวจ", "ตำรวจ", "th", False),
        ("não quero polícia", "polícia", "pt", True),
        ("no police", "police", "th", True),
        ("ich bin nicht 14", "14", ANY, False),
        ("i am not 14", "14", ANY, True),
    ],
)
def test_is_denied(text: str, phrase: str, language: str, *, denied: bool) -> None:
    """A denial right before the phrase counts, and after it in languages that deny after the verb."""
    text_key, key = phrase_key(text), phrase_key(phrase)
    start = text_key.index(key)
    assert is_denied(text_key, start, start + len(key), language) is denied


def test_every_language_can_deny() -> None:
    """Each language of the bot has words that deny."""
    assert {*LANGUAGES, ANY} == read_yaml(LEXICON / "denials.yml")["before"].keys()
