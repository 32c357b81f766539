"""Make the rows of emergency_numbers.csv from the collected table, with the corrections that a person sourced."""

from typing import Final

from directory.domain.csv_tables import read_table
from directory.seed.collected import CollectedError, describe_misfit
from directory.seed.selection import TABLES, Row

EMERGENCY_COLUMNS: Final = ("country", "kind", "number", "keys", "confidence", "source_url", "source_date")
KINDS: Final = ("police", "ambulance", "fire", "general")
# The two data sets behind the collected table, at the commits that were read (NOTES.md, section 7).
_SOURCES: Final = {
    "aosp": (
        "https://github.com/GrapheneOS/platform_packages_services_Telephony/blob/795f5458aa/ecc/input/eccdata.txt",
        "2024-03-05",
    ),
    "roderickhsiao": ("https://github.com/roderickhsiao/emergency-numbers/tree/6f97917a", "2024-11-21"),
}


def read_emergency_corrections() -> dict[tuple[str, str], Row]:
    """Return the corrected cells by country and kind."""
    return {(line["country"], line["kind"]): line for line in read_table(TABLES / "emergency_corrections.csv")}


def emergency_rows(source: list[Row], corrections: dict[tuple[str, str], Row]) -> list[Row]:
    """Return one row per number, in the source's order; a cell such as "112 / 17" holds several.

    The handset's own fallback number (`mobile_fallback_aosp`) proves no service and is left out.

    Raises:
        CollectedError: a correction does not fit the table.
    """
    return [
        row
        for line in sorted(source, key=lambda line: line["iso2"])
        for kind in KINDS
        for row in _kind_rows(line, kind, corrections.get((line["iso2"], kind)))
    ]


def _kind_rows(line: Row, kind: str, correction: Row | None) -> list[Row]:
    """Return the numbers of one service of one country."""
    # Only the first data set has numbers for all services at once.
    url, date = _SOURCES[line.get(f"{kind}_source") or "aosp"]
    numbers, confidence = line[kind], line["confidence"]
    if correction:
        if correction["old"] != numbers:
            raise CollectedError(describe_misfit(f"{line['iso2']} {kind}", numbers, correction["old"]))
        numbers, confidence = correction["new"], correction["confidence"]
        url, date = correction["source_url"], correction["source_date"]
    return [
        dict(zip(EMERGENCY_COLUMNS, (line["iso2"], kind, number, "", confidence, url, date), strict=True))
        for number in dict.fromkeys(part.strip() for part in numbers.split("/"))
        if number
    ]
