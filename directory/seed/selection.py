"""Which collected rows may stand in the starter directory, and who they answer to.

The danger runs both ways: a closed shelter or a wrong number sends someone into a trap,
and a line of the police that is not named as one breaks the promise of anonymity. So
every row that names an authority must have been read by a person and stand in
tables/conduct.csv; the build stops on one that does not.
"""

import re
from dataclasses import dataclass
from typing import Final

Row = dict[str, str]

SHOWN_CONFIDENCE: Final = frozenset({"high", "medium"})
REACH: Final = ("phones", "sms", "chat", "email", "website")

# NOTES.md, section 5: "not to be shown before a check". Most are not listed anyway; the
# list holds should a later data set list one of them without saying that it was checked.
HELD_BACK: Final = frozenset(
    {
        "bh-lmra",
        "by-113",
        "cn-116111",
        "hk-mfmw",
        "jp-lsah",
        "kw-kshr",
        "md-interaction",
        "mm-ncm",
        "ru-alternativa",
        "sg-fast",
        "tj-iom2012",
        "tj-korvoniumed",
        "zm-990",
    },
)
# NOTES.md says that these pages give a member of staff's own address.
PERSONAL_EMAIL: Final = frozenset({"ng-pathfinders"})

_AUTHORITY = re.compile(
    r"polic|prosecut|immigration|militar|enforce|investigat|interior|security|defence min|recorded|raid",
    re.IGNORECASE,
)
_CONSULAR: Final = frozenset({"consular protection", "overseas workers' welfare", "embassy"})


class UnexplainedGapError(ValueError):
    """A good row prints no way to reach anybody, and tables/left_out.csv does not say what it is."""


class UnreadConductError(ValueError):
    """A row names an authority and nobody has said in tables/conduct.csv what follows from it."""


@dataclass(frozen=True, slots=True)
class ReadConduct:
    """What a person decided after reading a row; `mandatory_reporting` is yes, no or empty (not known)."""

    police_linked: bool
    consular: bool
    reason: str
    mandatory_reporting: str = ""


_CONSULAR_CONDUCT: Final = ReadConduct(
    police_linked=False,
    consular=True,
    reason="a state's service for its people abroad",
)


def words_of(cell: str) -> list[str]:
    """Return the parts of a list cell, as printed."""
    return [word.strip() for word in cell.split(";") if word.strip()]


def why_left_out(row: Row, read: dict[str, str]) -> str | None:
    """Return why a row may not stand in the starter directory, None where it may.

    `read` holds what people wrote about rows that nobody can be reached by.

    Raises:
        UnexplainedGapError: such a row is not in `read`.
    """
    if row["status"] != "listed":
        return row["status"]
    if row["confidence"] not in SHOWN_CONFIDENCE:
        return f"{row['confidence']} confidence"
    if row["id"] in HELD_BACK:
        return "must be checked first"
    if any(row[column] for column in REACH):
        return None
    if row["id"] not in read:
        raise UnexplainedGapError(row["name"])
    return read[row["id"]]


def conduct_of(row: Row, read: dict[str, ReadConduct]) -> ReadConduct:
    """Return whom a service answers to.

    Raises:
        UnreadConductError: the row names an authority and is not in `read`.
    """
    if row["id"] in read:
        return read[row["id"]]
    if _CONSULAR.intersection(words_of(row["services"])):
        return _CONSULAR_CONDUCT
    if _AUTHORITY.search(" ".join((row["name"], row["services"], row["notes"]))):
        raise UnreadConductError(row["id"])
    return ReadConduct(police_linked=False, consular=False, reason="")
