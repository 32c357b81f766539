"""Guess which place a misspelt name means ("chang mai", "bankok").

Everyday words lie one letter from some town, so guesses are made only where a
place is expected: in a short answer, or after a word such as "near".
"""

from collections.abc import Iterator

from nlu.text.places import context
from nlu.text.places.gazetteer import MOST_SLIPS, SHORTEST_MISSPELT, Gazetteer, Grade, Sense, ordinary_words
from nlu.text.places.matcher import Mention, cues_at, words_of_one_name
from nlu.text.places.morphology import key_of
from nlu.text.places.name_keys import Token
from nlu.text.places.phrases import after_last_cue

_LONG = 9
"""Letters from which two wrong ones, side by side, are still a typo."""
_LONGEST = 30


_JOINING = frozenset(["and", "y", "e", "i", "o", "or", "no", "se", "que", "con", "with", "is", "es"])
_GUESSED_WORDS = 40
"""Words in which misspellings are looked for; the limit is for texts made to keep us busy."""
_LONGEST_ANSWER = 6
"""Words of a text that is read as an answer, misspellings and all, when the bot has asked."""
_ARTICLES = frozenset(
    [
        "the",
        "a",
        "an",
        "my",
        "this",
        "that",
        "la",
        "el",
        "los",
        "las",
        "un",
        "una",
        "mi",
        "mis",
        "su",
        "esta",
        "este",
    ],
)
"""After one of these comes a thing ("en la manana"), not the misspelt name of a town."""


def slips(wrong: str, right: str) -> int:
    """Return how many letters differ where two words part; a swapped pair is one slip, or a letter more."""
    start = 0
    shorter = min(len(wrong), len(right))
    while start < shorter and wrong[start] == right[start]:
        start += 1
    end = 0
    while end < shorter - start and wrong[-1 - end] == right[-1 - end]:
        end += 1
    rest, wanted = wrong[start : len(wrong) - end], right[start : len(right) - end]
    swapped = len(rest) == MOST_SLIPS and rest == wanted[::-1]
    return 1 if swapped else max(len(rest), len(wanted))


def guess(gazetteer: Gazetteer, words: list[str]) -> list[Sense]:
    """Return the likeliest sense of the nearest name and its namesakes abroad; nothing if none is near enough."""
    key = key_of(words)
    if not SHORTEST_MISSPELT - 1 <= len(key) <= _LONGEST or key in ordinary_words() or gazetteer.senses(words):
        return []
    near = [(slips(key, name), name) for name in gazetteer.near(key, compound=len(words) > 1)]
    forgiven = (count for count, name in near if count <= (MOST_SLIPS if len(name) >= _LONG else 1))
    least = min(forgiven, default=0)
    found = [sense for count, name in near if count == least for sense in gazetteer.senses_of(name)]
    sure = sorted(
        (sense for sense in found if sense.grade == Grade.SURE),
        key=lambda sense: (-sense.thousands, sense.country, sense.region),
    )
    # Its namesakes abroad come along, because "valensia" is no clearer than "valencia".
    return [*sure[:1], *(sense for sense in found if sure and sense.country != sure[0].country)]


def misspelt(tokens: list[Token], gazetteer: Gazetteer, *, asked: bool) -> Iterator[Mention]:
    """Yield guesses where a place is expected: in a short answer, or after a word such as "in"."""
    answer = asked and len(tokens) <= _LONGEST_ANSWER
    for start, token in enumerate(tokens[:_GUESSED_WORDS]):
        if token.unspaced:
            yield from _misspelt_within(token.text, gazetteer, answer=answer)
            continue
        after_article = token.text in _ARTICLES or (start and tokens[start - 1].text in _ARTICLES)
        cues = cues_at(tokens, start, start + 1)
        if (answer or cues.here) and not cues.elsewhere and not after_article:
            spans = (tokens[start : start + size] for size in range(min(3, words_of_one_name(tokens, start)), 0, -1))
            names = [[each.text for each in span] for span in spans]
            guesses = (guess(gazetteer, name) for name in names if _JOINING.isdisjoint(name))
            yield from (Mention(senses, cues) for senses in [next(filter(None, guesses), [])] if senses)


def _misspelt_within(text: str, gazetteer: Gazetteer, *, answer: bool) -> Iterator[Mention]:
    """Yield a guess at what follows "I am at" in a stretch of an unspaced script, if it is all there is."""
    bare = after_last_cue(text)
    senses = guess(gazetteer, [bare]) if answer or bare != text else []
    if senses:
        yield Mention(senses, context.around_unspaced("", "", rest=""))
