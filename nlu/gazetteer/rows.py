"""A place during the build, its names, and the grade of each name.

The danger is a name that is also an everyday word: `everyday.txt` lists those of dictionaries, the rest is decided here
by length, size and origin.
"""

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from math import log10
from pathlib import Path

import wordfreq  # type: ignore[import-not-found, unused-ignore]  # uv brings it

from nlu.text.places.name_keys import fold_name, fold_text, is_latin, is_unspaced, name_key, tokenize, without_article
from nlu.text.places.romanization import romanize, skeleton

MEKONG = {"TH", "LA", "KH", "MM", "VN"}
SHORT = 3
"""Names up to this many letters are ambiguous, unless they are our own."""
CYRILLIC_SHORT = 5
"""Cyrillic names up to this many letters are ambiguous without their ending; only our own are kept."""
HUGE = 1000
"""Thousands of inhabitants from which a name of five letters is enough ("Dubai")."""
LONG = 9
"""Letters from which the name of a country is unambiguous ("ประเทศ...")."""
SMALL, SMALL_MEKONG = 50, 5
"""Thousands of inhabitants from which a misspelt town is recognised by its sound."""
MOST_NAMES = 256
TOWN = 100
"""Thousands of inhabitants up to which a name that is a common word is an everyday word."""
COMMON = 3.3
"""Zipf value from which a word is common: one of half a million words."""
FREQUENT = 3.5
"""Zipf value from which a word is never a misspelt place."""
DATA = Path(__file__).parents[1] / "data"
TOO_COMMON = 4.0
"""Zipf value from which a word is never a town."""
DENSE_FROM = "\u3040"
"""First letter of Japanese, Chinese and Korean, in which two or three letters can be a whole name."""
FAMOUS = 0.5
"""What is taken from the Zipf value of an alternate of a city, which other languages use for it too."""
OWN, OWN_ALTERNATE = 1.2, 2.0
"""What is taken from the Zipf value of a name in the language of its country: "Empoli", and "Padova" (Padua)."""
OWN_LANGUAGES = {
    country: language
    for language, countries in {
        "it": "IT SM", "de": "DE AT CH LI", "fr": "FR BE LU MC SN CI CM ML BF NE BJ TG GN GA CG CD HT MG DZ MA TN",
        "pt": "PT BR AO MZ CV GW ST", "ro": "RO MD", "tr": "TR", "id": "ID MY BN", "fil": "PH", "vi": "VN",
        "es": "ES MX AR BO CL CO CR CU DO EC GT HN NI PA PE PY SV UY VE GQ PR",
        "ru": "RU BY KZ KG UZ TJ TM", "uk": "UA", "fa": "IR AF", "ur": "PK", "hi": "IN NP", "bn": "BD", "ko": "KR",
        "ar": "AE SA KW QA BH OM YE IQ SY LB JO PS EG SD LY",
    }.items()
    for country in countries.split()
}  # fmt: skip
LATIN_LANGUAGES = ("en", "es", "fr", "pt", "id", "fil", "vi", "it", "de", "tr", "ro")
OTHER_LANGUAGES = ("ru", "uk", "ar", "fa", "ur", "hi", "bn", "ko")
BIG = 500
"""Thousands of inhabitants from which a city outside the Mekong counts without an "in" before it."""
DESIGNATIONS = (" province", " sheng", " shi", " zizhiqu", " zhuangzu", " huizu", " uygur", " sar")
STEMS = ("จังหวัด", "แขวง", "ແຂວງ", "ເມືອງ", "ມົນທົນ ", "เมือง", "ក្រុង", "ទីក្រុង", "ខេត្ត", "เทศบาลนคร", "เทศบาลเมือง")
ENDS = ("မြို့", "省", "市", "府", "县", "自治区", "ခရိုင်")


@dataclass
class Row:
    """A place during the build: its English name and all its folded names.

    `point` is latitude and longitude in degrees, None where unknown.
    """

    country: str
    region: str
    kind: str
    thousands: int
    english: str
    point: tuple[float, float] | None = None
    names: set[str] = field(default_factory=set)
    ours: set[str] = field(default_factory=set)
    trusted: set[str] = field(default_factory=set)
    """Names that are ours for this or another place of the country."""

    def call(self, name: str, *, ours: bool = False) -> None:
        """Add a name; our own names are trusted more than alternate names of unknown origin."""
        forms = (fold_name(name), fold_name(bare(name)))
        self.names.update(form for form in (*forms, *map(without_article, forms)) if len(form) > 1)
        if ours:
            self.ours.update(form for form in forms if len(form) > 1)

    def skeletons(self, names: list[str]) -> str:
        """Return the phonetic skeletons of the names in Latin letters, each with its position in the list."""
        wanted = self.kind != "city" or self.thousands >= (SMALL_MEKONG if self.country in MEKONG else SMALL)
        found: dict[str, int] = {}
        for position, marked in enumerate(names[:MOST_NAMES]):
            name = marked.lstrip("~")
            main = name == fold_name(self.english) or name in self.ours or self.thousands >= BIG
            if (wanted or name in self.ours) and main and is_latin(name) and len(name.replace(" ", "")) > SHORT:
                found.setdefault(skeleton(romanize(name.replace(" ", ""))), position)
        return "|".join(f"{sounds}{position}" for sounds, position in found.items() if len(sounds) > 1)

    def line(self, names: list[str]) -> str:
        """Return the line of the list; coordinates are rounded to a tenth of a degree, at most eleven kilometres."""
        latitude, longitude = (f"{degrees:.1f}" for degrees in self.point) if self.point else ("", "")
        place = (self.country, self.region, self.kind, self.thousands, self.english, latitude, longitude)
        fields = (*place, "|".join(names), self.skeletons(names))
        return "\t".join(map(str, fields)) + "\n"


def bare(name: str) -> str:
    """Return a name without "province of" or "town" in its own language."""
    lowered = name.casefold()
    for ending in DESIGNATIONS:
        lowered = lowered.removesuffix(ending)
    stem = next((stem for stem in STEMS if lowered.startswith(stem) and len(lowered) > len(stem) + 2), "")
    end = next((end for end in ENDS if lowered.endswith(end) and len(lowered) > len(end) + 1), "")
    return lowered[len(stem) : len(lowered) - len(end)]


def grade(row: Row, name: str, everyday: dict[str, str]) -> str:
    """Return "!" or "?" for an everyday word, "~" for a name that needs a cue, "-" for one to drop, else ""."""
    letters, ours = len(name.replace(" ", "")), name in row.ours
    if name_key(name.split()) in everyday:
        return everyday[name_key(name.split())]
    if (often := common_word(row, name)) >= COMMON:
        return "-" if often >= TOO_COMMON else "!"
    if letters <= SHORT and not ours and name[0] < DENSE_FROM:
        return "!"
    if row.kind == "country" and is_unspaced(name) and letters < LONG:
        return "~"  # In these scripts a country, its language and its people are one word.
    # An alternate in another spaced script is a translation; in Latin letters it may be anything.
    ours = ours or ((name == fold_name(row.english) or is_foreign(name)) and row.thousands >= BIG)
    known_well = row.kind == "country" or row.country in MEKONG | {"CN"} or row.thousands >= BIG
    sure = 4 if row.kind == "country" else 5
    if is_unspaced(name) or name[0] >= DENSE_FROM or is_ethiopic(name):
        sure = 2 if is_han(name) else 3 if name[0] >= DENSE_FROM or is_ethiopic(name) else 5
    sure += is_latin(name) and row.kind == "city" and row.country not in MEKONG and row.thousands < HUGE
    return "" if ours and known_well and letters >= sure else "~"


def common_word(row: Row, name: str) -> float:
    """Return how often a name is used, if people rather mean a word by it: of a town, or an alternate of a city."""
    if row.kind != "city" or row.country in MEKONG or name in row.ours | row.trusted:
        return 0.0
    alternate = name != fold_name(row.english) and is_latin(name) and row.thousands < HUGE
    own = OWN_ALTERNATE if alternate else OWN
    often = frequency(name, row.country, own) if alternate or row.thousands < TOWN else 0.0
    return often - FAMOUS if alternate and row.thousands >= TOWN else often


def frequency(name: str, country: str, discount: float) -> float:
    """Return how often a single word is used in the language that uses it most, as a Zipf value (10 per billion: 1).

    In the language of the country itself it is often the town that is meant: `discount` is taken from that.
    """
    languages = LATIN_LANGUAGES if is_latin(name) else OTHER_LANGUAGES
    own = OWN_LANGUAGES.get(country, "en" if is_latin(name) else "")
    found = [
        log10(often) + 9 - (discount if language == own else 0.0)
        for language, words in zip(languages, word_lists(latin=is_latin(name)), strict=True)
        if (often := words.get(name, 0.0))
    ]
    return max(found, default=0.0)


@cache
def word_lists(latin: bool) -> list[dict[str, float]]:  # noqa: FBT001 (a key of the cache)
    """Return the frequency of every folded word in our languages with Latin letters, or in those with others."""
    lists = []
    for language in LATIN_LANGUAGES if latin else OTHER_LANGUAGES:
        words: dict[str, float] = {}
        for word, often in wordfreq.get_frequency_dict(language).items():
            folded = fold_text(word)
            words[folded] = max(often, words.get(folded, 0.0))
        lists.append(words)
    return lists


def frequent_words() -> set[str]:
    """Return the words that are used often in our languages."""
    lists = (*word_lists(latin=True), *word_lists(latin=False))
    often = {word for words in lists for word, share in words.items() if log10(share) + 9 >= FREQUENT}
    return set(filter(is_word, often))


def training_words() -> set[str]:
    """Return the words that are in two of our training texts, romanized words among them."""
    lines = (line for path in DATA.glob("*.yml") for line in set(path.read_text(encoding="utf-8").splitlines()))
    counted = Counter(token.text for line in lines for token in tokenize(line))
    return {word for word, count in counted.items() if count > 1 and is_word(word)}


def is_word(word: str) -> bool:
    """Return whether a folded word could be compared with names: long enough, of letters, in a script with spaces."""
    letters = all(unicodedata.category(letter)[0] in "LM" for letter in word)
    return len(word) > 1 and letters and not is_unspaced(word)


def worth_keeping(row: Row, name: str) -> bool:
    """Return whether a name is worth its false positives: not "To" or "Un" of some village."""
    if is_cyrillic(name) and len(name) <= CYRILLIC_SHORT and name not in row.ours:
        return False
    big = row.thousands >= BIG // 5
    return name in row.ours or big or not is_latin(name) or len(name.replace(" ", "")) > SHORT


def is_foreign(name: str) -> bool:
    """Return whether a folded name is in a script with spaces, but not Latin: Cyrillic, Arabic, Indian scripts."""
    return not is_latin(name) and not is_unspaced(name)


def is_cyrillic(name: str) -> bool:
    """Return whether a folded name is in Cyrillic."""
    return "\u0400" <= name[0] <= "\u052f"


def is_ethiopic(name: str) -> bool:
    """Return whether a folded name is in the letters of Amharic, in which three can be a whole name."""
    return "\u1200" <= name[0] <= "\u137f"


def is_han(name: str) -> bool:
    """Return whether a name is in Chinese characters, in which two can be a whole name."""
    return "\u3400" <= name[0] <= "\u9fff"
