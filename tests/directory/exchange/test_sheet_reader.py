"""Files are read completely, or rejected with a reason."""

from pathlib import Path

import pytest

from directory.exchange.spreadsheet import InvalidSheetError, Row, read_sheet
from tests.directory.exchange.sheet_files import SERVICE, csv_file, csv_text, write_file

NAMES = ["organization", "country", "needs", "police_linked", "phone"]
ROW = {"organization": "มูลนิธิ", "country": "TH", "needs": "human", "police_linked": "no", "phone": "1300"}


def read_rows(path: Path) -> list[Row]:
    """Return all rows of a file."""
    return list(read_sheet(path))


def rejection(path: Path) -> str:
    """Return the issues with which a file is rejected."""
    with pytest.raises(InvalidSheetError) as refused:
        read_rows(path)
    return " ".join(map(str, refused.value.issues))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_reads_unicode_encodings(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with and without its mark and UTF-16 with its mark are read alike."""
    path = write_file(tmp_path, csv_text(ROW, names=NAMES).encode(encoding))
    assert [row.cells for row in read_rows(path)] == [ROW]


@pytest.mark.parametrize("encoding", ["tis-620", "gb18030", "shift_jis", "utf-16-le", "utf-32", "iso2022_jp"])
def test_rejects_other_encodings(tmp_path: Path, encoding: str) -> None:
    """A file that could be garbled is rejected with a hint how to save it."""
    name = "มูลนิธิ" if encoding == "tis-620" else "東京の家"
    path = write_file(tmp_path, csv_text(ROW | {"organization": name}, names=NAMES).encode(encoding))
    assert "CSV UTF-8" in rejection(path)


def test_rejects_latin_1(tmp_path: Path) -> None:
    """A file in Latin-1 is rejected even if only its last row shows it."""
    many = [ROW | {"organization": f"House {number}"} for number in range(3000)]
    last = ROW | {"organization": "Casa Niño"}
    assert "Line 3002" in rejection(write_file(tmp_path, csv_text(*many, last, names=NAMES).encode("latin-1")))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_detects_separator(tmp_path: Path, separator: str) -> None:
    """Excel's separators are detected, also if Excel declares its own in the first line."""
    text = csv_text(ROW, names=NAMES, separator=separator)
    for start in ("", f"sep={separator}\r\n"):
        assert [row.cells for row in read_rows(write_file(tmp_path, (start + text).encode()))] == [ROW]


def test_lines_are_numbered_like_the_spreadsheet(tmp_path: Path) -> None:
    """An issue has the line that the spreadsheet shows, whatever empty rows and line breaks precede it."""
    broken = ROW | {"organization": "One\nTwo"}
    text = "Our services\r\n\r\n" + csv_text(broken, ROW, names=NAMES) + "\r\n" + csv_text(ROW, names=NAMES)[-40:]
    found = read_rows(write_file(tmp_path, text.encode()))
    assert [row.line for row in found][:2] == [4, 5]
    assert found[0].cells["organization"] == "One Two"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b",,,\n,,\n"])
def test_rejects_empty_file(tmp_path: Path, content: bytes) -> None:
    """A file without content is rejected."""
    assert "empty" in rejection(write_file(tmp_path, content))


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("organization,country,needs,police_linked,fone", "Write phone if that is meant"),
        ("organization,country,needs,police_linked,phone,Phone", "occurs twice"),
        ("organization,country,phone", "needs: This column is missing"),
    ],
)
def test_rejects_invalid_headers(tmp_path: Path, header: str, said: str) -> None:
    """Unknown, duplicate and missing columns are reported, with the most similar name."""
    assert said in rejection(write_file(tmp_path, f"{header}\na,b,c,d,e,f\n".encode()))


def test_accepts_informal_headers(tmp_path: Path) -> None:
    """Capitals, spaces and the star of a required column are ignored."""
    text = "Organization *,COUNTRY,needs,Police-linked, Phone\nA,TH,human,no,1300\n"
    assert set(read_rows(write_file(tmp_path, text.encode()))[0].cells) == set(NAMES)


def test_reports_rows_that_are_too_long(tmp_path: Path) -> None:
    """A text that is split by its own comma is reported, not silently lost."""
    row = read_rows(write_file(tmp_path, (csv_text(names=NAMES) + "A,TH,human,no,1300,more\n").encode()))[0]
    assert "more cells than the header" in row.findings[0][1]


def test_short_rows_and_truncated_files(tmp_path: Path) -> None:
    """Missing cells at the end of a row are not empty cells; a truncated file is rejected."""
    start = csv_text(names=NAMES) + "A,TH,human,no\n"
    row = read_rows(write_file(tmp_path, start.encode()))[0]
    assert row.is_short
    assert "phone" not in row.cells
    assert "ends in the middle" in rejection(write_file(tmp_path, f"{start}B,TH,hum".encode()))


@pytest.mark.parametrize(
    ("tail", "said"),
    [
        ('"A,TH,human,no,1300\n', "quotation mark"),
        ("A\0,TH,human,no,1300\n", "UTF-8"),
        ('"A"x,TH,a,b,c\n', "quotation"),
    ],
)
def test_rejects_broken_rows(tmp_path: Path, tail: str, said: str) -> None:
    """Unclosed quotation marks and zero bytes end the reading with a reason."""
    assert said in rejection(write_file(tmp_path, (csv_text(names=NAMES) + tail).encode()))


def test_rejects_endless_line(tmp_path: Path) -> None:
    """An endless line is rejected before it fills the memory."""
    assert "too long" in rejection(write_file(tmp_path, csv_text(names=NAMES).encode() + b"A" * 2_000_000))


def test_reads_complete_row(tmp_path: Path) -> None:
    """A row with nearly every column is read as it was typed."""
    found = read_rows(csv_file(tmp_path, SERVICE))[0]
    assert {name: text for name, text in found.cells.items() if text} == SERVICE
