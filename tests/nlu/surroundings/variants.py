"""A text in the surroundings in which people write it: what stands around it must not change what it tells."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from locales.catalogue import translate
from nlu.components.metadata import Metadata
from nlu.text.yaml_files import read_yaml

FORMS = ("alone", "greeting", "before", "after", "between", "place", "conversation")
"""Nothing around it; after a greeting; before, after and between ordinary sentences; after a place; and alone again, in
a running conversation."""

_FULL_STOPS = {"zh": "。", "my": "။ ", "km": "។ ", "hi": "। ", "bn": "। ", "th": " ", "lo": " "}
"""What ends a sentence, where it is not ". "; Thai and Lao only leave a space."""
_ENDS = " .!?…。!?؟।။។"


def variants(text: str, language: str) -> Iterator[tuple[str, str, Metadata]]:
    """Yield each form of a text with what the engine would tell of the conversation, the same each time."""
    first, second = _ordinary(text, language)
    lists = _lists()
    around = {
        "alone": [text],
        "greeting": [lists["greetings"][language], text],
        "before": [text, first],
        "after": [first, text],
        "between": [first, text, second],
        "place": [lists["places"][language], text],
        "conversation": [text],
    }
    for form in FORMS:
        yield form, _joined(around[form], language), _conversation(language) if form == "conversation" else {}


def _ordinary(text: str, language: str) -> tuple[str, str]:
    """Return two ordinary sentences, chosen by the text."""
    sentences = _lists()["ordinary"][language]
    number = crc32(text.encode())
    first, second = number % len(sentences), number // len(sentences) % (len(sentences) - 1)
    return sentences[first], sentences[second + (second >= first)]


def _joined(parts: list[str], language: str) -> str:
    """Return sentences as one text; the last one keeps its end."""
    full_stop = _FULL_STOPS.get(language, ". ")
    return "".join([*(part.rstrip(_ENDS) + full_stop for part in parts[:-1]), parts[-1]])


def _conversation(language: str) -> Metadata:
    """Return what is known in a conversation in which three services were named in Thailand."""
    labels = {"Another place": "/other_place", "Other help": "/ask_menu"}
    return {
        "language": language,
        "language_chosen": False,
        "choices": [{"label": translate(language, label), "payload": payload} for label, payload in labels.items()],
        "place_question": None,
        "language_question": False,
        "named_services": 3,
        "country": "TH",
    }


@cache
def _lists() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml(Path(__file__).parent / "ordinary.yml")
    return found
