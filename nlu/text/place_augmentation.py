"""Data augmentation: training texts with a place added, which does not change their intent.

People say where they are together with what happens to them, and the name of a place that occurs with one intent in the
training texts must not become evidence for it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

_EACH = 3
"""One text in this many is augmented."""
_LONGEST = 25
"""Maximum characters of a text of `give_place` that is added to another."""
_PLACE = "give_place"
_SAYS_NOTHING_MORE = {
    _PLACE, "greet", "goodbye", "thank", "affirm", "deny", "ask_menu", "change_language", "more_options",
    "out_of_scope",
}  # fmt: skip
"""Targets that a place would change."""

AugmentedText = tuple[str, str, str]
"""(text, target, language)"""


def place_texts(texts: Sequence[str], targets: Sequence[str], languages: Sequence[str]) -> dict[str, list[str]]:
    """Return the short texts that state a place, by language (BCP 47)."""
    places: dict[str, list[str]] = defaultdict(list)
    for text, target, language in zip(texts, targets, languages, strict=True):
        if target == _PLACE and len(text) <= _LONGEST:
            places[language].append(text)
    return places


def augment_with_places(
    texts: Sequence[str], targets: Sequence[str], languages: Sequence[str], places: dict[str, list[str]]
) -> Iterator[AugmentedText]:
    """Yield augmented copies of some of the texts, the same at every training."""
    for index, (text, target, language) in enumerate(zip(texts, targets, languages, strict=True)):
        if index % _EACH == 0 and target not in _SAYS_NOTHING_MORE and places.get(language):
            place = places[language][index // _EACH % len(places[language])]
            yield (f"{text}, {place}" if index % 2 else f"{place} {text}"), target, language
