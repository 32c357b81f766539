"""The phrases that alone mean danger."""

from statistics import mean

import pytest

from nlu.text.danger_phrases import LEXICON, Danger, find_danger
from nlu.text.normalization import match_key
from tests.nlu.conftest import LANGUAGES
from tests.nlu.danger_datasets import read_lists, unseen

LEXICON_RECALL, LEXICON_FALSE_ALARMS = 0.30, 0.06
"""Of the lexicon alone, in each language and as a mean: its phrases are there to be right, not to be many."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_recall_of_lexicon(language: str) -> None:
    """The lexicon is a net under the models: it finds part of the dangers of each language."""
    assert mean(find_danger(text) is not None for text in unseen(language, *Danger)) >= LEXICON_RECALL


def test_precision_of_lexicon() -> None:
    """Hardly anything else is found by it."""
    wrong = [mean(find_danger(text) is not None for text in unseen(language, "neither")) for language in LANGUAGES]
    assert mean(wrong) <= LEXICON_FALSE_ALARMS, wrong


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("HE HAS A KNIFE!!!", Danger.DANGER),
        ("he   has\na knife", Danger.DANGER),
        ("h\u200be has a knife", Danger.DANGER),
        ("i just want to die", Danger.SELF_HARM),
        ("they are going to kill me and i just want to die", Danger.DANGER),
        ("he has a knife. me voy a casa. สวัสดี", Danger.DANGER),
        ("🆘", Danger.DANGER),
        ("i like knives", None),
        ("", None),
        ("🔪", None),
    ],
)
def test_spelling_variants(text: str, danger: Danger | None) -> None:
    """Danger is found in any spelling and language; harm by others comes first."""
    assert find_danger(text) is danger


@pytest.mark.parametrize("language", LANGUAGES)
def test_finds_each_phrase(language: str) -> None:
    """No phrase is dead: each, with a word in its gap, is found as its own kind or as danger; harmless ones are not."""
    lexicon = read_lists(LEXICON / f"{language}.yml")
    for kind in Danger:
        dead = [each for each in lexicon[kind] if find_danger(each.replace("...", " x ")) not in {kind, Danger.DANGER}]
        assert dead == []
    assert [each for each in lexicon["neither"] if find_danger(each.replace("...", " x "))] == []


def test_harmless_phrases_do_not_hide_danger() -> None:
    """A harmless phrase is removed, and danger next to it is still detected."""
    assert find_danger("nobody is hitting me") is None
    assert find_danger("nobody is hitting me today but he is going to kill me") is Danger.DANGER
    assert find_danger("no me quiero matar") is None
    assert find_danger("me quiero matar") is Danger.SELF_HARM


@pytest.mark.parametrize("language", LANGUAGES)
def test_test_texts_are_not_in_lexicon(language: str) -> None:
    """Test texts are not phrases of the lexicon, which would make the test meaningless."""
    phrases = {match_key(phrase) for texts in read_lists(LEXICON / f"{language}.yml").values() for phrase in texts}
    assert [text for text in unseen(language, *Danger) if match_key(text) in phrases] == []
