"""A place during the build, its names, and the grade of each name.

The danger is a name that is also an everyday word: `everyday.txt` lists those of dictionaries, the rest is decided here
by length, size and origin.
"""

from dataclasses import dataclass, field

from nlu.text.places.name_keys import fold_name, is_latin, is_unspaced, name_key, without_article

MEKONG = {"TH", "LA", "KH", "MM", "VN"}
SHORT = 3
"""Names up to this many letters are ambiguous, unless they are our own."""
CYRILLIC_SHORT = 5
"""Cyrillic names up to this many letters are ambiguous without their ending; only our own are kept."""
HUGE = 1000
"""Thousands of inhabitants from which a name of five letters is enough ("Dubai")."""
LONG = 9
"""Letters from which the name of a country is unambiguous ("ประเทศ...")."""
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

    def call(self, name: str, *, ours: bool = False) -> None:
        """Add a name; our own names are trusted more than alternate names of unknown origin."""
        forms = (fold_name(name), fold_name(bare(name)))
        self.names.update(form for form in (*forms, *map(without_article, forms)) if len(form) > 1)
        if ours:
            self.ours.update(form for form in forms if len(form) > 1)

    def line(self, names: str) -> str:
        """Return the line of the list; coordinates are rounded to a tenth of a degree, at most eleven kilometres."""
        latitude, longitude = (f"{degrees:.1f}" for degrees in self.point) if self.point else ("", "")
        fields = (self.country, self.region, self.kind, self.thousands, self.english, latitude, longitude, names)
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
    if letters <= SHORT and not ours and not is_han(name):
        return "!"
    if row.kind == "country" and is_unspaced(name) and letters < LONG:
        return "~"  # In these scripts a country, its language and its people are one word.
    # An alternate in another spaced script is a translation; in Latin letters it may be anything.
    ours = ours or ((name == fold_name(row.english) or is_foreign(name)) and row.thousands >= BIG)
    known_well = row.kind == "country" or row.country in MEKONG | {"CN"} or row.thousands >= BIG
    sure = 2 if is_han(name) else 5 if is_unspaced(name) else 4 if row.kind == "country" else 5
    sure += not is_unspaced(name) and row.kind == "city" and row.country not in MEKONG and row.thousands < HUGE
    return "" if ours and known_well and letters >= sure else "~"


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


def is_han(name: str) -> bool:
    """Return whether a name is in Chinese characters, in which two can be a whole name."""
    return "\u3400" <= name[0] <= "\u9fff"
