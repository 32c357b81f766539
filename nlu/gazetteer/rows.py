"""One place while the list is made, its names, and how far each name can be trusted.

The danger is a name that is also an everyday word; `everyday.txt` knows those
that a dictionary knows, the rest is decided here by length, size and origin.
"""

from dataclasses import dataclass, field

from nlu.text.places.morphology import key_of, without_article
from nlu.text.places.name_keys import is_latin, is_unspaced, spaced

MEKONG = {"TH", "LA", "KH", "MM", "VN"}
SHORT = 3
"""Letters of a name that is no proof of anything, unless we wrote it down ourselves."""
CYRILLIC_SHORT = 5
"""Letters of a name in Cyrillic that, without its ending, could be any word; it is kept only if it is ours."""
HUGE = 1000
"""Thousands of inhabitants from which a name of five letters will do ("Dubai")."""
LONG = 9
"""Letters from which the name of a country says that it is a country ("ประเทศ...")."""
BIG = 500
"""Thousands of inhabitants from which a city outside the Mekong counts without an "in" before it."""
DESIGNATIONS = (" province", " sheng", " shi", " zizhiqu", " zhuangzu", " huizu", " uygur", " sar")
STEMS = ("จังหวัด", "แขวง", "ແຂວງ", "ເມືອງ", "ມົນທົນ ", "เมือง", "ក្រុង", "ទីក្រុង", "ខេត្ត", "เทศบาลนคร", "เทศบาลเมือง")
ENDS = ("မြို့", "省", "市", "府", "县", "自治区", "ခရိုင်")


@dataclass
class Row:
    """One place while the list is made: its English name and every folded name it goes by.

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
        """Add a name; one of ours is trusted more than an alternate of unknown origin."""
        forms = (spaced(name), spaced(bare(name)))
        self.names.update(form for form in (*forms, *map(without_article, forms)) if len(form) > 1)
        if ours:
            self.ours.update(form for form in forms if len(form) > 1)

    def line(self, names: str) -> str:
        """Return the line of the list; a coordinate is rounded to a tenth of a degree, eleven kilometres at most."""
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
    """Return "!" or "?" for an everyday word, "~" for a name that needs a cue, "-" for no name at all, else nothing."""
    letters, ours = len(name.replace(" ", "")), name in row.ours
    if key_of(name.split()) in everyday:
        return everyday[key_of(name.split())]
    if letters <= SHORT and not ours and not is_han(name):
        return "!"
    if row.kind == "country" and is_unspaced(name) and letters < LONG:
        return "~"  # In these scripts a country, its language and its people are one word.
    # An alternate in another spaced script is a translation; in Latin letters it may be anything.
    ours = ours or ((name == spaced(row.english) or is_foreign(name)) and row.thousands >= BIG)
    known_well = row.kind == "country" or row.country in MEKONG | {"CN"} or row.thousands >= BIG
    sure = 2 if is_han(name) else 5 if is_unspaced(name) else 4 if row.kind == "country" else 5
    sure += not is_unspaced(name) and row.kind == "city" and row.country not in MEKONG and row.thousands < HUGE
    return "" if ours and known_well and letters >= sure else "~"


def worth_keeping(row: Row, name: str) -> bool:
    """Tell whether a name is worth its false alarms: not "To" or "Un" of some village."""
    if is_cyrillic(name) and len(name) <= CYRILLIC_SHORT and name not in row.ours:
        return False
    big = row.thousands >= BIG // 5
    return name in row.ours or big or not is_latin(name) or len(name.replace(" ", "")) > SHORT


def is_foreign(name: str) -> bool:
    """Tell whether a folded name is in a script that parts its words, but not Latin: Cyrillic, Arabic, Indian ones."""
    return not is_latin(name) and not is_unspaced(name)


def is_cyrillic(name: str) -> bool:
    """Tell whether a folded name is in Cyrillic."""
    return "\u0400" <= name[0] <= "\u052f"


def is_han(name: str) -> bool:
    """Tell whether a name is in Chinese characters, where two are a whole name."""
    return "\u3400" <= name[0] <= "\u9fff"
