"""The build of the seed directory: reading printed cells, and errors."""

import csv
from pathlib import Path

import pytest

from directory.domain.audiences import Audience
from directory.domain.csv_tables import read_table
from directory.seed.build import BuildError, build_seed
from directory.seed.collected import COLLECTED, Correction
from directory.seed.output_rows import phone_rows
from directory.seed.printed_phones import (
    PrintedNumber,
    UnparsedCellError,
    international_form,
    split_chats,
    split_numbers,
    works_from_abroad,
)
from directory.seed.selection import TABLES
from directory.seed.vocabulary import AUDIENCES, combine_audiences

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
SILENT = "iso2,method,contact,registration_needed,confidence,source_url,source_date\n"
EMERGENCY = "iso2,police,ambulance,fire,general,confidence,police_source,ambulance_source,fire_source\n"


def row(**values: str) -> dict[str, str]:
    """Return a collected row with a phone and the given values."""
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


def write_collected(folder: Path, *rows: dict[str, str]) -> None:
    """Write collected rows, one row of emergency numbers, and one way to reach them without speaking."""
    for name in COLLECTED:
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows if name == "organizations.csv" else ())
    (folder / "emergency_numbers.csv").write_text(f"{EMERGENCY}TH,191 / 112,1669,199,,medium,aosp,aosp,aosp\n")
    (folder / "emergency_silent.csv").write_text(f"{SILENT}SG,sms,70999 (police),no,high,https://example.org/,2024\n")


def build(folder: Path, *rows: dict[str, str]) -> list[dict[str, str]]:
    """Build a seed directory from rows; return its services."""
    write_collected(folder, *rows)
    build_seed(folder, folder)
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
def test_splits_numbers(cell: str, numbers: list[PrintedNumber]) -> None:
    """A printed cell is split into its numbers with their notes, unchanged."""
    assert split_numbers(cell) == numbers


@pytest.mark.parametrize("cell", ["800SAVE (800 7283)", "04 415790/91/92", "1-800-RUNAWAY", "x ext. 1, 2", "123, 456"])
def test_rejects_unclear_cells(cell: str) -> None:
    """A cell without a plain shape is left to a person."""
    with pytest.raises(UnparsedCellError):
        split_numbers(cell)


def test_chats_need_an_address() -> None:
    """A chat is an address, an account or a number; others are dropped."""
    chats, without = split_chats("WhatsApp +44 7909 470732 (office hours); LINE @esshelpme; Facebook (used by callers)")
    assert [chat.number for chat in chats] == ["+44 7909 470732", "@esshelpme"]
    assert without == ["Facebook (used by callers)"]


def test_international_form_is_only_matched() -> None:
    """A printed number gets the source's own international form, never a derived one."""
    given = ["+66857144320", "+6634434726"]
    assert international_form("034-434-726", given) == "+6634434726"
    assert international_form("0066 34 434 726", given) == "+6634434726"
    assert international_form("1300", given) == ""


def test_free_numbers_do_not_work_from_abroad() -> None:
    """The international form of a freephone number does not connect, unless its page says so."""
    assert not works_from_abroad(PrintedNumber("1-888-373-7888"), "+18883737888")
    assert works_from_abroad(PrintedNumber("+421 800 800 818", "from abroad"), "+421800800818")
    assert works_from_abroad(PrintedNumber("02 433 5149"), "+6624335149")
    assert not works_from_abroad(PrintedNumber("1300"), "")


def test_whatsapp_number_is_a_chat() -> None:
    """A number that only takes messages is not given as a voice number."""
    rows, _ = phone_rows(row(phones="116; WhatsApp +255 624 100 100"), {})
    assert [(one["kind"], one["number"]) for one in rows] == [("voice", "116"), ("chat", "+255 624 100 100")]


@pytest.mark.parametrize(("number", "international"), [("1301", ""), ("1300", "+661300")])
def test_rejects_wrong_manual_split(number: str, international: str) -> None:
    """A number that a person split off must be in the source row, or the build stops."""
    line = {"number": number, "international": international, "note": "", "country": "", "kind": "voice"}
    with pytest.raises(UnparsedCellError):
        phone_rows(row(), {("xx-line", "voice"): [line]})


@pytest.mark.parametrize(
    "values",
    [
        {"status": "closed"},
        {"status": "superseded"},
        {"status": "uncertain"},
        {"confidence": "low"},
        {"id": "mm-ncm"},
        {"id": "th-msdhs", "phones": ""},
    ],
    ids=str,
)
def test_excludes_rows(tmp_path: Path, values: dict[str, str]) -> None:
    """Closed, replaced, doubtful, unchecked and unreachable rows never enter the directory."""
    assert build(tmp_path, row(**values)) == []


def test_reports_excluded_rows(tmp_path: Path) -> None:
    """The report lists excluded rows with their reasons, so that staff can complete them."""
    write_collected(tmp_path, row(status="closed"), row(id="th-msdhs", phones=""))
    report = build_seed(tmp_path, tmp_path)
    assert report.left_out == (
        "th-msdhs (shelters that are reached through th-1300, which is in)",
        "xx-line (closed)",
    )


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"services": "hotline;teleportation"}, "service: teleportation"),
        ({"languages": "Klingon"}, "language: Klingon"),
        ({"scope": "local", "region_city": "Atlantis"}, "place: TH Atlantis"),
        ({"population": "Martians"}, "audience: Martians"),
        ({"services": "research"}, "row without a need: xx-line"),
        ({"services": "consular protection", "population": "families"}, "NoNationalityError"),
        ({"phones": ""}, "UnreachableRowError"),
        ({"source_url": ""}, "UnsourcedRowError"),
        ({"source_url": "a leaflet"}, "UnsourcedRowError"),
        ({"notes": "Run by the border police."}, "MissingDecisionError"),
        ({"phones": "04 415790/91/92"}, "UnparsedCellError"),
    ],
)
def test_unknown_content_stops_the_build(tmp_path: Path, values: dict[str, str], fault: str) -> None:
    """An unknown word, place, number or authority is reported, and nothing is written."""
    with pytest.raises(BuildError, match=fault):
        build(tmp_path, row(**values))
    assert not (tmp_path / "services.csv").exists()


def test_embassy_is_consular(tmp_path: Path) -> None:
    """A consular service is marked, and covers the whole country."""
    people = "Filipinos abroad;overseas Filipino workers;families;domestic workers"
    embassy = row(services="consular protection", scope="local", region_city="Bangkok", population=people)
    (made,) = build(tmp_path, embassy)
    assert (made["consular"], made["coverage"], made["nationalities"], made["audiences"]) == ("yes", "TH", "PH", "")


def test_charity_has_no_nationality(tmp_path: Path) -> None:
    """A word such as "Thais abroad" beside others does not restrict a charity to them."""
    (made,) = build(tmp_path, row(population="children;women;trafficking victims;Thai nationals abroad"))
    assert (made["nationalities"], made["audiences"]) == ("", "women girls boys")


@pytest.mark.parametrize(
    ("named", "codes"),
    [
        ([], ""),
        ([("women",), ("girls", "boys")], "women girls boys"),
        ([("anyone",), ("women",)], "women"),
        ([("women",), ("men",), ("labour",)], "labour"),
        ([("women",), ("all",)], ""),
        ([("migrants", "labour"), ()], "migrants labour"),
        ([("migrants",), ("anyone",)], ""),
        ([("migrants",), ("women",)], "women"),
        ([("women", "migrants"), ("migrants", "domestic_work")], "women migrants domestic_work"),
        ([("migrants",), ("men",), ("women",), ("labour",)], "migrants labour"),
        ([("seafaring",), ()], "seafaring"),
        ([("seafaring",), ("men",)], "men"),
        ([("seafaring",), ("migrants", "labour")], "migrants labour"),
        ([("men",), ("boys",), ("sex_trade",)], "men boys sex_trade"),
    ],
)
def test_combines_audiences(named: list[tuple[str, ...]], codes: str) -> None:
    """A service is for the people whom its words name, and in doubt for everybody."""
    assert combine_audiences(named) == codes.split()


def test_tables_have_known_codes() -> None:
    """A misspelled code would silently change an audience."""
    assert set(AUDIENCES) == set(Audience)
    said = {code for line in read_table(TABLES / "audiences.csv") for code in line["codes"].split()}
    assert said <= {*AUDIENCES, "all", "anyone"}
    rows = {code for line in read_table(TABLES / "audience_rows.csv") for code in line["codes"].split()}
    assert rows <= {*AUDIENCES, "all"}


@pytest.mark.parametrize(
    "name",
    ["audience_rows.csv", "nationality_rows.csv", "need_rows.csv", "left_out.csv", "held_back.csv", "conduct.csv"],
)
def test_decisions_have_one_reason(name: str) -> None:
    """A decision about a row is recorded once, with its reason."""
    lines = read_table(TABLES / name)
    assert all(line["reason"] for line in lines)
    assert len({line["id"] for line in lines}) == len(lines)


def test_mandatory_reporting_is_never_guessed(tmp_path: Path) -> None:
    """Mandatory reporting is copied from the decision, and otherwise unknown."""
    must, silent = build(tmp_path, row(id="vn-111"), row())
    assert (must["mandatory_reporting"], silent["mandatory_reporting"]) == ("yes", "")


def test_crisis_line_is_no_hotline(tmp_path: Path) -> None:
    """A crisis line does not answer the need for a trafficking hotline, unless it is made for trafficked people."""
    crisis = "crisis line;suicide prevention"
    plain, specific = build(tmp_path, row(services=crisis), row(id="yy", services=crisis, trafficking_specific="yes"))
    assert plain["needs"] == "counselling crisis_support"
    assert specific["needs"] == "counselling crisis_support human"


def test_an_organisation_stands_once(tmp_path: Path) -> None:
    """An id in two files stops the build until tables/duplicates.csv says which row is kept."""
    write_collected(tmp_path, row())
    (tmp_path / "crisis_lines.csv").write_bytes((tmp_path / "organizations.csv").read_bytes())
    with pytest.raises(BuildError, match="two rows have this id: xx-line"):
        build_seed(tmp_path, tmp_path)


def test_duplicates_name_the_row_that_is_kept(collected: Path) -> None:
    """A row is only left out as a duplicate if the row that stands for it is in the files."""
    ids = {name: {line["id"] for line in read_table(collected / name)} for name in COLLECTED}
    for line in read_table(TABLES / "duplicates.csv"):
        assert line["id"] in ids[line["file"]], line
        others = set().union(
            *(found for name, found in ids.items() if name != line["file"] or line["id"] != line["kept"])
        )
        assert line["kept"] in others, line
        assert line["reason"], line


def test_correction_must_fit(tmp_path: Path) -> None:
    """A correction of a cell that the files no longer have stops the build."""
    with pytest.raises(BuildError, match="correction of my-wao phones"):
        build(tmp_path, row(id="my-wao"))


def test_corrected_number_has_its_own_source() -> None:
    """A number that a correction brought in names the page of the correction; the others keep theirs."""
    corrected = {"phones": Correction("1300", "1300; 1301", "https://example.org/new", "2026-01-01")}
    rows, _ = phone_rows(row(phones="1300; 1301"), {}, corrected)
    assert [one["source_url"] for one in rows] == ["https://example.org/", "https://example.org/new"]


@pytest.mark.parametrize("name", ["corrections.csv", "emergency_corrections.csv"])
def test_corrections_are_sourced(name: str) -> None:
    """A correction has the page where it was read, and a reason."""
    for line in read_table(TABLES / name):
        assert line["source_url"].startswith("http"), line
        assert line["reason"], line


def test_remarks_are_not_opening_hours(tmp_path: Path) -> None:
    """A cell that says that the hours are unknown gives no hours."""
    (made,) = build(tmp_path, row(hours="hours not seen"))
    assert made["hours"] == ""


def test_splits_emergency_numbers(tmp_path: Path) -> None:
    """Two numbers in one cell become two rows in order."""
    build(tmp_path, row())
    lines = (tmp_path / "emergency_numbers.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[:3] for line in lines[2:4]] == [["TH", "police", "191"], ["TH", "police", "112"]]


def test_ways_without_speaking_stand_among_the_numbers(tmp_path: Path) -> None:
    """A way that was taken from the collected file is a row of its country."""
    build(tmp_path, row())
    line = (tmp_path / "emergency_numbers.csv").read_text(encoding="utf-8").splitlines()[1]
    assert line == "SG,text_police,70999,,high,https://example.org/,2024"
