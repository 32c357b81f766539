"""Find out where a text says that its writer is.

1. Fold the text (`place_folding`) and look up the longest names, up to five
   words, or any stretch of Thai, Lao, Khmer, Burmese or Chinese (`place_names`).
2. Each name has a grade: sure, needs a cue ("in", "near", its country beside
   it), or an everyday word ("nice", "la paz"), which needs still more.
3. An origin ("from") is left out unless the bot has asked and there is nothing
   better; a goal, an embassy, a language always ("back to", "speak").
4. If nothing is left, misspellings are tried where a place is expected.
5. Of the rest, the most specific wins; a country named right beside overrules
   (`place_beside`); countries and provinces elsewhere in the text, then the hint,
   decide between namesakes; else there is no answer, unless one of them is five
   times the others (`place_namesakes`).

The danger is a false place: it sends a frightened person to the wrong country.
When in doubt there is none, and the bot asks.
"""

from dataclasses import dataclass
from itertools import islice

from nlu.text.places.attached_affixes import unglued
from nlu.text.places.disambiguation import is_guess, is_overruled, likeliest, with_countries
from nlu.text.places.fuzzy import misspelt
from nlu.text.places.gazetteer import Gazetteer, Grade, Sense, known_places, places_from
from nlu.text.places.matcher import Mention, mentions
from nlu.text.places.name_keys import tokens

__all__ = ["Place", "find_place", "places_from"]

_MOST_NAMES = 40
"""Names of a text that are weighed against each other; nobody is in more places."""
_SPECIFIC = {"country": 0, "province": 1, "city": 2}


@dataclass(frozen=True, slots=True)
class Place:
    """A place: ISO 3166-1 alpha-2 country, ISO 3166-2 region where known, English name.

    `latitude` and `longitude` are of the middle of a city, in tenths of a degree (WGS 84): as near as a city
    is known, and too coarse for a house. None for a country, a province without a city of its name, or where unknown.
    """

    country: str
    region: str | None
    name: str
    latitude: float | None = None
    longitude: float | None = None


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
    known = gazetteer or known_places()
    words = unglued(tokens(text), known)
    found = with_countries(list(islice(mentions(words, known), _MOST_NAMES)), words)
    meant = _meant(found, country_hint, asked=asked)
    if not meant:
        meant = _meant(list(misspelt(words, known, asked=asked)), country_hint, asked=asked)
    if not meant:
        return None
    fittest, best = max(meant, key=lambda pair: _fitness(*pair))
    for mention, sense in meant:
        rival = mention is fittest or (_rank(mention, sense) == _rank(fittest, best) and sense.country != best.country)
        if rival and is_guess(sense, mention, _named_beside(mention, found), country_hint):
            return None
    return Place(best.country, best.region or None, best.english, *(best.point or (None, None)))


def _meant(found: list[Mention], hint: str | None, *, asked: bool) -> list[tuple[Mention, Sense]]:
    """Return the names in a text that count, each with its likeliest sense."""
    meant = []
    for mention in found:
        beside = _named_beside(mention, found)
        senses = [sense for sense in mention.senses if _counts(sense, mention, beside, asked=asked)]
        if senses:
            best = likeliest(senses, mention, beside, hint)
            meant += _country_alone(mention.inside, found) if is_overruled(best, mention) else [(mention, best)]
    return meant


def _country_alone(country: str, found: list[Mention]) -> list[tuple[Mention, Sense]]:
    """Return the country that overruled a city: beside one, even a word ("chile", "usa") is a country."""
    pairs = ((mention, sense) for mention in found for sense in mention.senses)
    return [pair for pair in pairs if pair[1].country == country and pair[1].kind == "country"][:1]


def _named_beside(mention: Mention, found: list[Mention]) -> set[str]:
    """Return the codes of the countries and provinces that the other names stand for.

    Where somebody is from, or wants to go, says nothing about where they are.
    """
    told = [other for other in found if other is not mention and not (other.cues.origin or other.cues.elsewhere)]
    named = [sense for other in told for sense in other.senses if sense.kind != "city"]
    return {sense.region or sense.country for sense in named if sense.grade != Grade.EVERYDAY}


def _counts(sense: Sense, mention: Mention, beside: set[str], *, asked: bool) -> bool:
    """Tell whether one sense of a name is meant as the place where somebody is."""
    cues = mention.cues
    if cues.elsewhere or (cues.origin and not asked):
        return False
    if sense.grade == Grade.SURE:
        return True
    if cues.one_of_many:
        return False
    return cues.called_place or _is_cued(sense, mention, beside, asked=asked)


def _is_cued(sense: Sense, mention: Mention, beside: set[str], *, asked: bool) -> bool:
    """Tell whether the words around a name that may be none make it the place where somebody is."""
    cues = mention.cues
    if sense.grade < Grade.EVERYDAY:
        named = mention.inside != "" or sense.country in {code[:2] for code in beside}
        answer = asked and cues.answer
        perhaps = sense.grade == Grade.NEEDS_CUE and (answer or cues.perhaps_here)
        return named or perhaps or cues.here or cues.nothing_else
    if cues.thing:
        return False
    # In unspaced text "I am in" belongs to the answer; in spaced text it may be "in a town".
    answer = asked and (cues.alone or (mention.start < 0 and cues.here and cues.nothing_else))
    return sense.country == mention.country_after or cues.unmistakable or answer


def _rank(mention: Mention, sense: Sense) -> tuple[bool, bool, int, bool]:
    """Rank the names of one text."""
    cues, plain = mention.cues, sense.grade != Grade.EVERYDAY or mention.country_after != ""
    return (not cues.origin, plain, _SPECIFIC[sense.kind], cues.here)


def _fitness(mention: Mention, sense: Sense) -> tuple[tuple[bool, bool, int, bool], int]:
    """Rank the names of one text, a big city before a small one."""
    return (_rank(mention, sense), 0 if sense.kind == "country" else sense.thousands)
