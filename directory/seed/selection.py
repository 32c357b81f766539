"""Decide which collected rows enter the seed directory, and which authorities they answer to.

There are two dangers: a closed shelter or a wrong number is a trap, and an undeclared line of the police breaks the
promise of anonymity. So a person must have read every row that names an authority and decided in tables/conduct.csv;
the build stops if a decision is missing.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from directory.domain.csv_tables import read_table

TABLES: Final = Path(__file__).parent / "tables"
Row = dict[str, str]
Codes = tuple[str, ...]
SHOWN_CONFIDENCE: Final = frozenset({"high", "medium"})
REACH: Final = ("phones", "sms", "chat", "email", "website")
# NOTES.md, section 5: "not to be shown before a check". Most are not listed anyway; this guards against a later data
# set that lists one of them without a check.
UNCHECKED_ROWS: Final = frozenset(
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
# According to NOTES.md, these pages print the address of a single member of staff.
PERSONAL_EMAIL: Final = frozenset({"ng-pathfinders"})
_AUTHORITY = re.compile(
    r"polic|prosecut|immigration|militar|enforce|investigat|interior|security|defence min|recorded|raid",
    re.IGNORECASE,
)
_CONSULAR: Final = frozenset({"consular protection", "overseas workers' welfare", "embassy"})


class UnreachableRowError(ValueError):
    """A good row has no contact, and tables/left_out.csv does not explain why."""


class MissingDecisionError(ValueError):
    """A row names an authority, and tables/conduct.csv has no decision about it."""


@dataclass(frozen=True, slots=True)
class ConductDecision:
    """The decision about a row; `mandatory_reporting` is yes, no or empty (unknown)."""

    police_linked: bool
    consular: bool
    reason: str
    mandatory_reporting: str = ""


_CONSULAR_CONDUCT: Final = ConductDecision(
    police_linked=False,
    consular=True,
    reason="a state's service for its people abroad",
)


def split_words(cell: str) -> list[str]:
    """Return the parts of a list cell, as printed."""
    return [word.strip() for word in cell.split(";") if word.strip()]


def exclusion_reason(row: Row, read: dict[str, str]) -> str | None:
    """Return why a row is excluded from the seed directory; None if it is not.

    `read` holds the reasons for rows without any contact.

    Raises:
        UnreachableRowError: such a row is not in `read`.
    """
    if row["status"] != "listed":
        return row["status"]
    if row["confidence"] not in SHOWN_CONFIDENCE:
        return f"{row['confidence']} confidence"
    if row["id"] in UNCHECKED_ROWS:
        return "must be checked first"
    if any(row[column] for column in REACH):
        return None
    if row["id"] not in read:
        raise UnreachableRowError(row["name"])
    return read[row["id"]]


def decide_conduct(row: Row, read: dict[str, ConductDecision]) -> ConductDecision:
    """Return whom a service answers to.

    Raises:
        MissingDecisionError: the row names an authority and is not in `read`.
    """
    if row["id"] in read:
        return read[row["id"]]
    if _CONSULAR.intersection(split_words(row["services"])):
        return _CONSULAR_CONDUCT
    if _AUTHORITY.search(" ".join((row["name"], row["services"], row["notes"]))):
        raise MissingDecisionError(row["id"])
    return ConductDecision(police_linked=False, consular=False, reason="")


def read_codes(name: str, key: str, value: str) -> dict[str, Codes]:
    """Return one column of a table by another, split into its codes."""
    return {row[key]: tuple(row[value].split()) for row in read_table(TABLES / name)}
