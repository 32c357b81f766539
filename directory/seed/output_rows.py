"""Make the rows of services.csv and phones.csv from collected rows."""

from collections.abc import Mapping
from types import MappingProxyType

from directory.domain.csv_tables import read_table
from directory.seed.authorities import Authorities
from directory.seed.collected import Correction
from directory.seed.printed_phones import (
    PrintedNumber,
    UnparsedCellError,
    international_form,
    split_chats,
    split_numbers,
    works_from_abroad,
)
from directory.seed.selection import (
    PERSONAL_EMAIL,
    TABLES,
    Row,
    UnsourcedRowError,
    split_words,
)
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
    "state_linked",
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
_CELLS = {"voice": "phones", "sms": "sms", "chat": "chat"}
_OLD = "2017"
_NO_CORRECTIONS: Mapping[str, Correction] = MappingProxyType({})
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
    "source_kind": "source_kind",
    "source_url": "source_url",
    "source_date": "source_date",
    "second_source": "second_source",
    "notes": "notes",
}


def service_row(row: Row, vocabulary: Vocabulary, authorities: Authorities) -> Row:
    """Return the service row of a collected row; unknown words are added to the vocabulary.

    Raises:
        directory.seed.authorities.MissingDecisionError: the row names an authority and has no decision.
        directory.seed.selection.UnsourcedRowError: the row does not say where it was read.
        directory.seed.vocabulary.NoNationalityError: a consular row does not say whose citizens it is for.
    """
    if not row["source_url"].startswith("http"):
        raise UnsourcedRowError(row["source_url"])
    is_consular = authorities.conduct(row).consular
    needs = vocabulary.needs(row)
    nationalities = vocabulary.people.nationalities(row, consular=is_consular)
    conduct = authorities.decide(row, needs, nationalities)
    languages, interpretation = vocabulary.languages(row)
    values = {
        "coverage": " ".join(vocabulary.coverage(row, consular=conduct.consular)),
        "needs": " ".join(needs),
        "services": "; ".join(split_words(row["services"])),
        "population": "; ".join(split_words(row["population"])),
        "audiences": " ".join(vocabulary.people.audiences(row, consular=conduct.consular)),
        "nationalities": " ".join(nationalities),
        "languages": " ".join(languages),
        "interpretation": interpretation,
        "hours": vocabulary.hours(row),
        "website": _with_scheme(row["website"]),
        "email": "" if row["id"] in PERSONAL_EMAIL else row["email"],
        "police_linked": "yes" if conduct.police_linked else "no",
        "state_linked": "yes" if conduct.state_linked else "",
        "consular": "yes" if conduct.consular else "no",
        "mandatory_reporting": conduct.mandatory_reporting,
        "conduct_reason": conduct.reason,
        "confidence": _confidence(row),
    }
    return {new: row[old] for new, old in _COPIED.items()} | values


def _confidence(row: Row) -> str:
    """Return how well a row is sourced.

    Open data sets copy each other, so several of them prove no more than one; a number of ten years ago may be
    somebody else's today.
    """
    is_weak = row["source_kind"] == "app_dataset" or "" < row["source_date"] < _OLD
    return "medium" if is_weak else row["confidence"]


def _with_scheme(website: str) -> str:
    """Return an address that is a URI for HSDS; a few are printed as "www.example.org"."""
    return f"https://{website}" if website.startswith("www.") else website


def read_manual_splits() -> dict[tuple[str, str], list[Row]]:
    """Return the cells that a person split, by row id and kind."""
    splits: dict[tuple[str, str], list[Row]] = {}
    for line in read_table(TABLES / "phones.csv"):
        splits.setdefault((line["id"], line["kind"]), []).append(line)
    return splits


def phone_rows(
    row: Row, by_hand: dict[tuple[str, str], list[Row]], corrections: Mapping[str, Correction] = _NO_CORRECTIONS
) -> tuple[list[Row], list[str]]:
    """Return the phones of a row, and its chats that were printed without an address.

    A number that stands only in a correction of the row has the source of the correction.

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
    return [phone | _corrected_source(phone["number"], corrections) for phone in _unique(rows)], without


def _corrected_source(number: str, corrections: Mapping[str, Correction]) -> Row:
    """Return the source of a number that a correction brought in; empty for the others."""
    for cell in _CELLS.values():
        correction = corrections.get(cell)
        if correction and number in correction.new and number not in correction.old:
            return {"source_url": correction.source_url, "source_date": correction.source_date}
    return {}


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
        _confidence(row),
    )
    return dict(zip(PHONE_COLUMNS, values, strict=True))


def _unique(rows: list[Row]) -> list[Row]:
    """Drop numbers that are printed twice for the same use."""
    return list({(row["kind"], row["number"].replace(" ", "")): row for row in reversed(rows)}.values())[::-1]
