"""A file is read whole or refused with a sentence that says why."""

from pathlib import Path

import pytest

from directory.exchange.spreadsheet import Row, SheetRefusedError, read_sheet
from tests.directory.exchange.sheet_files import SERVICE, csv_file, csv_text, written

NAMES = ["organization", "country", "needs", "police_linked", "phone"]
ROW = {"organization": "มูลนิธิ", "country": "TH", "needs": "human", "police_linked": "no", "phone": "1300"}


def rows(path: Path) -> list[Row]:
    """Return all rows of a file."""
    return list(read_sheet(path))


def refusal(path: Path) -> str:
    """Return the sentences with which a file is refused."""
    with pytest.raises(SheetRefusedError) as refused:
        rows(path)
    return " ".join(map(str, refused.value.faults))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_say_what_they_are(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with and without its mark and UTF-16 with its mark come out the same."""
    path = written(tmp_path, csv_text(ROW, names=NAMES).encode(encoding))
    assert [row.cells for row in rows(path)] == [ROW]


@pytest.mark.parametrize("encoding", ["tis-620", "gb18030", "shift_jis", "utf-16-le", "utf-32", "iso2022_jp"])
def test_other_encodings_are_refused(tmp_path: Path, encoding: str) -> None:
    """A name that could come out wrong is refused, and it is said how to save the file."""
    name = "มูลนิธิ" if encoding == "tis-620" else "東京の家"
    path = written(tmp_path, csv_text(ROW | {"organization": name}, names=NAMES).encode(encoding))
    assert "CSV UTF-8" in refusal(path)


def test_latin_1_is_refused(tmp_path: Path) -> None:
    """A file in Latin-1 is refused even if only its last row shows it."""
    many = [ROW | {"organization": f"House {number}"} for number in range(3000)]
    last = ROW | {"organization": "Casa Niño"}
    assert "Line 3002" in refusal(written(tmp_path, csv_text(*many, last, names=NAMES).encode("latin-1")))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_are_found(tmp_path: Path, separator: str) -> None:
    """Excel's separators are told apart, also where Excel names its own in the first line."""
    text = csv_text(ROW, names=NAMES, separator=separator)
    for start in ("", f"sep={separator}\r\n"):
        assert [row.cells for row in rows(written(tmp_path, (start + text).encode()))] == [ROW]


def test_lines_are_those_of_the_spreadsheet(tmp_path: Path) -> None:
    """A fault is found where the spreadsheet shows it, whatever empty rows and line breaks stand above."""
    broken = ROW | {"organization": "One\nTwo"}
    text = "Our services\r\n\r\n" + csv_text(broken, ROW, names=NAMES) + "\r\n" + csv_text(ROW, names=NAMES)[-40:]
    found = rows(written(tmp_path, text.encode()))
    assert [row.line for row in found][:2] == [4, 5]
    assert found[0].cells["organization"] == "One Two"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b",,,\n,,\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file without anything in it is no sheet."""
    assert "empty" in refusal(written(tmp_path, content))


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("organization,country,needs,police_linked,fone", "Write phone if that is meant"),
        ("organization,country,needs,police_linked,phone,Phone", "there twice"),
        ("organization,country,phone", "needs: This column is missing"),
    ],
)
def test_headers_with_a_fault(tmp_path: Path, header: str, said: str) -> None:
    """Unknown, doubled and missing columns are named, with what may have been meant."""
    assert said in refusal(written(tmp_path, f"{header}\na,b,c,d,e,f\n".encode()))


def test_headers_as_people_write_them(tmp_path: Path) -> None:
    """Capitals, spaces and the star of a needed column do not matter."""
    text = "Organization *,COUNTRY,needs,Police-linked, Phone\nA,TH,human,no,1300\n"
    assert set(rows(written(tmp_path, text.encode()))[0].cells) == set(NAMES)


def test_rows_that_are_too_long(tmp_path: Path) -> None:
    """A text that was split by its own comma is a fault of its row, and nothing of it is lost in silence."""
    row = rows(written(tmp_path, (csv_text(names=NAMES) + "A,TH,human,no,1300,more\n").encode()))[0]
    assert "more cells than the header" in row.faults[0][1]


def test_rows_that_are_too_short(tmp_path: Path) -> None:
    """Cells that Excel left out at the end are not taken for empty ones; a file that was cut off is refused."""
    start = csv_text(names=NAMES) + "A,TH,human,no\n"
    row = rows(written(tmp_path, start.encode()))[0]
    assert row.short
    assert "phone" not in row.cells
    assert "ends in the middle" in refusal(written(tmp_path, f"{start}B,TH,hum".encode()))


@pytest.mark.parametrize(
    ("tail", "said"),
    [
        ('"A,TH,human,no,1300\n', "quotation mark"),
        ("A\0,TH,human,no,1300\n", "UTF-8"),
        ('"A"x,TH,a,b,c\n', "quotation"),
    ],
)
def test_broken_rows(tmp_path: Path, tail: str, said: str) -> None:
    """Open quotation marks and zero bytes end the reading with a sentence."""
    assert said in refusal(written(tmp_path, (csv_text(names=NAMES) + tail).encode()))


def test_a_line_without_end(tmp_path: Path) -> None:
    """A line that never ends is refused before it fills the memory."""
    assert "too long" in refusal(written(tmp_path, csv_text(names=NAMES).encode() + b"A" * 2_000_000))


def test_everything_of_a_usual_row_is_read(tmp_path: Path) -> None:
    """A row with nearly every column comes out as it was typed."""
    found = rows(csv_file(tmp_path, SERVICE))[0]
    assert {name: text for name, text in found.cells.items() if text} == SERVICE
