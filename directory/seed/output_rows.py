"""Make the rows of the three CSV files from collected rows."""

from typing import Final

from directory.domain.csv_tables import read_table
from directory.seed.printed_phones import (
    PrintedNumber,
    UnparsedCellError,
    international_form,
    split_chats,
    split_numbers,
    works_from_abroad,
)
from directory.seed.selection import PERSONAL_EMAIL, TABLES, ConductDecision, Row, decide_conduct, split_words
from directory.seed.vocabulary import Vocabulary

SERVICE_COLUMNS = (
    "id",
    "name",
    "name_local",
    "alternate_names",
    "country",
    "coverage",
    "area",
    "needs",
    "services",
    "population",
    "audiences",
    "nationalities",
    "languages",
    "interpretation",
    "hours",
    "fees",
    "website",
    "email",
    "trafficking_specific",
    "police_linked",
    "consular",
    "mandatory_reporting",
    "conduct_reason",
    "confidence",
    "source_kind",
    "source_url",
    "source_date",
    "second_source",
    "notes",
)
PHONE_COLUMNS = (
    "service_id",
    "kind",
    "number",
    "international",
    "description",
    "country",
    "dialable_from_abroad",
    "source_url",
    "source_date",
    "confidence",
)
EMERGENCY_COLUMNS = ("country", "kind", "number", "confidence", "source_url", "source_date")
KINDS: Final = ("police", "ambulance", "fire", "general")
_CELLS = {"voice": "phones", "sms": "sms", "chat": "chat"}
# Columns that are copied unchanged, under the name on the left.
_COPIED = {
    "id": "id",
    "name": "name",
    "name_local": "name_local",
    "alternate_names": "alt_names",
    "country": "country_iso2",
    "area": "region_city",
    "fees": "cost",
    "trafficking_specific": "trafficking_specific",
    "confidence": "confidence",
    "source_kind": "source_kind",
    "source_url": "source_url",
    "source_date": "source_date",
    "second_source": "second_source",
    "notes": "notes",
}
# The two data sets behind the collected table, at the commits that were read (NOTES.md, section 7).
_SOURCES: Final = {
    "aosp": (
        "https://github.com/GrapheneOS/platform_packages_services_Telephony/blob/795f5458aa/ecc/input/eccdata.txt",
        "2024-03-05",
    ),
    "roderickhsiao": ("https://github.com/roderickhsiao/emergency-numbers/tree/6f97917a", "2024-11-21"),
}


def read_conduct() -> dict[str, ConductDecision]:
    """Return the decisions about rows that name an authority."""
    return {
        line["id"]: ConductDecision(
            line["police_linked"] == "yes", line["consular"] == "yes", line["reason"], line["mandatory_reporting"]
        )
        for line in read_table(TABLES / "conduct.csv")
    }


def service_row(row: Row, vocabulary: Vocabulary, conducts: dict[str, ConductDecision]) -> Row:
    """Return the service row of a collected row; unknown words are added to the vocabulary.

    Raises:
        directory.seed.selection.MissingDecisionError: the row names an authority and has no decision.
        directory.seed.vocabulary.NoNationalityError: a consular row does not say whose citizens it is for.
    """
    conduct = decide_conduct(row, conducts)
    languages, interpretation = vocabulary.languages(row)
    values = {
        "coverage": " ".join(vocabulary.coverage(row, consular=conduct.consular)),
        "needs": " ".join(vocabulary.needs(row)),
        "services": "; ".join(split_words(row["services"])),
        "population": "; ".join(split_words(row["population"])),
        "audiences": " ".join(vocabulary.people.audiences(row, consular=conduct.consular)),
        "nationalities": " ".join(vocabulary.people.nationalities(row, consular=conduct.consular)),
        "languages": " ".join(languages),
        "interpretation": interpretation,
        "hours": vocabulary.hours(row),
        "website": _with_scheme(row["website"]),
        "email": "" if row["id"] in PERSONAL_EMAIL else row["email"],
        "police_linked": "yes" if conduct.police_linked else "no",
        "consular": "yes" if conduct.consular else "no",
        "mandatory_reporting": conduct.mandatory_reporting,
        "conduct_reason": conduct.reason,
    }
    return {new: row[old] for new, old in _COPIED.items()} | values


def _with_scheme(website: str) -> str:
    """Return an address that is a URI for HSDS; a few are printed as "www.example.org"."""
    return f"https://{website}" if website.startswith("www.") else website


def read_manual_splits() -> dict[tuple[str, str], list[Row]]:
    """Return the cells that a person split, by row id and kind."""
    splits: dict[tuple[str, str], list[Row]] = {}
    for line in read_table(TABLES / "phones.csv"):
        splits.setdefault((line["id"], line["kind"]), []).append(line)
    return splits


def phone_rows(row: Row, by_hand: dict[tuple[str, str], list[Row]]) -> tuple[list[Row], list[str]]:
    """Return the phones of a row, and its chats that were printed without an address.

    Raises:
        UnparsedCellError: a cell has no plain shape and is not in tables/phones.csv, or was split into something
                that it does not contain.
    """
    rows: list[Row] = []
    without: list[str] = []
    for kind, cell in _CELLS.items():
        if (row["id"], kind) in by_hand:
            rows += [_manual_row(row, line) for line in by_hand[row["id"], kind]]
        elif kind == "chat":
            chats, without = split_chats(row[cell])
            rows += [_printed_row(row, kind, chat) for chat in chats]
        else:
            rows += [_printed_row(row, kind, number) for number in split_numbers(row[cell])]
    return _unique(rows), without


def _printed_row(row: Row, kind: str, printed: PrintedNumber) -> Row:
    international = international_form(printed.number, split_words(row["phone_international"]))
    if printed.note.startswith("WhatsApp"):
        kind = "chat"
    return _phone_row(row, kind, printed, international)


def _manual_row(row: Row, line: Row) -> Row:
    """Return a number that a person split off; a typing error must not become a number that was never printed."""
    printed = any(line["number"] in row[cell] for cell in _CELLS.values())
    if not printed or line["international"] not in ("", *split_words(row["phone_international"])):
        raise UnparsedCellError(f"{line['number']} {line['international']}".strip())
    phone = _phone_row(row, line["kind"], PrintedNumber(line["number"], line["note"]), line["international"])
    return phone | {"country": line["country"] or phone["country"]}


def _phone_row(row: Row, kind: str, printed: PrintedNumber, international: str) -> Row:
    abroad = works_from_abroad(printed, international) or (kind == "chat" and not printed.number[0].isdigit())
    values = (
        row["id"],
        kind,
        printed.number,
        international,
        printed.note,
        row["country_iso2"],
        "yes" if abroad else "no",
        row["source_url"],
        row["source_date"],
        row["confidence"],
    )
    return dict(zip(PHONE_COLUMNS, values, strict=True))


def _unique(rows: list[Row]) -> list[Row]:
    """Drop numbers that are printed twice for the same use."""
    return list({(row["kind"], row["number"].replace(" ", "")): row for row in reversed(rows)}.values())[::-1]


def emergency_rows(source: list[Row]) -> list[Row]:
    """Return one row per number, in the source's order; a cell such as "112 / 17" holds several.

    The handset's own fallback number (`mobile_fallback_aosp`) proves no service and is left out.
    """
    return [
        _emergency_row(line, kind, number.strip())
        for line in sorted(source, key=lambda line: line["iso2"])
        for kind in KINDS
        for number in dict.fromkeys(line[kind].split("/"))
        if number.strip()
    ]


def _emergency_row(line: Row, kind: str, number: str) -> Row:
    # Only the first data set has numbers for all services at once.
    url, date = _SOURCES[line.get(f"{kind}_source") or "aosp"]
    values = (line["iso2"], kind, number, line["confidence"], url, date)
    return dict(zip(EMERGENCY_COLUMNS, values, strict=True))
