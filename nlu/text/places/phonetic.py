"""Match names by their sound, where a place is expected and nothing else was found: "Myavadi", "muradabad".

Such a find is a guess: it depends on the distance of the spellings, on a country named in the text or hinted at, and on
the number of inhabitants. Words that people use often are never a misspelt place.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import islice
from math import log10
from zlib import crc32

from nlu.text.places.affixes import affix_splits
from nlu.text.places.context import Cues, read_cues_unspaced
from nlu.text.places.gazetteer import DEFAULT_PATH, MEKONG, Gazetteer, Grade, Sense
from nlu.text.places.matcher import Mention, cues_at, max_name_words
from nlu.text.places.name_keys import Token, is_latin
from nlu.text.places.phrases import before_cue, cue_words, strip_cues
from nlu.text.places.romanization import romanize, skeleton, sound_distance

_LINE_BITS, _POSITION_BITS, _SIZE_BITS = 18, 8, 4
_CHECKSUM_SHIFT = _LINE_BITS + _POSITION_BITS + _SIZE_BITS
_MOST_EXACT, _MOST_NEAR = 40, 2
"""Maximum names that are compared of one skeleton, and of each skeleton that differs by one consonant."""
_SHORTEST_WORD = 2
_SHORTEST, _LONGEST = 4, 24
"""Letters of a romanized name."""
_VERY_NEAR, _NEAR, _MIDDLE, _FAR = 0.06, 0.1, 0.15, 0.22
"""Maximum distance for each letter: in a short text, after a word that may be "in", after "in", and in an answer."""
_LONG = 6
"""Letters from which a name counts in a short text without any "in"."""
_LONGEST_UNSPACED = 14
_NEAR_SKELETON = 4
"""Consonants from which one may be wrong."""
_SAME_COUNTRY, _INHABITANTS = 0.12, 0.025
_HUGE = 5000
"""Thousands of inhabitants beyond which a place is not more likely."""
_LETTERS = "AKLNPST"


class SoundIndex:
    """The skeletons of the names of a gazetteer, big places first."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Index the last column of `places.tsv`."""
        self._gazetteer = gazetteer
        entries: list[int] = []
        for number, raw in enumerate(gazetteer.data.splitlines()):
            place, _, sounds = raw.rpartition(b"\t")
            if sounds:
                small = (1 << _SIZE_BITS) - 1 - len(place.split(b"\t", 4)[3]) * 2
                small = 0 if b"\tcountry\t" in place else max(1, small)
                for entry in sounds.split(b"|"):
                    letters = entry.rstrip(b"0123456789")
                    key = (crc32(letters) << _SIZE_BITS | small) << _POSITION_BITS | int(entry[len(letters) :])
                    entries.append(key << _LINE_BITS | number)
        self._entries = array("Q", sorted(entries))

    def near(self, sounds: str) -> Iterator[tuple[str, Sense]]:
        """Yield names that sound similar, with the place of each."""
        yield from self._of(sounds, _MOST_EXACT)
        if len(sounds) >= _NEAR_SKELETON:
            for each in sorted(_one_consonant_off(sounds)):
                yield from self._of(each, _MOST_NEAR)

    def _of(self, sounds: str, most: int) -> Iterator[tuple[str, Sense]]:
        checksum = crc32(sounds.encode())
        first = bisect_left(self._entries, checksum << _CHECKSUM_SHIFT)
        for entry in self._entries[first : first + most]:
            if entry >> _CHECKSUM_SHIFT != checksum:
                return
            line = self._gazetteer.line(entry & ((1 << _LINE_BITS) - 1))
            yield line.names[entry >> _LINE_BITS & ((1 << _POSITION_BITS) - 1)], line.sense


def _one_consonant_off(sounds: str) -> set[str]:
    """Return the skeletons that differ in one consonant."""
    found = set()
    for place in range(1, len(sounds)):
        found.add(sounds[:place] + sounds[place + 1 :])
        found.update(sounds[:place] + letter + sounds[place + 1 :] for letter in _LETTERS)
        found.update(sounds[:place] + letter + sounds[place:] for letter in _LETTERS)
    return found - {sounds}


@cache
def _sound_index(gazetteer: Gazetteer) -> SoundIndex:
    return SoundIndex(gazetteer)


def sounding_like(
    gazetteer: Gazetteer, name: str, countries: frozenset[str], *, farthest: float
) -> tuple[float, Sense] | None:
    """Return the likeliest place whose name sounds like this folded one, with its distance; None if none does.

    `countries` are those named in the text or hinted at; `farthest` is the greatest distance for each letter.
    """
    roman = romanize(name.replace(" ", ""))
    if not _SHORTEST <= len(roman) <= _LONGEST:
        return None
    sounds = skeleton(roman)
    best, least = None, farthest
    for spaced, sense in _sound_index(gazetteer).near(sounds) if len(sounds) > 1 else ():
        if " " in name and " " not in spaced:
            continue
        near = romanize(spaced.replace(" ", ""))
        each = sound_distance(roman, near) / min(len(roman), len(near))
        if sense.country in countries:
            each -= _SAME_COUNTRY
        size = 0.0 if sense.kind == "country" else log10(min(sense.thousands, _HUGE) + 1) - 2
        each -= _INHABITANTS * (size + (sense.country in MEKONG))
        if each < least:
            best, least = sense, each
    return (least, best._replace(grade=Grade.SURE)) if best else None


_MOST_WORDS = 40
"""Words of a text that are read; the limit protects against malicious texts."""
_MOST_COMPARED = 8
"""Names of a text that are compared, at half a millisecond each."""
_SHORT_TEXT = 3
"""Words of a text in which a place is expected everywhere."""
_LONGEST_NAME = 3
_KANA = re.compile("[\u30a1-\u30fc]{3,}")


def sounding_mentions(
    tokens: list[Token], gazetteer: Gazetteer, countries: frozenset[str], *, is_answer: bool
) -> Iterator[Mention]:
    """Yield the places that sound like words where a place is expected: after "in", in an answer or a short text."""
    expected = islice(_expected_names(tokens[:_MOST_WORDS], gazetteer, is_answer=is_answer), _MOST_COMPARED)
    found = [
        (*near, cues)
        for cues, name, farthest in expected
        if (near := sounding_like(gazetteer, name, countries, farthest=farthest))
    ]
    if found:
        _, sense, cues = min(found, key=lambda each: each[0])
        yield Mention([sense], cues)


def _expected_names(tokens: list[Token], gazetteer: Gazetteer, *, is_answer: bool) -> Iterator[tuple[Cues, str, float]]:
    """Yield unknown words, alone and with the next, where a place is expected, and how far a name may be."""
    short = len(tokens) <= _SHORT_TEXT
    for start, token in enumerate(tokens):
        if token.unspaced:
            yield from _unspaced_names(tokens, start, is_answer=is_answer)
        elif _is_unknown(token.text, gazetteer):
            yield from _spaced_names(tokens, start, gazetteer, is_answer=is_answer, short=short)
            for before, bare, behind in affix_splits(token):
                split = [*tokens[:start], *before, bare, *behind, *tokens[start + 1 :]]
                cues = cues_at(split, start + len(before), start + len(before) + 1)
                farthest = _farthest(cues, bare.text, is_answer=is_answer, short=short)
                if farthest and not cues.elsewhere and _is_unknown(bare.text, gazetteer):
                    yield cues, bare.text, farthest


def _spaced_names(
    tokens: list[Token], start: int, gazetteer: Gazetteer, *, is_answer: bool, short: bool
) -> Iterator[tuple[Cues, str, float]]:
    cues = cues_at(tokens, start, start + 1)
    farthest = _farthest(cues, tokens[start].text, is_answer=is_answer, short=short)
    if cues.has_article and not cues.is_capitalized:
        farthest = min(farthest, _VERY_NEAR)  # "a" is also "to" and "at".
    if farthest and not cues.elsewhere:
        for size in range(min(_LONGEST_NAME, max_name_words(tokens, start)), 0, -1):
            words = [each.text for each in tokens[start : start + size]]
            if all(_is_unknown(word, gazetteer) for word in words):
                yield cues_at(tokens, start, start + size), " ".join(words), farthest


def _farthest(cues: Cues, name: str, *, is_answer: bool, short: bool) -> float:
    """Return the greatest distance at which a name may be meant; 0 where no place is expected."""
    if is_answer and cues.nothing_else:
        return _FAR
    if cues.here or (cues.perhaps_here and (cues.is_capitalized or not is_latin(name))):
        return _MIDDLE
    if cues.perhaps_here and cues.answer:
        return _NEAR
    return _VERY_NEAR if short and len(name) >= _LONG else 0.0


def _unspaced_names(tokens: list[Token], number: int, *, is_answer: bool) -> Iterator[tuple[Cues, str, float]]:
    """Yield what is between cues in an unspaced script, and names in Katakana."""
    text = tokens[number].text
    kana = _KANA.search(text)
    bare = kana[0] if kana else before_cue(strip_cues(text))
    start = text.index(bare)
    after = text[start + len(bare) :] + "".join(token.text for token in tokens[number + 1 : number + 2])
    cues = read_cues_unspaced(text[:start], after, rest="more")
    expected = cues.here or (is_answer and len(tokens) == 1)
    if bare and expected and len(bare) <= _LONGEST_UNSPACED and not cues.elsewhere:
        yield cues, bare, _MIDDLE if kana else _NEAR


def _is_unknown(word: str, gazetteer: Gazetteer) -> bool:
    """Return whether a word is neither common nor a name of the gazetteer."""
    known = is_common_word(word) or word in cue_words() or gazetteer.senses([word])
    return len(word) >= _SHORTEST_WORD and not known


def is_common_word(word: str) -> bool:
    """Return whether a folded word is used often in one of our languages, so that it is no misspelt place."""
    checksum, words = crc32(word.encode("utf-8", "replace")), _common_words()
    position = bisect_left(words, checksum)
    return position < len(words) and words[position] == checksum


@cache
def _common_words() -> "array[int]":
    """Return the checksums of the common words."""
    text = DEFAULT_PATH.with_name("common_words.txt").read_bytes()
    return array("I", sorted(map(crc32, text.split())))
