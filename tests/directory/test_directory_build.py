"""How the build reads printed cells, and what it refuses."""

import csv
from pathlib import Path

import pytest

from directory.starter.build import BuildRefusedError, build_starter
from directory.starter.phone_rows import phone_rows
from directory.starter.printed_numbers import (
    PrintedNumber,
    UnsplitCellError,
    international_form,
    split_chats,
    split_numbers,
    works_from_abroad,
)

COLUMNS = [
    "id",
    "name",
    "country_iso2",
    "alt_names",
    "name_local",
    "scope",
    "region_city",
    "phones",
    "phone_international",
    "sms",
    "chat",
    "website",
    "email",
    "services",
    "population",
    "languages",
    "hours",
    "cost",
    "trafficking_specific",
    "status",
    "confidence",
    "source_kind",
    "source_url",
    "source_date",
    "second_source",
    "notes",
]
EMERGENCY = "iso2,police,ambulance,fire,general,confidence,police_source,ambulance_source,fire_source\n"


def row(**values: str) -> dict[str, str]:
    """Return a collected row with a phone, and what a test says of it."""
    made = dict.fromkeys(COLUMNS, "") | {
        "id": "xx-line",
        "name": "A line",
        "country_iso2": "TH",
        "scope": "national",
        "phones": "1300",
        "services": "hotline",
        "status": "listed",
        "confidence": "high",
        "source_url": "https://example.org/",
    }
    return made | values


def build(folder: Path, *rows: dict[str, str]) -> list[dict[str, str]]:
    """Build a starter directory from rows; return its services."""
    with (folder / "organizations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    (folder / "emergency_numbers.csv").write_text(f"{EMERGENCY}TH,191 / 112,1669,199,,medium,aosp,aosp,aosp\n")
    build_starter(folder, folder)
    with (folder / "services.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("1300", [PrintedNumber("1300")]),
        ("1280; admin +855 23 224 841", [PrintedNumber("1280"), PrintedNumber("+855 23 224 841", "admin")]),
        ("116 (children)", [PrintedNumber("116", "children")]),
        ("(+995 32) 2 38 46 48", [PrintedNumber("(+995 32) 2 38 46 48")]),
        ("#8103", [PrintedNumber("#8103")]),
        ("", []),
    ],
)
def test_cells_are_split_into_single_numbers(cell: str, numbers: list[PrintedNumber]) -> None:
    """A printed cell becomes its numbers with their notes, unaltered."""
    assert split_numbers(cell) == numbers


@pytest.mark.parametrize("cell", ["800SAVE (800 7283)", "04 415790/91/92", "1-800-RUNAWAY", "x ext. 1, 2", "123, 456"])
def test_unclear_cells_are_refused(cell: str) -> None:
    """A cell whose numbers are not plain is left to a person."""
    with pytest.raises(UnsplitCellError):
        split_numbers(cell)


def test_chats_need_an_address() -> None:
    """A chat is an address, an account or a number; a chat without one cannot be given to anybody."""
    chats, without = split_chats("WhatsApp +44 7909 470732 (office hours); LINE @esshelpme; Facebook (used by callers)")
    assert [chat.number for chat in chats] == ["+44 7909 470732", "@esshelpme"]
    assert without == ["Facebook (used by callers)"]


def test_the_international_form_is_only_matched() -> None:
    """A printed number gets the international form that the source gives for it, never one we made."""
    given = ["+66857144320", "+6634434726"]
    assert international_form("034-434-726", given) == "+6634434726"
    assert international_form("0066 34 434 726", given) == "+6634434726"
    assert international_form("1300", given) == ""


def test_free_numbers_do_not_work_from_abroad() -> None:
    """A freephone number has an international form that does not connect, unless its page says it does."""
    assert not works_from_abroad(PrintedNumber("1-888-373-7888"), "+18883737888")
    assert works_from_abroad(PrintedNumber("+421 800 800 818", "from abroad"), "+421800800818")
    assert works_from_abroad(PrintedNumber("02 433 5149"), "+6624335149")
    assert not works_from_abroad(PrintedNumber("1300"), "")


def test_a_number_printed_as_whatsapp_is_a_chat() -> None:
    """A number that only takes messages is not given as one to ring."""
    rows, _ = phone_rows(row(phones="116; WhatsApp +255 624 100 100"), {})
    assert [(one["kind"], one["number"]) for one in rows] == [("voice", "116"), ("chat", "+255 624 100 100")]


@pytest.mark.parametrize(("number", "international"), [("1301", ""), ("1300", "+661300")])
def test_a_slip_of_the_hand_is_refused(number: str, international: str) -> None:
    """A number that a person split off must stand in the source row, or the build stops."""
    line = {"number": number, "international": international, "note": "", "country": "", "kind": "voice"}
    with pytest.raises(UnsplitCellError):
        phone_rows(row(), {("xx-line", "voice"): [line]})


@pytest.mark.parametrize(
    "values",
    [
        {"status": "closed"},
        {"status": "superseded"},
        {"status": "uncertain"},
        {"confidence": "low"},
        {"id": "mm-ncm"},
        {"phones": ""},
    ],
    ids=str,
)
def test_rows_that_may_not_be_shown_are_left_out(tmp_path: Path, values: dict[str, str]) -> None:
    """Closed, replaced, doubtful, held back and unreachable rows never enter the directory."""
    assert build(tmp_path, row(**values)) == []


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"services": "hotline;teleportation"}, "service: teleportation"),
        ({"languages": "Klingon"}, "language: Klingon"),
        ({"scope": "local", "region_city": "Atlantis"}, "place: TH Atlantis"),
        ({"notes": "Run by the border police."}, "UnreadConductError"),
        ({"phones": "04 415790/91/92"}, "UnsplitCellError"),
    ],
)
def test_what_is_not_understood_stops_the_build(tmp_path: Path, values: dict[str, str], fault: str) -> None:
    """An unknown word, place, number or authority is named, and nothing is written."""
    with pytest.raises(BuildRefusedError, match=fault):
        build(tmp_path, row(**values))
    assert not (tmp_path / "services.csv").exists()


def test_an_embassy_is_consular_and_serves_the_whole_country(tmp_path: Path) -> None:
    """A state's service for its own people is marked, and does not end at the edge of its town."""
    (made,) = build(tmp_path, row(services="consular protection;embassy", scope="local", region_city="Bangkok"))
    assert (made["consular"], made["coverage"]) == ("yes", "TH")


def test_remarks_are_not_opening_hours(tmp_path: Path) -> None:
    """A cell that says the hours are not known gives no hours."""
    (made,) = build(tmp_path, row(hours="hours not seen"))
    assert made["hours"] == ""


def test_emergency_cells_are_split(tmp_path: Path) -> None:
    """Two numbers in one cell become two rows in their order."""
    build(tmp_path, row())
    lines = (tmp_path / "emergency_numbers.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[:3] for line in lines[1:3]] == [["TH", "police", "191"], ["TH", "police", "112"]]
