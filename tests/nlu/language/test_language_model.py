"""Which language a text is in, by the model alone."""

import pickle
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.text.language_model import UNKNOWN_LANGUAGE, IdentifiedLanguage, LanguageModel
from nlu.text.scripts import detect_script
from tests.nlu.conftest import HERE as TESTS
from tests.nlu.conftest import read_examples
from tests.nlu.language.conftest import LANGUAGES, NAMES_ALONE, sentences_elsewhere

SENTENCES = Path(__file__).parents[4] / "shared" / "external" / "lid" / "short-sentences"
FILES = {"fil": "tl"}
"""What the collection of sentences calls otherwise than we do."""

RIGHT = 0.95
"""Share of sentences of a language that must be known for it."""

RIGHT_IN_LATIN_LETTERS = 0.9
"""The same of three words and more in another script's language typed in Latin letters, slang and English mixed in."""

MISSED_ELSEWHERE = 1
"""Of ten sentences in a language that we have no texts of."""

MOST_BYTES = 6_000_000


def wrong(model: LanguageModel, texts: Iterable[str], language: str) -> list[tuple[str, str]]:
    """Return the texts that are taken for another language, and for which."""
    found = [(text, model.identify(text, default=None).language) for text in texts]
    return [(text, code) for text, code in found if code != language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences(model: LanguageModel, language: str) -> None:
    """Of everyday sentences from elsewhere 19 in 20 are known for their language."""
    path = SENTENCES / f"{FILES.get(language, language)}.txt"
    if not path.exists():
        pytest.skip(f"{path} is not on this machine")
    texts = path.read_text("utf-8").splitlines()[:200]
    missed = wrong(model, texts, language)
    assert len(missed) <= (1 - RIGHT) * len(texts), missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_informal_messages(model: LanguageModel, language: str) -> None:
    """So are the unseen texts of our tests, in their own script or in Latin letters, from three words on."""
    texts = [text for text, intent in read_examples(TESTS / f"{language}.yml") if intent not in NAMES_ALONE]
    latin = [text for text in texts if detect_script(text) == "Latn" and len(text.split()) >= 3]
    native = [text for text in texts if detect_script(text) not in {"Latn", None}]
    share = RIGHT_IN_LATIN_LETTERS if native else RIGHT
    missed = wrong(model, native, language)
    assert len(missed) <= (1 - RIGHT) * len(native), missed
    missed = wrong(model, latin, language)
    assert len(missed) <= (1 - share) * len(latin), missed


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("chuay duay", "th"),
        ("mujhe madad chahiye", "hi"),
        ("ana khayfa", "ar"),
        ("ami shahajjo chai", "bn"),
        ("wo xuyao bangzhu", "zh"),
        ("pomogite mne pozhaluysta", "ru"),
        ("khnhom trov ka jomnuoy", "km"),
        ("toi can giup do", "vi"),
        ("no tengo donde dormir", "es"),
        ("ko po ay natatakot", "fil"),
    ],
)
def test_romanized_text(model: LanguageModel, text: str, language: str) -> None:
    """A language of another script is known in the Latin letters in which its people text."""
    if language not in model.languages:
        pytest.skip(f"no texts of {language} yet")
    assert model.identify(text, default=None).language == language


@pytest.mark.parametrize("language", sentences_elsewhere("elsewhere"))
def test_untrained_languages(model: LanguageModel, language: str) -> None:
    """Sentences in a language that we have no texts of are known all the same, and surely enough to change to it."""
    texts = sentences_elsewhere("elsewhere")[language]
    missed = wrong(model, texts, language)
    assert len(missed) <= MISSED_ELSEWHERE, missed


@pytest.mark.parametrize("language", sorted(set(sentences_elsewhere("neighbours")) - {"ceb", "gl"}))
def test_neighbour_languages(model: LanguageModel, language: str) -> None:
    """A language that looks like one of ours is not taken for it."""
    if language == "ms" and "id" not in model.languages:
        pytest.skip("no Indonesian texts yet")
    assert wrong(model, sentences_elsewhere("neighbours")[language], language) == []


@pytest.mark.parametrize(
    "text", ["hola", "ok", "taxi", "merci", "hindi", "danke", "help", "yes chị", "sawasdee", "polis"]
)
def test_one_word_does_not_change_language(model: LanguageModel, text: str) -> None:
    """One word or two in Latin letters are never enough for a conversation to change its language."""
    assert not model.identify(text, default="th").certain


@pytest.mark.parametrize("text", ["", "12345", "🆘", "?!"])
def test_text_without_letters(model: LanguageModel, text: str) -> None:
    """What has no letters is in the language of the conversation, and in none before there is one."""
    assert model.identify(text, default="my").language == "my"
    assert model.identify(text, default=None).language == UNKNOWN_LANGUAGE


@pytest.mark.parametrize("text", ["xk zzq vvw pqr", "zzz qqq"])
def test_text_in_no_language(model: LanguageModel, text: str) -> None:
    """Words that no language has are in none."""
    assert model.identify(text, default=None) == IdentifiedLanguage(UNKNOWN_LANGUAGE, certain=False)


def test_model_is_small(model: LanguageModel) -> None:
    """The model stays small: it is in the memory of every process."""
    assert len(pickle.dumps(model)) < MOST_BYTES


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec=None, exclude_categories=[]), max_size=200))
def test_any_text(model: LanguageModel, text: str) -> None:
    """Whatever is typed is in some language, or in one that is not known."""
    assert model.identify(text, default=None).language
