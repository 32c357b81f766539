"""The context of a name: words around it that decide what the place is to the writer.

Is the writer there ("in", "อยู่"), is it an origin or a goal ("from", "back to"), have they left it ("was in"), do
they deny it ("not in"), do their relatives live there (`company`), or is it not a place ("language", "my name is")?
Where phrases compete, the one that reaches farthest from the name decides: "was in" before "in", "took me to" before
"to". A shelter in the country that a person fled from would be worse than a repeated question. The words are data:
`phrases.py`.
"""

from typing import NamedTuple

from nlu.text.places.company import is_goal, is_goal_unspaced, is_of_others, is_of_others_unspaced
from nlu.text.places.phrases import (
    Phrases,
    adds_nothing,
    adds_nothing_unspaced,
    has_any_article,
    has_indefinite_article,
    phrases,
)

CLAUSE_END = "."
"""Stands after the last word of a clause, for phrases that must end it ("में नहीं .")."""
_WORDS_OF_AN_ANSWER, _LETTERS_OF_AN_ANSWER = 5, 8
"""Maximum words, or letters of an unspaced script, besides the name."""
_SURELY_IN = (["ɑ"], ["ɵ"])
"""French "à" and Vietnamese "ở", as folded by `name_keys`: after these even an everyday word is a place."""
_NEAR = 12
"""Letters of an unspaced script in which "now" belongs to a name."""


class Cues(NamedTuple):
    """What the words around a name say about it."""

    here: bool
    called_place: bool
    origin: bool
    is_not_place: bool
    """An embassy, a language, a person's name."""
    alone: bool
    """The text is the name."""
    nothing_else: bool
    """The text has only the name and words such as "I am" and "in"."""
    unmistakable: bool
    """The whole text only says that the writer is there, or the word before the name is unambiguous."""
    answer: bool
    """Short enough to be an answer to "where are you?"."""
    perhaps_here: bool = False
    """A word next to it means "in" only in some languages ("no", "me"), or the name is a whole clause."""
    is_indefinite: bool = False
    has_article: bool = False
    """There is an article ("a", "the") before it."""
    of_others: bool = False
    """It is where relatives or friends are."""
    is_goal: bool = False
    """The writer wants to go there, will be sent there, or was promised work there."""
    is_past: bool = False
    """The writer has left it."""
    is_negated: bool = False
    is_perhaps_negated: bool = False
    """After a word that is "not" in one language and "in the" in another: "no"."""
    is_weak_origin: bool = False
    """Only an "of" says that it is an origin: "the fields of Almería"."""
    is_capitalized: bool = False
    is_now: bool = False
    """With a word such as "I am", "now" or "here"."""

    @property
    def elsewhere(self) -> bool:
        """Return whether the writer is surely not there, or it is not a place."""
        return any((self.is_not_place, self.of_others, self.is_goal, self.is_past, self.is_negated))

    def with_part_of(self, other: "Cues") -> "Cues":
        """Return the cues with those of another name that say why the writer is not there."""
        return self._replace(
            origin=other.origin,
            of_others=other.of_others,
            is_goal=other.is_goal,
            is_past=other.is_past,
            is_negated=other.is_negated,
        )


_PARTS = ("here", "origin", "goal", "past", "negation")
"""Kinds of phrases of which one decides; of two with the same reach the later."""


def read_cues(before: list[str], after: list[str], *, rest: list[str]) -> Cues:
    """Return the cues of a name in a spaced script: from the words of its clause before and after, and all others."""
    called = phrases("called").end(before) or phrases("called_after").start(after)
    spot = phrases("spot").end(before)
    here = called or spot or _reach("here", before) > 0
    nothing_else, of_others = adds_nothing(rest), is_of_others(before)
    nearby = phrases("here_after").start(after)
    part = _deciding_part(before, after, spot=spot)
    brought = phrases("here").end(before)
    now = phrases("now").within(before) or phrases("now").within(after)
    return Cues(
        here=here,
        called_place=called,
        origin=part == "origin",
        is_not_place=_is_not_place(before, after, nearby=nearby),
        is_goal=part == "goal" or is_goal(before) or (not now and phrases("promise").within(before)),
        is_past=part == "past",
        is_negated=part == "negation" or _is_denied(before),
        is_perhaps_negated=len(before) == phrases("perhaps_negation").longest_end(before) > 0,
        is_weak_origin=part == "origin" and _reach("origin", before) == 0 and not phrases("origin_after").start(after),
        is_now=now,
        alone=not rest,
        nothing_else=nothing_else,
        unmistakable=(nothing_else and here) or before[-1:] in _SURELY_IN,
        answer=len(rest) <= _WORDS_OF_AN_ANSWER,
        perhaps_here=_reach("weak", before) > 0 or nearby or not (before or after[:1] != [CLAUSE_END]),
        # All that is said is "a paris", in French.
        is_indefinite=rest != ["a"] and has_indefinite_article(before, here=brought),
        has_article=has_any_article(before, here=brought),
        of_others=of_others,
    )


def _deciding_part(before: list[str], after: list[str], *, spot: bool) -> str:
    """Return the kind of the phrase that reaches farthest from a name; "" if there is none."""
    reaches = {kind: max(_reach(kind, before), _reach_after(f"{kind}_after", after)) for kind in _PARTS}
    of = phrases("of").end(before) or (phrases("of_after").start(after) and not phrases("here_after").start(after))
    reaches["origin"] = 0 if spot else max(reaches["origin"], int(of))
    return max(reversed(_PARTS), key=lambda kind: reaches[kind]) if any(reaches.values()) else ""


def _reach_after(kind: str, words: list[str]) -> int:
    """Return how far from a name the phrase of a kind behind it ends, also behind its "in"; 0 if there is none."""
    behind_in = phrases(kind).longest_start(words[1:]) if phrases("here_after").start(words) else 0
    return max(phrases(kind).longest_start(words), behind_in + 1 if behind_in else 0)


def _is_denied(before: list[str]) -> bool:
    """Return whether only words such as "in" are between a "not" and a name."""
    negation, here, fillers = phrases("negation"), phrases("here").spaced, phrases("fillers").spaced
    for end in range(len(before), 0, -1):
        if negation.end(before[:end]):
            return True
        if before[end - 1] not in here and before[end - 1] not in fillers:
            return False
    return False


def _is_not_place(before: list[str], after: list[str], *, nearby: bool) -> bool:
    """Return whether a name is not a place, by the words before it and after its "in"."""
    behind = after[1:] if nearby else after
    return _reach("no_place", before) > 0 or phrases("no_place_after").start(behind)


def _reach(kind: str, words: list[str]) -> int:
    """Return how far from a name the phrase of a kind begins, before words such as "the city of"; 0 if none does."""
    found, fillers = phrases(kind), phrases("fillers").spaced
    farthest = 0
    for end in range(len(words), 0, -1):
        size = found.longest_end(words[:end])
        farthest = max(farthest, len(words) - end + size if size else 0)
        if words[end - 1] not in fillers:
            break
    return farthest


def read_cues_unspaced(before: str, after: str, *, rest: str) -> Cues:
    """Return the cues of a name in Thai, Lao, Khmer, Burmese, Chinese or Japanese."""
    near, behind = before.rstrip(), after.lstrip()
    called = phrases("called").end_unspaced(near) or phrases("called_after").start_unspaced(behind)
    here = called or phrases("here").end_unspaced(near) or phrases("here_after").start_unspaced(behind)
    reaches = {
        kind: max(_reach_unspaced(kind, near), phrases(f"{kind}_after").start_size_unspaced(behind)) for kind in _PARTS
    }
    is_weak_origin = not any(reaches.values()) and phrases("of_after").start_unspaced(behind)
    part = max(reversed(_PARTS), key=lambda kind: reaches[kind]) if any(reaches.values()) else ""
    no_place = phrases("no_place").end_unspaced(near) or phrases("no_place_after").start_unspaced(behind)
    alone, nothing_else = not rest.strip(), adds_nothing_unspaced(rest)
    now = phrases("now").within_unspaced(before[-_NEAR:]) or phrases("now").start_unspaced(after)
    return Cues(
        here=here,
        called_place=called,
        origin=part == "origin" or is_weak_origin,
        is_weak_origin=is_weak_origin,
        is_not_place=no_place,
        is_goal=part == "goal" or is_goal_unspaced(before) or (not now and phrases("promise").within_unspaced(before)),
        is_past=part == "past",
        is_negated=part == "negation",
        is_now=now,
        of_others=is_of_others_unspaced(before) or phrases("family").end_unspaced(near),
        alone=alone,
        nothing_else=nothing_else,
        # "อยู่เลย" is "still here" as often as "in Loei": only the bare name is plain.
        unmistakable=alone,
        answer=len(rest.strip()) <= _LETTERS_OF_AN_ANSWER,
    )


def _reach_unspaced(kind: str, text: str) -> int:
    """Return the letters of the phrase of a kind before a name, or before a word such as "province"; 0 if none."""
    found: Phrases = phrases(kind)
    filler = next((filler for filler in phrases("fillers").unspaced if text.endswith(filler)), "")
    behind_filler = found.end_size_unspaced(text.removesuffix(filler).rstrip()) if filler else 0
    return max(found.end_size_unspaced(text), behind_filler + len(filler) if behind_filler else 0)
