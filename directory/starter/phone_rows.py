"""The rows of phones.csv for one collected row."""

from directory.starter.printed_numbers import (
    PrintedNumber,
    UnsplitCellError,
    international_form,
    split_chats,
    split_numbers,
    works_from_abroad,
)
from directory.starter.selection import Row, words_of
from directory.starter.table_files import TABLES, read_table

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


def split_by_hand() -> dict[tuple[str, str], list[Row]]:
    """Return the cells that a person split, by row id and kind."""
    found: dict[tuple[str, str], list[Row]] = {}
    for line in read_table(TABLES / "phones.csv"):
        found.setdefault((line["id"], line["kind"]), []).append(line)
    return found


def phone_rows(row: Row, by_hand: dict[tuple[str, str], list[Row]]) -> tuple[list[Row], list[str]]:
    """Return the phones of a row, and the chats that were printed without an address.

    Raises:
        UnsplitCellError: a cell has no plain shape and is not in tables/phones.csv, or was split into
            something that it does not hold.
    """
    rows: list[Row] = []
    without: list[str] = []
    for kind, cell in _CELLS.items():
        if (row["id"], kind) in by_hand:
            rows += [_by_hand(row, line) for line in by_hand[row["id"], kind]]
        elif kind == "chat":
            chats, without = split_chats(row[cell])
            rows += [_printed(row, kind, chat) for chat in chats]
        else:
            rows += [_printed(row, kind, number) for number in split_numbers(row[cell])]
    return _once(rows), without


def _printed(row: Row, kind: str, printed: PrintedNumber) -> Row:
    international = international_form(printed.number, words_of(row["phone_international"]))
    if printed.note.startswith("WhatsApp"):
        kind = "chat"
    return _phone(row, kind, printed, international)


def _by_hand(row: Row, line: Row) -> Row:
    """Return a number that a person split off; a slip must not become a number nobody printed."""
    printed = any(line["number"] in row[cell] for cell in _CELLS.values())
    if not printed or line["international"] not in ("", *words_of(row["phone_international"])):
        raise UnsplitCellError(f"{line['number']} {line['international']}".strip())
    made = _phone(row, line["kind"], PrintedNumber(line["number"], line["note"]), line["international"])
    return made | {"country": line["country"] or made["country"]}


def _phone(row: Row, kind: str, printed: PrintedNumber, international: str) -> Row:
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


def _once(rows: list[Row]) -> list[Row]:
    """Drop a number that is printed twice for the same use."""
    return list({(row["kind"], row["number"].replace(" ", "")): row for row in reversed(rows)}.values())[::-1]
