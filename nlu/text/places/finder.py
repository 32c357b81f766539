"""Find the place where a text says that its writer is.

1. Fold the text (`name_keys`) and look up the longest names: up to five words, or any part of a run of Thai, Lao,
   Khmer, Burmese or Chinese (`matcher`).
2. Each name has a grade: sure, needs a cue ("in", "near", its country next to it), or an everyday word ("nice",
   "la paz"), which needs more.
3. An origin ("from") is excluded unless the bot has asked and there is nothing better; a goal, an embassy or a language
   always ("back to", "speak").
4. If nothing remains, misspellings are tried where a place is expected (`fuzzy`).
5. Of the rest, the most specific wins; a country next to it overrules. Countries and provinces elsewhere in the text,
   then the hint, decide between namesakes; else there is no answer, unless one is five times larger than the others
   (`disambiguation`).

The danger is a wrong place: it sends a frightened person to the wrong country. In doubt there is no place, and the bot
asks.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from math import cos, hypot, radians

from nlu.text.places.disambiguation import attach_countries, is_ambiguous, is_contradicted, most_likely_sense
from nlu.text.places.fuzzy import fuzzy_mentions
from nlu.text.places.gazetteer import DEFAULT_PATH, Gazetteer, Grade, Sense, default_gazetteer
from nlu.text.places.matcher import Mention, find_mentions
from nlu.text.places.name_keys import Token, is_latin, tokenize
from nlu.text.places.phrases import affixes

_SHORTEST, _SHORTEST_LATIN = 3, 5
"""Minimum letters of the remaining name."""
_WORDS = 3
"""Words of the longest name that is looked up."""


def split_affixes(tokens: list[Token], gazetteer: Gazetteer) -> list[Token]:
    """Return the tokens, with each name with an affix split into two."""
    return [part for number in range(len(tokens)) for part in _split(tokens, number, gazetteer)]


def _split(tokens: list[Token], number: int, gazetteer: Gazetteer) -> list[Token]:
    token = tokens[number]
    if token.unspaced or gazetteer.senses([token.text]):
        return [token]
    before, after = tokens[max(0, number - _WORDS + 1) : number], tokens[number + 1 : number + _WORDS]
    for affix, bare in _affix_splits(token.text, "glued_before"):
        if any(_is_name([bare, *_texts(after[:more])], gazetteer) for more in range(len(after) + 1)):
            return [token._replace(text=affix), token._replace(text=bare)]
    for affix, bare in _affix_splits(token.text, "glued_after"):
        if any(_is_name([*_texts(before[more:]), bare], gazetteer) for more in range(len(before) + 1)):
            return [token._replace(text=bare), token._replace(text=affix)]
    return [token]


def _texts(tokens: list[Token]) -> list[str]:
    return [token.text for token in tokens]


def _affix_splits(word: str, kind: str) -> Iterator[tuple[str, str]]:
    """Yield each possible affix of a word, with the rest of the word."""
    for affix, replacement in affixes(kind).items():
        front = kind == "glued_before"
        if word.startswith(affix) if front else word.endswith(affix):
            bare = replacement + word[len(affix) :] if front else word[: -len(affix)] + replacement
            if len(bare) >= (_SHORTEST_LATIN if is_latin(word) else _SHORTEST):
                yield affix, bare


def _is_name(words: list[str], gazetteer: Gazetteer) -> bool:
    """Return whether words are a name; in Latin letters it must be SURE, since so many words look like a town."""
    worst = Grade.SURE if is_latin("".join(words)) else Grade.NEEDS_CUE
    return any(sense.grade <= worst for sense in gazetteer.senses(words))


_MOST_NAMES = 40
"""Maximum names of a text that are compared."""
_SPECIFIC = {"country": 0, "province": 1, "city": 2}


@dataclass(frozen=True, slots=True)
class Place:
    """A place: ISO 3166-1 alpha-2 country, ISO 3166-2 region where known, English name.

    `latitude` and `longitude` are of the centre of a city, in tenths of a degree (WGS 84): too coarse to identify a
    house. None for a country, a province without a city of its name, or if unknown.
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
    is_answer: bool = False,
    gazetteer: Gazetteer | None = None,
) -> Place | None:
    """Return the place where a text says that its writer is, or None.

    With `is_answer` (the bot has just asked for it) a bare, ambiguous or misspelt name counts. `country_hint` (ISO
    3166-1 alpha-2) only chooses between namesakes. Any string is safe; only its first 1,000 characters are read.
    """
    known = gazetteer or default_gazetteer()
    words = split_affixes(tokenize(text), known)
    found = attach_countries(list(islice(find_mentions(words, known), _MOST_NAMES)), words)
    candidates = _dense_scores(found, country_hint, is_answer=is_answer)
    if not candidates:
        candidates = _dense_scores(
            list(fuzzy_mentions(words, known, is_answer=is_answer)), country_hint, is_answer=is_answer
        )
    if not candidates:
        return None
    fittest, best = max(candidates, key=lambda pair: _fitness(*pair))
    for mention, sense in candidates:
        rival = mention is fittest or (_rank(mention, sense) == _rank(fittest, best) and sense.country != best.country)
        if rival and is_ambiguous(sense, mention, _regions_nearby(mention, found), country_hint):
            return None
    return Place(best.country, best.region or None, best.english, *(best.point or (None, None)))


def _dense_scores(found: list[Mention], hint: str | None, *, is_answer: bool) -> list[tuple[Mention, Sense]]:
    """Return the plausible mentions, each with its likeliest sense."""
    candidates = []
    for mention in found:
        beside = _regions_nearby(mention, found)
        senses = [sense for sense in mention.senses if _is_plausible(sense, mention, beside, is_answer=is_answer)]
        if senses:
            best = most_likely_sense(senses, mention, beside, hint)
            candidates += _country_alone(mention.inside, found) if is_contradicted(best, mention) else [(mention, best)]
    return candidates


def _country_alone(country: str, found: list[Mention]) -> list[tuple[Mention, Sense]]:
    """Return the country that overruled a city: next to a city even a word ("chile", "usa") is a country."""
    pairs = ((mention, sense) for mention in found for sense in mention.senses)
    return [pair for pair in pairs if pair[1].country == country and pair[1].kind == "country"][:1]


def _regions_nearby(mention: Mention, found: list[Mention]) -> set[str]:
    """Return the codes of the countries and provinces of the other mentions, except origins and goals."""
    others = [other for other in found if other is not mention and not (other.cues.origin or other.cues.elsewhere)]
    named = [sense for other in others for sense in other.senses if sense.kind != "city"]
    return {sense.region or sense.country for sense in named if sense.grade != Grade.EVERYDAY}


def _is_plausible(sense: Sense, mention: Mention, beside: set[str], *, is_answer: bool) -> bool:
    """Return whether a sense of a name may be the place where the writer is."""
    cues = mention.cues
    if cues.elsewhere or (cues.origin and not is_answer):
        return False
    if sense.grade == Grade.SURE:
        return True
    if cues.is_indefinite:
        return False
    return cues.called_place or _is_cued(sense, mention, beside, is_answer=is_answer)


def _is_cued(sense: Sense, mention: Mention, beside: set[str], *, is_answer: bool) -> bool:
    """Return whether the words around an ambiguous name make it the place where the writer is."""
    cues = mention.cues
    if sense.grade < Grade.EVERYDAY:
        named = mention.inside != "" or sense.country in {code[:2] for code in beside}
        answer = is_answer and cues.answer
        perhaps = sense.grade == Grade.NEEDS_CUE and (answer or cues.perhaps_here)
        return named or perhaps or cues.here or cues.nothing_else
    if cues.has_article:
        return False
    # In unspaced text "I am in" belongs to the answer; in spaced text it may be "in a town".
    answer = is_answer and (cues.alone or (mention.start < 0 and cues.here and cues.nothing_else))
    return sense.country == mention.country_after or cues.unmistakable or answer


def _rank(mention: Mention, sense: Sense) -> tuple[bool, bool, int, bool]:
    """Return the rank of a mention within one text."""
    cues, plain = mention.cues, sense.grade != Grade.EVERYDAY or mention.country_after != ""
    return (not cues.origin, plain, _SPECIFIC[sense.kind], cues.here)


def _fitness(mention: Mention, sense: Sense) -> tuple[tuple[bool, bool, int, bool], int]:
    """Return the rank of a mention, a big city before a small one."""
    return (_rank(mention, sense), 0 if sense.kind == "country" else sense.thousands)


_KILOMETRES_OF_A_DEGREE = 111.2
_FARTHEST = 100.0
"""Kilometres: towns farther away are not a place of the person."""
_IN_DOUBT = 12.0
"""Kilometres: coordinates are rounded to a tenth of a degree, so near a border the nearest town may be abroad."""


def nearest_place(latitude: float, longitude: float) -> Place | None:
    """Return the largest of the towns nearest to a shared point (degrees, WGS 84), with its own coordinates.

    None if there is no town nearby, or if towns of two countries are about equally near: a wrong country would be
    dangerous, so the bot asks.
    """
    near = [(_kilometres(latitude, longitude, town), town, thousands) for town, thousands in _towns()]
    nearest = min(distance for distance, _, _ in near)
    around = [(town, thousands) for distance, town, thousands in near if distance <= nearest + _IN_DOUBT]
    if nearest > _FARTHEST or len({town.country for town, _ in around}) > 1:
        return None
    return max(around, key=lambda known: known[1])[0]


def _kilometres(latitude: float, longitude: float, town: Place) -> float:
    """Return the approximate distance of a town: accurate for some hundred kilometres."""
    north, east = (town.latitude or 0.0) - latitude, (town.longitude or 0.0) - longitude
    east = (east + 180) % 360 - 180  # across the date line
    return _KILOMETRES_OF_A_DEGREE * hypot(north, east * cos(radians(latitude)))


@cache
def _towns() -> list[tuple[Place, int]]:
    """Return the cities of the gazetteer with known coordinates, and their inhabitants in thousands."""
    with DEFAULT_PATH.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            (Place(country, region or None, name, float(latitude), float(longitude)), int(thousands))
            for country, region, kind, thousands, name, latitude, longitude, *_ in rows
            if kind == "city" and latitude
        ]
