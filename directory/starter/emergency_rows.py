"""The rows of the starter's emergency_numbers.csv."""

from typing import Final

from directory.starter.selection import Row

EMERGENCY_COLUMNS = ("country", "kind", "number", "confidence", "source_url", "source_date")
KINDS: Final = ("police", "ambulance", "fire", "general")

# The two data sets behind the collected table, at the commits that were read (NOTES.md, section 7).
_SOURCES: Final = {
    "aosp": (
        "https://github.com/GrapheneOS/platform_packages_services_Telephony/blob/795f5458aa/ecc/input/eccdata.txt",
        "2024-03-05",
    ),
    "roderickhsiao": ("https://github.com/roderickhsiao/emergency-numbers/tree/6f97917a", "2024-11-21"),
}


def emergency_rows(source: list[Row]) -> list[Row]:
    """Return one row a number, in the source's order; a cell such as "112 / 17" holds several.

    The handset's own fall-back number (`mobile_fallback_aosp`) proves no service and is left out.
    """
    return [
        _row(line, kind, number.strip())
        for line in sorted(source, key=lambda line: line["iso2"])
        for kind in KINDS
        for number in dict.fromkeys(line[kind].split("/"))
        if number.strip()
    ]


def _row(line: Row, kind: str, number: str) -> Row:
    # Only the first data set knows numbers for everything at once.
    url, date = _SOURCES[line.get(f"{kind}_source") or "aosp"]
    values = (line["iso2"], kind, number, line["confidence"], url, date)
    return dict(zip(EMERGENCY_COLUMNS, values, strict=True))
