"""Danger and self-harm: hardly ever missed, and what false alarms that costs today."""

from pathlib import Path

import pytest
import yaml

from bot.engine.understanding import Understanding
from nlu.text.danger import LEXICON, Danger, find_danger
from nlu.text.normalise import key

HERE = Path(__file__).parent / "danger"
LANGUAGES = ["en", "es", "th"]

MISSES = 0.05
"""Share of true dangers that may be missed by lexicon and classifier together."""

FALSE_ALARMS = {"en": 0.35, "es": 0.50, "th": 0.33}
"""Share of the hard negatives that are taken for danger today; the issue "languages" brings it to 0.05."""

LEXICON_RECALL, LEXICON_FALSE_ALARMS = 0.92, 0.05
"""What the lexicon alone finds, and how often it is wrong: a net under the classifier must not alarm everybody."""


def texts(language: str, kind: str) -> list[str]:
    """Return the test texts of a kind: danger, selfharm or neither."""
    found: list[str] = yaml.safe_load((HERE / f"{language}.yml").read_text("utf-8"))[kind]
    return found


@pytest.mark.parametrize("kind", ["danger", "selfharm"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_is_found(understanding: Understanding, language: str, kind: str) -> None:
    """Lexicon and classifier together miss at most one in twenty."""
    said = texts(language, kind)
    missed = [text for text in said if understanding.of(text)["danger"] is None]
    assert len(missed) <= MISSES * len(said), missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_false_alarms(understanding: Understanding, language: str) -> None:
    """False alarms on the hardest texts are no more than today."""
    said = texts(language, "neither")
    alarmed = [text for text in said if understanding.of(text)["danger"]]
    assert len(alarmed) <= FALSE_ALARMS[language] * len(said), alarmed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lexicon_alone(language: str) -> None:
    """Without the classifier nearly all is found, and hardly anything else."""
    said = [*texts(language, "danger"), *texts(language, "selfharm")]
    assert sum(find_danger(text) is not None for text in said) >= LEXICON_RECALL * len(said)
    others = texts(language, "neither")
    assert sum(find_danger(text) is not None for text in others) <= LEXICON_FALSE_ALARMS * len(others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_ordinary_texts_are_no_danger(understood: object, language: str) -> None:
    """Of the test texts with other intents at most one in twenty is taken for danger."""
    ordinary = [row for row in understood(language) if row[1] not in {"in_danger", "self_harm"}]  # type: ignore[operator]
    alarmed = [text for text, _, said in ordinary if said["danger"]]
    assert len(alarmed) <= 0.05 * len(ordinary), alarmed


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("HE HAS A KNIFE!!!", Danger.DANGER),
        ("he   has\na knife", Danger.DANGER),
        ("h\u200be has a knife", Danger.DANGER),
        ("i want to die", Danger.SELF_HARM),
        ("they want to kill me and i want to die", Danger.DANGER),
        ("he has a knife. me voy a casa. สวัสดี", Danger.DANGER),
        ("i like knives", None),
        ("", None),
        ("🔪", None),
    ],
)
def test_spellings(text: str, danger: Danger | None) -> None:
    """However it is spelt, in whatever language the rest is; harm by others comes first."""
    assert find_danger(text) is danger


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_phrase_of_the_lexicon_is_found(language: str) -> None:
    """No phrase is dead: each, with a word in its gap, is found as its own kind or as danger; harmless ones are not."""
    lexicon = yaml.safe_load((LEXICON / f"{language}.yml").read_text("utf-8"))
    for kind in Danger:
        for phrase in lexicon[kind]:
            assert find_danger(phrase.replace("...", "x")) in {kind, Danger.DANGER}, phrase
    for phrase in lexicon["neither"]:
        assert find_danger(phrase.replace("...", "x")) is None, phrase


def test_what_only_sounds_like_danger_does_not_hide_danger() -> None:
    """A harmless phrase is taken out, and what stands beside it is still heard."""
    assert find_danger("i am not in danger") is None
    assert find_danger("i am not in danger from him but he is going to kill me") is Danger.DANGER
    assert find_danger("no quiero vivir aqui") is None
    assert find_danger("ya no quiero vivir") is Danger.SELF_HARM


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_test_text_is_in_the_lexicon(language: str) -> None:
    """A test text that is itself a phrase of the lexicon would test nothing."""
    phrases = yaml.safe_load((LEXICON / f"{language}.yml").read_text("utf-8"))
    known = {key(phrase) for kind in phrases.values() for phrase in kind}
    told = {key(text) for kind in ("danger", "selfharm") for text in texts(language, kind)}
    assert known & told == (
        {"me voy a colgar"} if language == "es" else set()
    )  # today's only one: change the test text
