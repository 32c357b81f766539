"""Match misspelt names ("chang mai", "bankok").

Many everyday words differ from a town by one letter, so this is used only where a place is expected: in a short answer,
or after a word such as "near".
"""

from collections.abc import Iterator

from nlu.text.places import context
from nlu.text.places.gazetteer import MAX_EDIT_SIZE, MIN_FUZZY_LENGTH, Gazetteer, Grade, Sense, never_misspelt
from nlu.text.places.matcher import Mention, cues_at, max_name_words
from nlu.text.places.name_keys import Token, name_key
from nlu.text.places.phrases import strip_cues

_LONG = 9
"""Letters from which two wrong adjacent letters are still a typo."""
_LONGEST = 30


_JOINING = frozenset(["and", "y", "e", "i", "o", "or", "no", "se", "que", "con", "with", "is", "es"])
_GUESSED_WORDS = 40
"""Words in which misspellings are searched; the limit protects against malicious texts."""
_LONGEST_ANSWER = 6
"""Maximum words of an answer in which misspellings are searched if the bot has asked."""
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
"""After one of these comes a noun ("en la manana"), not a misspelt town."""


def edit_size(wrong: str, right: str) -> int:
    """Return the length of the differing part of two words; a swapped pair counts as 1."""
    start = 0
    shorter = min(len(wrong), len(right))
    while start < shorter and wrong[start] == right[start]:
        start += 1
    end = 0
    while end < shorter - start and wrong[-1 - end] == right[-1 - end]:
        end += 1
    rest, wanted = wrong[start : len(wrong) - end], right[start : len(right) - end]
    swapped = len(rest) == MAX_EDIT_SIZE and rest == wanted[::-1]
    return 1 if swapped else max(len(rest), len(wanted))


def fuzzy_senses(gazetteer: Gazetteer, words: list[str]) -> list[Sense]:
    """Return the likeliest sense of the most similar name and its namesakes abroad; empty if none is similar enough."""
    key = name_key(words)
    if not MIN_FUZZY_LENGTH - 1 <= len(key) <= _LONGEST or key in never_misspelt() or gazetteer.senses(words):
        return []
    near = [(edit_size(key, name), name) for name in gazetteer.near(key, compound=len(words) > 1)]
    forgiven = (count for count, name in near if count <= (MAX_EDIT_SIZE if len(name) >= _LONG else 1))
    least = min(forgiven, default=0)
    found = [sense for count, name in near if count == least for sense in gazetteer.senses_of_key(name)]
    sure = sorted(
        (sense for sense in found if sense.grade == Grade.SURE),
        key=lambda sense: (-sense.thousands, sense.country, sense.region),
    )
    # Namesakes abroad are included, because "valensia" is as ambiguous as "valencia".
    return [*sure[:1], *(sense for sense in found if sure and sense.country != sure[0].country)]


def fuzzy_mentions(tokens: list[Token], gazetteer: Gazetteer, *, is_answer: bool) -> Iterator[Mention]:
    """Yield fuzzy matches where a place is expected: in a short answer, or after a word such as "in"."""
    answer = is_answer and len(tokens) <= _LONGEST_ANSWER
    for start, token in enumerate(tokens[:_GUESSED_WORDS]):
        if token.unspaced:
            yield from _fuzzy_mention_within(token.text, gazetteer, answer=answer)
            continue
        after_article = token.text in _ARTICLES or (start and tokens[start - 1].text in _ARTICLES)
        cues = cues_at(tokens, start, start + 1)
        if (answer or cues.here) and not cues.elsewhere and not after_article:
            spans = (tokens[start : start + size] for size in range(min(3, max_name_words(tokens, start)), 0, -1))
            names = [[each.text for each in span] for span in spans]
            guesses = (fuzzy_senses(gazetteer, name) for name in names if _JOINING.isdisjoint(name))
            yield from (Mention(senses, cues) for senses in [next(filter(None, guesses), [])] if senses)


def _fuzzy_mention_within(text: str, gazetteer: Gazetteer, *, answer: bool) -> Iterator[Mention]:
    """Yield a fuzzy match for the text after "I am at" in an unspaced script, if there is nothing else."""
    bare = strip_cues(text)
    senses = fuzzy_senses(gazetteer, [bare]) if answer or bare != text else []
    if senses:
        yield Mention(senses, context.read_cues_unspaced("", "", rest=""))
