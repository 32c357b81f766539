"""The page of files: bring one, look at what would change, take it in; and take the directory away."""

import csv
import io
import re
import time
import zipfile

import openpyxl
import pytest
from httpx import Response
from sqlalchemy import Engine, func, select

from directory.models import Service, Upload
from tests.directory.exchange.sheet_files import SERVICE, csv_text
from tests.directory.staff.browsing import Browser

PATIENCE_SECONDS = 60
SHEET = ("new.csv", csv_text(SERVICE).encode())


def brought(browser: Browser, name: str, content: bytes) -> str:
    """Bring a file and return the address of its page."""
    answer = browser.post("/files", files={"file": (name, content)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/staff")


def settled(browser: Browser, path: str) -> Response:
    """Open a page as long as it says that it loads itself again."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        answer = browser.get(path)
        assert answer.status_code == 200
        if "data-again" not in answer.text:
            return answer
        assert 'http-equiv="refresh"' in answer.text
        assert "<progress" in answer.text
        time.sleep(0.05)
    message = "the file is still being worked on"
    raise AssertionError(message)


def services(engine: Engine) -> int:
    """Return how many services there are."""
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Service)) or 0


def test_a_sheet_is_imported(administrator: Browser, pages_engine: Engine) -> None:
    """A sheet is shown first, field by field, and imported when somebody says so; its content is then gone."""
    before = services(pages_engine)
    path = brought(administrator, *SHEET)
    checked = settled(administrator, path).text
    assert "Nothing is imported yet" in checked
    assert "Harbour Line" in checked
    assert services(pages_engine) == before

    assert administrator.post(f"{path}/import").headers["location"] == f"/staff{path}"
    assert "The file was imported." in settled(administrator, path).text
    assert services(pages_engine) == before + 1
    assert administrator.post(f"{path}/import").status_code == 409
    with pages_engine.connect() as connection:
        assert connection.scalar(select(func.count()).where(Upload.content.is_not(None))) == 0  # type: ignore[union-attr]


def test_old_and_new(administrator: Browser) -> None:
    """What a file changes stands there with its value before and after."""
    path = brought(administrator, *SHEET)
    settled(administrator, path)
    administrator.post(f"{path}/import")
    settled(administrator, path)
    again = settled(
        administrator, brought(administrator, "again.csv", csv_text(SERVICE | {"fees": "10 <b>baht</b>"}).encode())
    )
    assert re.search(r'class="old"[^>]*><bdi>free<', again.text)
    assert re.search(r'class="new"[^>]*><bdi>10 &lt;b&gt;baht&lt;/b&gt;<', again.text)
    nothing = settled(administrator, brought(administrator, *SHEET))
    assert "Nothing in this file is different" in nothing.text
    assert "Import this now" not in nothing.text


def test_faults_have_lines(administrator: Browser) -> None:
    """What is wrong is told with its line and column, and nothing can be imported."""
    path = brought(
        administrator, "bad.csv", csv_text(SERVICE, SERVICE | {"country": "Atlantis", "name": "Other"}).encode()
    )
    page = settled(administrator, path)
    assert "could not be understood" in page.text
    assert "line 3" in page.text
    assert "<code>country</code>" in page.text
    assert "Import this now" not in page.text
    assert administrator.post(f"{path}/discard").headers["location"] == "/staff/files?told=removed"
    assert administrator.get(path).status_code == 404


def test_long_reports_have_pages(administrator: Browser) -> None:
    """A report of hundreds of faults comes in pages that an old phone can load."""
    rows = [SERVICE | {"name": f"Line {number}", "country": "Atlantis"} for number in range(300)]
    path = brought(administrator, "bad.csv", csv_text(*rows).encode())
    first = settled(administrator, path)
    assert len(first.content) < 100_000
    later = re.search(r'href="(\?[^"]*page=2)"', first.text)
    assert later
    assert administrator.get(path + later[1].replace("&amp;", "&")).text != first.text
    assert administrator.get(f"{path}?page=9999&list=nothing").status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("new.csv", b"", "is empty"),
        ("new.exe", b"MZ", "another kind of file"),
        ("new.xlsx", b"name", "something else than its name says"),
    ],
)
def test_refused(administrator: Browser, name: str, content: bytes, said: str) -> None:
    """A file that can't be one is refused with a sentence beside the field, and the form is there again."""
    answer = administrator.post("/files", files={"file": (name, content)})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'role="alert"' in answer.text
    assert "aria-invalid" in answer.text


def test_no_file(administrator: Browser) -> None:
    """A form without a file is told so, also one whose file is a text."""
    for answer in (administrator.post("/files"), administrator.post("/files", {"file": "new.csv"})):
        assert answer.status_code == 422
        assert "Choose a file first." in answer.text


def test_one_file_of_bounded_size(administrator: Browser) -> None:
    """Two files at once, and a file that is too large, are refused before anything is kept."""
    two = [("file", SHEET), ("file", SHEET)]
    assert administrator.post("/files", files=two).status_code == 400
    large = ("new.csv", b"a" * (10 * 2**20 + 1))
    assert administrator.post("/files", files={"file": large}).status_code == 413
    assert "new.csv" not in administrator.text("/files")


def test_names_are_escaped(administrator: Browser) -> None:
    """A file's name is shown as it is and never runs."""
    settled(administrator, brought(administrator, "<script>x.csv", csv_text(SERVICE).encode()))
    page = administrator.get("/files").text
    assert "&lt;script&gt;x.csv" in page
    assert "<script>x" not in page


@pytest.mark.parametrize(
    "shape", ["hsds-json.zip", "hsds-csv.zip", "sheet.xlsx", "sheet.csv", "template.xlsx", "template.csv"]
)
def test_taken_away(administrator: Browser, pages_engine: Engine, shape: str) -> None:
    """Each file that is taken away is whole, has a fixed name, and lies in nobody's browser cache."""
    answer = administrator.get(f"/files/export/{shape}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="waylight-{shape}"'
    assert answer.headers["cache-control"] == "no-store"
    assert int(answer.headers["content-length"]) == len(answer.content)
    expected = 0 if shape.startswith("template") else services(pages_engine)
    assert rows_in(shape, answer.content) == expected


def rows_in(shape: str, content: bytes) -> int:
    """Return how many services a file holds."""
    if shape.endswith(".csv"):
        return len(list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")))))
    if shape.endswith(".xlsx"):
        return len(list(openpyxl.load_workbook(io.BytesIO(content))["services"].iter_rows(min_row=2)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = "services.json" if "json" in shape else "services.csv"
        text = archive.read(name).decode()
    return text.count("\n{") if "json" in shape else len(list(csv.DictReader(io.StringIO(text))))


def test_comes_back(administrator: Browser) -> None:
    """What was taken away can be brought back and changes nothing."""
    for name in ("sheet.csv", "hsds-json.zip"):
        page = settled(administrator, brought(administrator, name, administrator.get(f"/files/export/{name}").content))
        assert "Nothing in this file is different" in page.text


def test_nothing_there(administrator: Browser) -> None:
    """Whatever stands in an address, the answer is that nothing is there."""
    for path in ("/files/export/all.exe", "/files/none", "/files/%00"):
        assert administrator.get(path).status_code == 404
    assert administrator.post("/files/none/import").status_code == 404


def test_administrators_only(reviewer: Browser, stranger: Browser) -> None:
    """Nobody else sees files, brings any or takes the directory away."""
    for path in ("/files", "/files/export/sheet.csv", "/files/x"):
        assert reviewer.get(path).status_code == 403
        assert stranger.get(path).status_code == 303
    assert reviewer.post("/files", files={"file": SHEET}).status_code == 403
