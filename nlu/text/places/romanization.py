"""Latin letters for names in other scripts, and the phonetic skeleton of a name.

Names are often written by ear: "muradabad", "Мьявади". The official name of a Unicode character tells its sound well
enough, so only Cyrillic needs a table. Vowels are unreliable in any script: the skeleton drops them and has one
letter for consonants that people interchange.
"""

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўқғҳҷңөүұһ",
        ["a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "h",
         "ts", "ch", "sh", "sh", "", "i", "", "e", "u", "a", "e", "i", "i", "e", "g", "u", "k", "g", "h", "j", "n", "o",
         "u", "u", "h"],
        strict=True,
    )
)  # fmt: skip
_ARABIC_VOWELS = {"ALEF": "a", "AIN": "a", "WAW": "u", "YEH": "i", "FARSI": "i", "TEH MARBUTA": "a", "HAMZA": ""}
_ONSET = re.compile("[^aeiou ]*")
_SYLLABLES = ("ETHIOPIC SYLLABLE ", "HANGUL SYLLABLE ", "HIRAGANA LETTER ", "KATAKANA LETTER ")
_ABUGIDAS = ("DEVANAGARI", "BENGALI", "KHMER", "MYANMAR", "LAO", "THAI")
_NASAL = ("ANUSVARA", "NIKAHIT", "NIGGAHITA", "NIKHAHIT")


@lru_cache(maxsize=2048)
def _sound(letter: str) -> str:
    """Return the sound of a letter in Latin letters; "" for a tone or another mark."""
    if letter.isascii() or letter in _CYRILLIC:
        return _CYRILLIC.get(letter, letter)
    name = unicodedata.name(letter, "")
    for script in _SYLLABLES:
        if name.endswith("SMALL TU"):
            return ""  # It only doubles the next consonant.
        if name.startswith(script):
            return name.removeprefix(script).rpartition(" ")[2].lower()
    if name.startswith("ARABIC LETTER "):
        word = name.removeprefix("ARABIC LETTER ")
        vowel = next((sound for start, sound in _ARABIC_VOWELS.items() if word.startswith(start)), None)
        return _ONSET.match(word.lower())[0] if vowel is None else vowel  # type: ignore[index]
    script, _, rest = name.partition(" ")
    return _abugida_sound(rest) if script in _ABUGIDAS else ""


def _abugida_sound(name: str) -> str:
    """Return the sound of an Indian or South-East Asian letter by the rest of its name."""
    if name.endswith(_NASAL):
        return "n"
    kind, _, sound = name.partition(" ")
    if name.startswith(("VOWEL SIGN ", "CONSONANT SIGN MEDIAL ", "INDEPENDENT VOWEL ")):
        return name.rpartition(" ")[2].lower()
    if name.startswith("CHARACTER SARA "):
        return name.removeprefix("CHARACTER SARA ").partition(" ")[0].lower()
    if kind not in {"LETTER", "CHARACTER"} or sound.startswith(("MAI", "PHINTHU", "THANTHAKHAT", "YAMAKKAN")):
        return ""
    first = sound.removeprefix("GREAT ").partition(" ")[0].lower()
    return first.rstrip("ao") or first


def romanize(text: str) -> str:
    """Return folded text in Latin letters, roughly as it sounds."""
    sounds = text if text.isascii() else "".join(map(_sound, text)).replace("gya", "j").replace("kya", "ch")
    return _REPEATED.sub(r"\1", sounds)


_REPEATED = re.compile(r"(.)\1+")
_DIGRAPHS = re.compile(r"tsch|tch|sch|dj|dz|ch|sh|zh|ts|tz|cz|gn|ng|nh|ck|qu|c(?=[eiy])|x")
_DIGRAPH_CLASSES = {"gn": "N", "ng": "N", "nh": "N", "ck": "K", "qu": "K", "x": "KS"}
_CLASSES = str.maketrans(
    dict.fromkeys("bpfvw", "P")
    | dict.fromkeys("dt", "T")
    | dict.fromkeys("gkqc", "K")
    | dict.fromkeys("lr", "L")
    | dict.fromkeys("szj", "S")
    | dict.fromkeys("mn", "N")
)
_VOWELS = re.compile(r"[^A-Z]+")


def skeleton(roman: str) -> str:
    """Return the classes of the consonants of a romanized name, without repetitions; "A" for a vowel at the start."""
    classes = _DIGRAPHS.sub(lambda found: _DIGRAPH_CLASSES.get(found.group(), "S"), roman).translate(_CLASSES)
    vowel = "A" if classes[:1] in set("aeiouy") else ""
    return _REPEATED.sub(r"\1", vowel + _VOWELS.sub("", classes))


_SOFT = frozenset("aeiouyhw")


def sound_distance(wrong: str, right: str) -> float:
    """Return the weighted edit distance of two romanized names: vowels and kindred consonants cost little."""
    if abs(len(wrong) - len(right)) > 5:  # noqa: PLR2004 (no misspelling is that much longer)
        return 99.0
    row = [0.0]
    for letter in right:
        row.append(row[-1] + _gap(letter))
    for letter in wrong:
        gap, diagonal = _gap(letter), row[0]
        row[0] += gap
        for column, other in enumerate(right, start=1):
            above = row[column]
            row[column] = min(above + gap, row[column - 1] + _gap(other), diagonal + _change(letter, other))
            diagonal = above
    return row[-1]


def _gap(letter: str) -> float:
    return 0.2 if letter == "h" else 0.4 if letter in _SOFT else 1.0


@lru_cache(maxsize=1024)
def _change(letter: str, other: str) -> float:
    if letter == other:
        return 0.0
    if letter in _SOFT and other in _SOFT:
        return 0.3
    return 0.3 if letter.translate(_CLASSES) == other.translate(_CLASSES) else 1.2
