"""Export and import of files through the pages."""

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
from tests.directory.staff.browser import Browser

PATIENCE_SECONDS = 60
SHEET = ("new.csv", csv_text(SERVICE).encode())


def upload_file(browser: Browser, name: str, content: bytes) -> str:
    """Upload a file and return the path of its page."""
    answer = browser.post("/files", files={"file": (name, content)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/staff")


def wait_until_done(browser: Browser, path: str) -> Response:
    """Reload a page until the job has ended."""
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


def test_sheet_is_imported(administrator: Browser, pages_engine: Engine) -> None:
    """A sheet is previewed field by field, then imported; its content is then deleted."""
    before = services(pages_engine)
    path = upload_file(administrator, *SHEET)
    checked = wait_until_done(administrator, path).text
    assert "Nothing is imported yet" in checked
    assert "Harbour Line" in checked
    assert services(pages_engine) == before

    assert administrator.post(f"{path}/import").headers["location"] == f"/staff{path}"
    assert "The file was imported." in wait_until_done(administrator, path).text
    assert services(pages_engine) == before + 1
    assert administrator.post(f"{path}/import").status_code == 409
    with pages_engine.connect() as connection:
        assert connection.scalar(select(func.count()).where(Upload.content.is_not(None))) == 0  # type: ignore[union-attr]


def test_report_shows_old_and_new(administrator: Browser) -> None:
    """The report shows old and new values."""
    path = upload_file(administrator, *SHEET)
    wait_until_done(administrator, path)
    administrator.post(f"{path}/import")
    wait_until_done(administrator, path)
    again = wait_until_done(
        administrator, upload_file(administrator, "again.csv", csv_text(SERVICE | {"fees": "10 <b>baht</b>"}).encode())
    )
    assert re.search(r'class="old"[^>]*><bdi>free<', again.text)
    assert re.search(r'class="new"[^>]*><bdi>10 &lt;b&gt;baht&lt;/b&gt;<', again.text)
    nothing = wait_until_done(administrator, upload_file(administrator, *SHEET))
    assert "Nothing in this file is different" in nothing.text
    assert "Import this now" not in nothing.text


def test_errors_have_line_numbers(administrator: Browser) -> None:
    """Errors have line and column, and block the import."""
    path = upload_file(
        administrator, "bad.csv", csv_text(SERVICE, SERVICE | {"country": "Atlantis", "name": "Other"}).encode()
    )
    page = wait_until_done(administrator, path)
    assert "could not be understood" in page.text
    assert "line 3" in page.text
    assert "<code>country</code>" in page.text
    assert "Import this now" not in page.text
    assert administrator.post(f"{path}/discard").headers["location"] == "/staff/files?told=removed"
    assert administrator.get(path).status_code == 404


def test_long_reports_have_pages(administrator: Browser) -> None:
    """A report with hundreds of errors has pages."""
    rows = [SERVICE | {"name": f"Line {number}", "country": "Atlantis"} for number in range(300)]
    path = upload_file(administrator, "bad.csv", csv_text(*rows).encode())
    first = wait_until_done(administrator, path)
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
def test_invalid_files_are_rejected(administrator: Browser, name: str, content: bytes, said: str) -> None:
    """An invalid file has an error at its field."""
    answer = administrator.post("/files", files={"file": (name, content)})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'role="alert"' in answer.text
    assert "aria-invalid" in answer.text


def test_file_is_required(administrator: Browser) -> None:
    """A form without a file has an error."""
    for answer in (administrator.post("/files"), administrator.post("/files", {"file": "new.csv"})):
        assert answer.status_code == 422
        assert "Choose a file first." in answer.text


def test_upload_size_is_limited(administrator: Browser) -> None:
    """Two files at once, or a large one, are rejected before they are stored."""
    two = [("file", SHEET), ("file", SHEET)]
    assert administrator.post("/files", files=two).status_code == 400
    large = ("new.csv", b"a" * (10 * 2**20 + 1))
    assert administrator.post("/files", files={"file": large}).status_code == 413
    assert "new.csv" not in administrator.text("/files")


def test_names_are_escaped(administrator: Browser) -> None:
    """File names are escaped."""
    wait_until_done(administrator, upload_file(administrator, "<script>x.csv", csv_text(SERVICE).encode()))
    page = administrator.get("/files").text
    assert "&lt;script&gt;x.csv" in page
    assert "<script>x" not in page


@pytest.mark.parametrize(
    "shape", ["hsds-json.zip", "hsds-csv.zip", "sheet.xlsx", "sheet.csv", "template.xlsx", "template.csv"]
)
def test_export(administrator: Browser, pages_engine: Engine, shape: str) -> None:
    """Each export is complete, has a fixed name, and is not cached."""
    answer = administrator.get(f"/files/export/{shape}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="waylight-{shape}"'
    assert answer.headers["cache-control"] == "no-store"
    assert int(answer.headers["content-length"]) == len(answer.content)
    expected = 0 if shape.startswith("template") else services(pages_engine)
    assert rows_of_export(shape, answer.content) == expected


def rows_of_export(shape: str, content: bytes) -> int:
    """Return the number of services in an export."""
    if shape.endswith(".csv"):
        return len(list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")))))
    if shape.endswith(".xlsx"):
        return len(list(openpyxl.load_workbook(io.BytesIO(content))["services"].iter_rows(min_row=2)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = "services.json" if "json" in shape else "services.csv"
        text = archive.read(name).decode()
    return text.count("\n{") if "json" in shape else len(list(csv.DictReader(io.StringIO(text))))


def test_export_can_be_imported(administrator: Browser) -> None:
    """An export can be imported again and changes nothing."""
    for name in ("sheet.csv", "hsds-json.zip"):
        page = wait_until_done(
            administrator, upload_file(administrator, name, administrator.get(f"/files/export/{name}").content)
        )
        assert "Nothing in this file is different" in page.text


def test_unknown_upload_is_404(administrator: Browser) -> None:
    """Whatever stands in an address, the answer is that nothing is there."""
    for path in ("/files/export/all.exe", "/files/none", "/files/%00"):
        assert administrator.get(path).status_code == 404
    assert administrator.post("/files/none/import").status_code == 404


def test_only_administrators_may_use_files(reviewer: Browser, stranger: Browser) -> None:
    """Only administrators can see, upload or export files."""
    for path in ("/files", "/files/export/sheet.csv", "/files/x"):
        assert reviewer.get(path).status_code == 403
        assert stranger.get(path).status_code == 303
    assert reviewer.post("/files", files={"file": SHEET}).status_code == 403
