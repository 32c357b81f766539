"""Choose how people reach the emergency services of a country without speaking, from the collected ways.

Every way that could be used by anybody is decided in tables/silent_ways.csv. Apps, relay services and devices are left
out by rule, and so is what asks people to register first: nobody can do that in an emergency.
"""

import re
from typing import Final

from directory.domain.csv_tables import read_table
from directory.seed.collected import CollectedError
from directory.seed.selection import SHOWN_CONFIDENCE, TABLES, Row

SILENT_KINDS: Final = ("text", "text_police", "silent_call")
_METHODS: Final = frozenset({"sms", "silent_call"})
_KINDS_BY_METHOD: Final = {"sms": ("text", "text_police"), "silent_call": ("silent_call",)}
# What a page does not mention is not known. It is used, but nobody is told that there is no registration.
_USABLE_REGISTRATION: Final = frozenset({"no", "not_mentioned"})
# ISO 3166-1 reserves ZZ: here features of phones, which are no numbers of a country.
_ANY_COUNTRY: Final = "ZZ"
_DIGITS: Final = re.compile(r"[0-9](?:[0-9 ]*[0-9])?")
Key = tuple[str, str, str]


def read_silent_ways() -> dict[Key, Row]:
    """Return the decisions by country, method and printed contact."""
    return {_key(line, "country"): line for line in read_table(TABLES / "silent_ways.csv")}


def silent_rows(source: list[Row], decisions: dict[Key, Row]) -> list[Row]:
    """Return a row for each way that was taken, with the columns of emergency_numbers.csv, sorted by country and kind.

    Raises:
        CollectedError: a way is not decided, or a value that was decided does not stand in the source.
    """
    ways = [(way, decisions.get(_key(way, "iso2"))) for way in source]
    errors = [
        f"not in silent_ways.csv: {_key(way, 'iso2')}" for way, decision in ways if not decision and _is_open(way)
    ]
    taken = [(way, decision) for way, decision in ways if decision and decision["kind"]]
    errors += [error for way, decision in taken if (error := _error(way, decision))]
    if errors:
        raise CollectedError("\n".join(errors))
    rows = [
        {
            "country": way["iso2"],
            **{column: decision[column] for column in ("kind", "number", "keys")},
            **{column: way[column] for column in ("confidence", "source_url", "source_date")},
        }
        for way, decision in taken
    ]
    return sorted(rows, key=lambda row: (row["country"], SILENT_KINDS.index(row["kind"])))


def _key(line: Row, country: str) -> Key:
    return line[country], line["method"], line["contact"]


def _is_open(way: Row) -> bool:
    """Return whether a way must be decided."""
    return (
        way["method"] in _METHODS
        and way["confidence"] in SHOWN_CONFIDENCE
        and way["registration_needed"] != "yes"
        and way["iso2"] != _ANY_COUNTRY
    )


def _error(way: Row, decision: Row) -> str | None:
    """Return why a way cannot be taken as it was decided, or None if it can."""
    where = f"{way['iso2']} {way['contact']}"
    printed = ["".join(run.split()) for run in _DIGITS.findall(way["contact"])]
    printed_keys = printed[1:2] if decision["kind"] == "silent_call" else [""]
    if decision["kind"] not in _KINDS_BY_METHOD.get(way["method"], ()):
        return f"{where}: {decision['kind']} is no kind of {way['method']}"
    if way["confidence"] not in SHOWN_CONFIDENCE or way["registration_needed"] not in _USABLE_REGISTRATION:
        return f"{where}: too uncertain, or people must register first"
    if not way["source_url"].startswith("http"):
        return f"{where}: no address of a source"
    if [decision["number"], decision["keys"]] != printed[:1] + printed_keys:
        return f"{where}: {decision['number']} {decision['keys']} is not what the source has"
    return None
