"""Find out where a text says that its writer is.

1. Fold the text (`place_folding`) and look up the longest names, up to five
   words, or any stretch of Thai, Lao, Khmer, Burmese or Chinese (`place_names`).
2. Each name has a grade: sure, needs a cue ("in", "near", its country beside
   it), or an everyday word ("nice", "la paz"), which needs still more.
3. An origin ("from") is left out unless the bot has asked and there is nothing
   better; a goal, an embassy, a language always ("back to", "speak").
4. If nothing is left, misspellings are tried where a place is expected.
5. Of the rest, the most specific wins; countries and provinces named beside
   decide between namesakes, then the hint, the grade, the number of inhabitants.

The danger is a false place: it sends a frightened person to the wrong country.
When in doubt there is none, and the bot asks.
"""

from dataclasses import dataclass
from itertools import islice

from nlu.text.place_folding import tokens
from nlu.text.place_mentions import Mention, mentions
from nlu.text.place_names import Gazetteer, Grade, Sense, known_places, places_from
from nlu.text.place_typos import misspelt

__all__ = ["Place", "find_place", "places_from"]

_MOST_NAMES = 40
"""Names of a text that are weighed against each other; nobody is in more places."""
_SPECIFIC = {"country": 0, "province": 1, "city": 2}


@dataclass(frozen=True, slots=True)
class Place:
    """A place: ISO 3166-1 alpha-2 country, ISO 3166-2 region where known, English name."""

    country: str
    region: str | None
    name: str


def find_place(
    text: str,
    *,
    country_hint: str | None = None,
    asked: bool = False,
    gazetteer: Gazetteer | None = None,
) -> Place | None:
    """Return the place where a text says that its writer is, or None.

    `asked` says that the bot has just asked for it, so that a bare, ambiguous or
    misspelt name counts. `country_hint` (ISO 3166-1 alpha-2) only chooses between
    namesakes. Any string is safe; only its first 1,000 characters are read.
    """
    words, known = tokens(text), gazetteer or known_places()
    found = list(islice(mentions(words, known), _MOST_NAMES))
    best = _best(found, country_hint, asked=asked)
    if best is None:
        best = _best(list(misspelt(words, known, asked=asked)), country_hint, asked=asked)
    return Place(best.country, best.region or None, best.english) if best else None


def _best(found: list[Mention], hint: str | None, *, asked: bool) -> Sense | None:
    """Choose between the names in a text."""
    chosen = []
    for mention in found:
        beside = _named_beside(mention, found)
        senses = [sense for sense in mention.senses if _counts(sense, mention, beside, asked=asked)]
        if senses:
            chosen.append((mention, max(senses, key=lambda sense: _likelihood(sense, beside, hint))))
    if not chosen:
        return None
    return max(chosen, key=lambda pair: _fitness(*pair))[1]


def _named_beside(mention: Mention, found: list[Mention]) -> set[str]:
    """Return the codes of the countries and provinces that the other names stand for."""
    others = [sense for other in found if other is not mention for sense in other.senses]
    named = [sense for sense in others if sense.kind != "city" and sense.grade != Grade.EVERYDAY]
    return {sense.region or sense.country for sense in named}


def _counts(sense: Sense, mention: Mention, beside: set[str], *, asked: bool) -> bool:
    """Tell whether one sense of a name is meant as the place where somebody is."""
    cues = mention.cues
    if cues.elsewhere or (cues.origin and not asked):
        return False
    if sense.grade == Grade.SURE or cues.called_place:
        return True
    if sense.grade == Grade.NEEDS_CUE:
        return asked or cues.here or cues.nothing_else or bool({sense.region, sense.country} & beside)
    if mention.country_after and sense.country == mention.country_after:
        return True
    return cues.unmistakable or (asked and (cues.here or cues.alone))


def _likelihood(sense: Sense, beside: set[str], hint: str | None) -> tuple[bool, bool, bool, bool, int, int, int]:
    """Rank the senses of one name; a country before its own capital, a city before its own province."""
    return (
        sense.region in beside,
        sense.country in beside,
        sense.kind == "country",
        sense.country == hint,
        -sense.grade,
        sense.thousands,
        _SPECIFIC[sense.kind],
    )


def _fitness(mention: Mention, sense: Sense) -> tuple[bool, bool, int, bool, int]:
    """Rank the names of one text."""
    cues, plain = mention.cues, sense.grade != Grade.EVERYDAY or mention.country_after != ""
    return (not cues.origin, plain, _SPECIFIC[sense.kind], cues.here, sense.thousands)
