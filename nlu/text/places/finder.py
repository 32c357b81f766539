"""Find the places that a text names, and what each is to its writer.

1. Fold the text (`name_keys`) and look up the longest names: up to five words, or any part of a run of Thai, Lao,
   Khmer, Burmese, Chinese or Japanese (`matcher`).
2. Each name has a grade: sure, needs a cue ("in", "near", its country next to it), or an everyday word ("nice",
   "la paz"), which needs more.
3. The words around it give its part (`context`): now, from, to, was, family, not. An embassy or a language is no place.
   An origin counts as the place now only if the bot has asked and there is nothing better.
4. If nothing remains, misspellings are tried where a place is expected (`fuzzy`, then `phonetic`); such a place is not
   sure.
5. Of several places now, those said with "I am" or "now" come first, then the most specific; a country next to it
   overrules. Countries and provinces elsewhere in the text, then the hint, decide between namesakes; else it is not
   sure, unless one is five times larger than the others (`disambiguation`).

The danger is a wrong place: it sends a frightened person to the wrong country. In doubt there is no place, and the bot
asks.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from nlu.text.places.affixes import split_affixes
from nlu.text.places.context import Cues
from nlu.text.places.disambiguation import attach_countries, is_ambiguous, is_contradicted, most_likely_sense
from nlu.text.places.fuzzy import fuzzy_mentions
from nlu.text.places.gazetteer import Gazetteer, Grade, Sense, default_gazetteer
from nlu.text.places.matcher import Mention, find_mentions
from nlu.text.places.name_keys import tokenize
from nlu.text.places.phonetic import sounding_mentions

_KNOWN_TOWN = 30
"""Thousands of inhabitants from which an everyday word after "I am in" is the town of that name."""
_LARGE_TOWN = 50
"""Thousands of inhabitants from which the name of a town of the country of the hint needs no "in"."""
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


_COMPOUNDS = frozenset({
    ("MM", "Myawaddy"), ("MM", "KK Park"), ("MM", "Shwe Kokko"), ("MM", "Laukkai"), ("LA", "Golden Triangle"),
})  # fmt: skip
"""Towns of compounds in which people are forced to defraud others: OHCHR, "Online Scam Operations and Trafficking into
Forced Criminality in Southeast Asia", 2023."""


class PlacePart(StrEnum):
    """What a place is to the writer."""

    NOW = "now"
    FROM = "from"
    """Their origin."""
    TO = "to"
    """Where they go, want to go, will be sent or were promised work."""
    WAS = "was"
    """Where they were before."""
    FAMILY = "family"
    """Where relatives or friends are, while the writer is elsewhere."""
    NOT = "not"
    """Where they say that they are not."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that a text names, with its part.

    `is_sure` is False for a misspelt name and for one of several namesakes: ask before anything depends on it.
    `is_here` says that there is a word such as "I am", "now" or "here" beside the name, or nothing else; `is_cued` that
    anything says that it is a place: a word such as "in" beside it, a capital, or its country beside it.
    """

    place: Place
    part: PlacePart
    is_sure: bool
    is_here: bool = False
    is_cued: bool = True


class _Candidate(NamedTuple):
    """A mention, its likeliest sense and its part."""

    mention: Mention
    sense: Sense
    part: PlacePart
    is_misspelt: bool = False


def find_place(
    text: str,
    *,
    country_hint: str | None = None,
    is_answer: bool = False,
    gazetteer: Gazetteer | None = None,
) -> Place | None:
    """Return the place where a text says that its writer is, or None.

    With `is_answer` (the bot has just asked for it) a bare, ambiguous or misspelt name counts. `country_hint` (ISO
    3166-1 alpha-2) chooses between namesakes, and large towns there count without an "in". Any string is safe; only its
    first 1,000 characters are read.
    """
    known = gazetteer or default_gazetteer()
    candidates, found = _candidates(text, known, country_hint, is_answer=is_answer)
    here = [each for each in candidates if each.part == PlacePart.NOW]
    if not here:
        return None
    best = _most_likely_now(here, _home_countries(candidates))
    return None if _has_rival(best, here, found, country_hint) else _to_place(best.sense)


def find_places(
    text: str,
    *,
    country_hint: str | None = None,
    is_answer: bool = False,
    gazetteer: Gazetteer | None = None,
) -> list[NamedPlace]:
    """Return every place that a text names, in order, with its part; arguments as in `find_place`.

    At most one country is NOW: of others that are not denied, those before it are WAS, those after it not sure. A
    country next to its city is not repeated.
    """
    known = gazetteer or default_gazetteer()
    candidates, found = _candidates(text, known, country_hint, is_answer=is_answer)
    here = [each for each in candidates if each.part == PlacePart.NOW]
    best = _most_likely_now(here, _home_countries(candidates)) if here else None
    ambiguous = best is not None and _has_rival(best, here, found, country_hint)
    named: list[NamedPlace] = []
    for each in candidates:
        part, is_sure = each.part, not each.is_misspelt
        if best is not None and part == PlacePart.NOW:
            abroad = each.sense.country != best.sense.country
            part = PlacePart.WAS if abroad and candidates.index(each) < candidates.index(best) else part
            is_sure = is_sure and not abroad and not ambiguous
        elif each.sense.grade != Grade.SURE:
            is_sure = is_sure and not is_ambiguous(
                each.sense, each.mention, _regions_nearby(each.mention, found), country_hint
            )
        cues = each.mention.cues
        is_here = part == PlacePart.NOW and (cues.is_now or cues.nothing_else)
        is_cued = any(_is_called_place(other) for other in candidates if other.sense.country == each.sense.country)
        named.append(NamedPlace(_to_place(each.sense), part, is_sure, is_here, is_cued))
    return [each for number, each in enumerate(named) if not _is_repeated(number, named)]


def _is_called_place(candidate: _Candidate) -> bool:
    """Return whether anything says that a name is a place."""
    cues = candidate.mention.cues
    has_word = cues.here or cues.is_now or cues.perhaps_here or cues.called_place or cues.nothing_else
    has_country = candidate.sense.kind == "country" or candidate.mention.country_after != ""
    return has_word or has_country or cues.is_capitalized


def _is_repeated(number: int, named: list[NamedPlace]) -> bool:
    """Return whether another of the places is the same, or in this country or province, and has the same part."""
    this = named[number]
    for other, each in enumerate(named):
        if other != number and each.part == this.part and each.place.country == this.place.country:
            same = each.place == this.place and other < number
            wider = this.place.latitude is None and this.place.region in {None, each.place.region}
            if same or (wider and each.place != this.place and each.place.region is not None):
                return True
    return False


def _to_place(sense: Sense) -> Place:
    return Place(sense.country, sense.region or None, sense.english, *(sense.point or (None, None)))


def _candidates(
    text: str, known: Gazetteer, hint: str | None, *, is_answer: bool
) -> tuple[list[_Candidate], list[Mention]]:
    """Return the plausible names of a text with their parts, and all mentions; misspelt ones if none is NOW."""
    words = split_affixes(tokenize(text), known)
    found = attach_countries(list(islice(find_mentions(words, known), _MOST_NAMES)), words)
    plausible = _plausible(found, hint, is_answer=is_answer, is_hint_enough=True)
    candidates = _believe_weak_origins(_drop_distant(_deny_contrasted(plausible), hint))
    if not any(each.part == PlacePart.NOW for each in candidates):
        guessed = _plausible(list(fuzzy_mentions(words, known, is_answer=is_answer)), hint, is_answer=is_answer)
        if (
            len({each.sense.country for each in guessed if not is_ambiguous(each.sense, each.mention, set(), hint)})
            != 1
        ):
            countries = frozenset({each.sense.country for each in candidates} | {hint or ""})
            sounding = list(sounding_mentions(words, known, countries, is_answer=is_answer))
            guessed = _plausible(sounding, hint, is_answer=is_answer) or guessed
        candidates += [each._replace(is_misspelt=True) for each in guessed]
    return candidates, found


def _plausible(
    found: list[Mention], hint: str | None, *, is_answer: bool, is_hint_enough: bool = False
) -> list[_Candidate]:
    """Return the plausible mentions, each with its likeliest sense and its part.

    With `is_hint_enough` a large town or a province of the country of the hint needs no word such as "in" beside it,
    if it is a word of its own.
    """
    candidates = []
    for mention in found:
        beside, part = _regions_nearby(mention, found), _part(mention.cues, is_answer=is_answer)
        if part is None:
            continue
        is_word = is_hint_enough and part is PlacePart.NOW and mention.start >= 0
        senses = [
            sense
            for sense in mention.senses
            if _is_plausible(sense, mention, beside, is_answer=is_answer)
            or (is_word and sense.country == hint and _is_well_known(sense))
        ]
        if senses:
            best = most_likely_sense(senses, mention, beside, hint)
            pairs = _country_alone(mention.inside, found) if is_contradicted(best, mention) else [(mention, best)]
            candidates += [_Candidate(*pair, part) for pair in pairs]
    return candidates


def _is_well_known(sense: Sense) -> bool:
    """Return whether a name that is no everyday word is that of a province or of a town that everybody there knows."""
    is_large = sense.kind == "province" or (sense.kind == "city" and sense.thousands >= _LARGE_TOWN)
    return sense.grade == Grade.NEEDS_CUE and is_large


def _part(cues: Cues, *, is_answer: bool) -> PlacePart | None:
    """Return the part of a name, None if it is not a place."""
    if cues.is_not_place:
        return None
    if cues.is_negated:
        return PlacePart.NOT
    if cues.is_past:
        return PlacePart.WAS
    if cues.is_goal:
        return PlacePart.TO
    if cues.of_others:
        return PlacePart.FAMILY
    return PlacePart.FROM if cues.origin and not is_answer else PlacePart.NOW


def _deny_contrasted(candidates: list[_Candidate]) -> list[_Candidate]:
    """Return the candidates, with a name after "no" as NOT if another one is NOW: "no bangkok, pattaya"."""
    certain = [each for each in candidates if each.part == PlacePart.NOW and not each.mention.cues.is_perhaps_negated]

    def is_denied(each: _Candidate) -> bool:
        around = each.sense.kind != "city" and all(other.sense.country == each.sense.country for other in certain)
        return each.part == PlacePart.NOW and each not in certain and certain != [] and not around

    return [each._replace(part=PlacePart.NOT) if is_denied(each) else each for each in candidates]


def _drop_distant(candidates: list[_Candidate], hint: str | None) -> list[_Candidate]:
    """Return the candidates without names abroad that nothing calls a place, if one in the hinted country is named.

    "El Belén de Tapachula" is in Mexico for a phone from there.
    """
    if all(each.sense.country != hint for each in candidates):
        return candidates
    return [each for each in candidates if each.sense.country == hint or _is_surely_place(each)]


def _is_surely_place(candidate: _Candidate) -> bool:
    """Return whether more than a capital says that a name is a place, or that it is not the present one."""
    cues = candidate.mention.cues
    has_country = candidate.sense.kind == "country" or candidate.mention.country_after != ""
    return has_country or cues.here or cues.is_now or candidate.part is not PlacePart.NOW


def _believe_weak_origins(candidates: list[_Candidate]) -> list[_Candidate]:
    """Return the candidates; if none is NOW, "the fields of Almería" is."""
    if any(each.part == PlacePart.NOW for each in candidates):
        return candidates
    return [each._replace(part=PlacePart.NOW) if each.mention.cues.is_weak_origin else each for each in candidates]


def _home_countries(candidates: list[_Candidate]) -> set[str]:
    """Return the countries that the writer says they are from."""
    return {each.sense.country for each in candidates if each.part == PlacePart.FROM}


def _most_likely_now(here: list[_Candidate], home: set[str]) -> _Candidate:
    """Return the fittest place of the country that is most clearly the present one.

    All else equal it is a town of compounds, to which people are taken from others; then it is not the writer's own:
    "I am from India, the agent is in Ludhiana, I wash cars in Leicester". Then it is the last one: "we flew to Bangkok,
    then by car to Poipet".
    """

    def clarity(each: _Candidate) -> tuple[int, ...]:
        *general, cued = _clarity(each)
        is_abroad = each.sense.country not in home
        is_compound = (each.sense.country, each.sense.english) in _COMPOUNDS
        is_exact = cued or each.sense.kind != "country"
        return (*general, is_compound, is_abroad, is_exact, here.index(each))

    clearest = max(here, key=clarity)
    rank = _clarity(clearest)[:2]
    same = [each for each in here if each.sense.country == clearest.sense.country and _clarity(each)[:2] == rank]
    return max(same, key=lambda each: _fitness(each.mention, each.sense))


def _clarity(candidate: _Candidate) -> tuple[bool, bool, bool, bool]:
    """Return how clearly a text says that the writer is at a place now."""
    mention, sense = candidate.mention, candidate.sense
    plain = sense.grade != Grade.EVERYDAY or mention.country_after != ""
    cued = not mention.cues.answer and (mention.cues.here or mention.cues.perhaps_here)
    return (not mention.cues.origin, plain, mention.cues.is_now and cued, cued)


def _has_rival(best: _Candidate, here: list[_Candidate], found: list[Mention], hint: str | None) -> bool:
    """Return whether a namesake of the place, or another place just as likely, makes it ambiguous."""
    for each in here:
        abroad = each.sense.country != best.sense.country
        equal = _rank(each.mention, each.sense) == _rank(best.mention, best.sense) and abroad
        if each.mention is best.mention or equal:
            beside = _regions_nearby(each.mention, found)
            if is_ambiguous(each.sense, each.mention, beside, hint):
                return True
    return False


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
    """Return whether a sense of a name may be meant as a place."""
    cues = mention.cues
    if sense.grade == Grade.SURE:
        return True
    if cues.is_indefinite and not cues.is_capitalized and sense.grade > Grade.NEEDS_CUE:
        return False
    if cues.elsewhere or (cues.origin and not is_answer):
        certain = Grade.WORD if cues.is_capitalized or cues.is_past or cues.is_negated else Grade.NEEDS_CUE
        return sense.grade <= certain or (mention.inside != "" and sense.grade < Grade.EVERYDAY)
    return cues.called_place or _is_cued(sense, mention, beside, is_answer=is_answer)


def _is_cued(sense: Sense, mention: Mention, beside: set[str], *, is_answer: bool) -> bool:
    """Return whether the words around an ambiguous name make it the place where the writer is."""
    cues = mention.cues
    if cues.is_capitalized and (sense.grade == Grade.NEEDS_CUE or (sense.grade == Grade.WORD and cues.perhaps_here)):
        return True
    if sense.grade < Grade.EVERYDAY:
        named = mention.inside != "" or sense.country in {code[:2] for code in beside}
        answer = is_answer and cues.answer
        perhaps = sense.grade == Grade.NEEDS_CUE and (answer or cues.perhaps_here)
        return named or perhaps or cues.here or cues.nothing_else
    if cues.has_article:
        return False
    beside_cue = cues.here or cues.perhaps_here
    is_known_town = sense.kind == "city" and sense.thousands >= _KNOWN_TOWN  # no country: "in my room now" is not Mỹ
    if beside_cue and (cues.is_capitalized or (cues.is_now and is_known_town)):
        return True
    # In unspaced text "I am in" belongs to the answer; in spaced text it may be "in a town".
    answer = is_answer and (cues.alone or (mention.start < 0 and cues.here and cues.nothing_else))
    return sense.country == mention.country_after or cues.unmistakable or answer


def _rank(mention: Mention, sense: Sense) -> tuple[bool, bool, bool, int, bool]:
    """Return the rank of a mention within one text."""
    cues, plain = mention.cues, sense.grade != Grade.EVERYDAY or mention.country_after != ""
    return (not cues.origin, plain, cues.is_now, _SPECIFIC[sense.kind], cues.here)


def _fitness(mention: Mention, sense: Sense) -> tuple[tuple[int, bool], int]:
    """Return the rank of a mention, a big city before a small one."""
    return ((_SPECIFIC[sense.kind], mention.cues.here), 0 if sense.kind == "country" else sense.thousands)
