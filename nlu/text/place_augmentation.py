"""The same text with a place beside it, which changes nothing of what it means.

People say where they are in the same breath as what is done to them, and a name that stood
beside another meaning in the training texts must not carry that meaning along.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

_EACH = 3
"""One text in so many gets a twin with a place."""
_LONGEST = 25
"""Characters of a text of `give_place` that is short enough to stand beside another."""
_PLACE = "give_place"
_SAYS_NOTHING_MORE = {
    _PLACE, "greet", "goodbye", "thank", "affirm", "deny", "ask_menu", "change_language", "more_options",
    "out_of_scope",
}  # fmt: skip
"""Targets beside which a place is what matters."""

Twin = tuple[str, str, str]
"""(text, target, language)"""


def places_of(texts: Sequence[str], targets: Sequence[str], languages: Sequence[str]) -> dict[str, list[str]]:
    """Return how people say where they are, by language (BCP 47)."""
    places: dict[str, list[str]] = defaultdict(list)
    for text, target, language in zip(texts, targets, languages, strict=True):
        if target == _PLACE and len(text) <= _LONGEST:
            places[language].append(text)
    return places


def with_places(
    texts: Sequence[str], targets: Sequence[str], languages: Sequence[str], places: dict[str, list[str]]
) -> Iterator[Twin]:
    """Yield twins of some of the texts, the same ones at every training."""
    for index, (text, target, language) in enumerate(zip(texts, targets, languages, strict=True)):
        if index % _EACH == 0 and target not in _SAYS_NOTHING_MORE and places.get(language):
            place = places[language][index // _EACH % len(places[language])]
            yield (f"{text}, {place}" if index % 2 else f"{place} {text}"), target, language
