"""Danger is found wherever it stands in a message, and what only sounds like it stays harmless."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.processor import TurnProcessor
from nlu.components.metadata import Metadata
from nlu.text.danger_phrases import Danger
from nlu.text.normalization import match_key, sanitize_input
from nlu.text.yaml_files import read_yaml
from tests.nlu.conftest import LANGUAGES
from tests.nlu.danger_datasets import trained, unseen
from tests.nlu.surroundings.variants import FORMS, variants

pytestmark = pytest.mark.slow

# Recorded, each number with one text of slack. A failure prints the numbers.
MISSED: dict[str, tuple[int, ...]] = {
    "en": (1, 1, 1, 1, 2, 1, 1),
    "th": (1, 4, 1, 1, 1, 2, 1),
    "lo": (3, 7, 2, 3, 3, 3, 3),
    "km": (2, 2, 5, 2, 6, 2, 2),
    "my": (2, 2, 2, 2, 2, 2, 2),
    "vi": (2, 2, 3, 2, 3, 2, 2),
    "zh": (2, 1, 4, 2, 1, 1, 2),
    "es": (1, 1, 1, 1, 1, 1, 1),
    "fr": (1, 1, 1, 1, 1, 1, 1),
    "pt": (1, 1, 1, 1, 1, 1, 1),
    "ar": (2, 2, 2, 2, 2, 2, 2),
    "ru": (1, 1, 1, 1, 2, 1, 1),
    "hi": (1, 1, 2, 1, 1, 1, 1),
    "bn": (1, 1, 1, 1, 1, 1, 1),
    "id": (1, 2, 1, 1, 3, 1, 1),
    "fil": (3, 2, 3, 2, 1, 2, 3),
}
"""Language -> the most texts of danger and self-harm, of 24, that are missed in each form, in the order of `FORMS`."""
ALARMED: dict[str, tuple[int, ...]] = {
    "en": (2, 2, 3, 2, 2, 2, 2),
    "th": (2, 2, 3, 3, 1, 2, 2),
    "lo": (2, 1, 3, 2, 3, 2, 2),
    "km": (2, 2, 2, 3, 3, 3, 2),
    "my": (1, 1, 1, 1, 4, 1, 1),
    "vi": (1, 1, 2, 2, 3, 2, 1),
    "zh": (1, 1, 1, 1, 3, 1, 1),
    "es": (1, 1, 1, 2, 3, 2, 1),
    "fr": (1, 2, 2, 3, 5, 2, 1),
    "pt": (1, 1, 1, 2, 2, 2, 1),
    "ar": (1, 2, 2, 3, 2, 1, 1),
    "ru": (1, 1, 1, 1, 1, 1, 1),
    "hi": (2, 2, 1, 2, 1, 3, 2),
    "bn": (2, 3, 3, 3, 3, 3, 2),
    "id": (2, 3, 2, 3, 3, 2, 2),
    "fil": (1, 2, 2, 1, 3, 2, 1),
}
"""Language -> the most harmless twins, of 20, that are taken for danger in each form."""

FOLDER = Path(__file__).parent
PROCESSES = 4
"""Groups of languages, so that several processes share them."""


OF_EACH_CHANGE = ("alone", "between")
"""The forms that each change must pass; the others are exhaustive."""


def each_language() -> list[object]:
    """Return the languages and forms as parameters of a test, in groups for xdist."""
    others = tuple(form for form in FORMS if form not in OF_EACH_CHANGE)
    groups = [pytest.mark.xdist_group(f"surroundings-{number % PROCESSES}") for number in range(len(LANGUAGES))]
    some = [
        pytest.param(language, OF_EACH_CHANGE, marks=group, id=language)
        for language, group in zip(LANGUAGES, groups, strict=True)
    ]
    return some + [
        pytest.param(language, others, marks=[group, pytest.mark.exhaustive], id=f"{language}-others")
        for language, group in zip(LANGUAGES, groups, strict=True)
    ]


def is_danger(processor: TurnProcessor, text: str, metadata: Metadata) -> bool:
    """Return whether a text is answered as a danger."""
    parsed = processor.parse_text(sanitize_input(text), dict(metadata), DialogueStateTracker("", []))
    return asyncio.run(parsed).get("danger") is not None


@pytest.mark.parametrize(("language", "forms"), each_language())
def test_danger_in_surroundings(processor: TurnProcessor, language: str, forms: tuple[str, ...]) -> None:
    """In each form no more dangers are missed than recorded; the texts are listed."""
    assert_recorded(processor, language, forms, unseen(language, *Danger), MISSED[language], expected=True)


@pytest.mark.parametrize(("language", "forms"), each_language())
def test_harmless_text_in_surroundings(processor: TurnProcessor, language: str, forms: tuple[str, ...]) -> None:
    """In each form no more harmless texts are taken for danger than recorded."""
    assert_recorded(processor, language, forms, unseen(language, "neither"), ALARMED[language], expected=False)


def assert_recorded(  # noqa: PLR0913  what is compared with what
    processor: TurnProcessor,
    language: str,
    forms: Sequence[str],
    texts: list[str],
    most: Sequence[int],
    *,
    expected: bool,
) -> None:
    """Check the number of wrong texts in each of these forms; `most` has the numbers of all forms."""
    wrong: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        for form, variant, metadata in variants(text, language):
            if form in forms and is_danger(processor, variant, metadata) is not expected:
                wrong[form].append(text)
    limits = dict(zip(FORMS, most, strict=True))
    told = "\n".join(f"{form}: {text}" for form in forms for text in wrong[form])
    counts = {form: len(wrong[form]) for form in forms}
    assert all(counts[form] <= limits[form] for form in forms), f"{language}: {counts}\n{told}"


def test_surroundings_are_not_trained() -> None:
    """Nothing was trained on the ordinary sentences, so that no model knows them for harmless."""
    ordinary = read_yaml(FOLDER / "ordinary.yml")["ordinary"]
    assert not {text for code, texts in ordinary.items() for text in texts if match_key(text) in trained(code)}


def test_every_form_has_the_text() -> None:
    """Each form contains the text, and all but the first and the last something else."""
    for language in LANGUAGES:
        for text in unseen(language, "neither"):
            told = {form: variant for form, variant, _ in variants(text, language)}
            assert tuple(told) == FORMS
            assert all(match_key(text) in match_key(variant) for variant in told.values())
            assert told["alone"] == told["conversation"] == text
            assert len(set(told.values())) == len(FORMS) - 1
