"""Text from any field is escaped on every page."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from httpx import Response
from sqlalchemy import Engine, insert, update
from sqlmodel import col

from directory.confidential import AccessCircle, ConfidentialStore, ProtectedAddress, ProtectedContact
from directory.db.engine import open_engine, write_transaction
from directory.domain.import_report import EntryChange as Changed
from directory.domain.import_report import FieldChange, ImportReport, Issue
from directory.models import Assurance, Provenance, ScheduleZone, StaffAccount, Upload
from directory.moderation.edits import EDITABLE_FIELDS
from directory.parsing.cells import looks_like_formula
from directory.staff.context import EntryText
from directory.staff.uploads import catalogues, reports
from locales.submission import Change, SubmissionReport
from tests.directory.databases import SqliteDatabases
from tests.directory.staff.browser import Browser, mount_pages, staff_context
from tests.directory.staff.security.form_fields import form_inputs
from tests.directory.staff.security.html_reader import MARK, PAYLOADS, html_errors
from tests.directory.staff.security.route_discovery import Opening, openings
from tests.directory.staff.security.world import World, populate
from tests.directory.staff.test_files import upload_file, wait_until_done

ALL = " ".join(PAYLOADS)
TYPED = " ".join(one for one in PAYLOADS if one.isprintable())
ADDRESSES = (
    f"javascript:{MARK}()//https://",
    f'https://{MARK}.example/"onmouseover="{MARK}()',
    f"data:text/html,{MARK}",
)
HANDED = TYPED.replace('"', "'").replace("\\", "")
FORMULA = f'=HYPERLINK("http://{MARK}.example","x")'
_NEXT = count()


def says(table: str, field: str) -> str:
    """Say something bad wherever something can be said."""
    if table == "proposal":
        return TYPED
    if field in {"url", "uri", "website", "logo"}:
        return ADDRESSES[next(_NEXT) % len(ADDRESSES)]
    return FORMULA + ALL if field in {"alternate_name", "title", "description"} else ALL


def reads(*_: Any) -> tuple[EntryText, ...]:
    """Read an entry as a bot would that was told all of this."""
    return (EntryText("telegram", ALL, None), EntryText("sms", ALL, 3))


def spoil(engine: Engine, world: World) -> None:
    """Write bad texts where neither an entry nor a proposal is: files, checks, sources, protected things."""
    change, exc = Changed(2, "i", ALL, (FieldChange("name", ALL, ALL),)), Issue(ALL, 1, ALL, ALL, ALL)
    report = reports.to_json(ImportReport(created=1, changes=(change,), warnings=(exc,)))
    service = world.thai["service_id"]
    with engine.connect() as connection, write_transaction(connection):
        brought = world.ways["administrator"].brought
        connection.execute(update(Upload).where(col(Upload.kind) == "sheet").values(name=ALL))
        connection.execute(update(Upload).where(col(Upload.id) == brought).values(report=report))
        connection.execute(update(Assurance).values(verified_by=ALL, method=ALL, verified_at=datetime.now(UTC)))
        connection.execute(update(Provenance).values(source_url=ADDRESSES[0], source_date=ALL))
        connection.execute(insert(ScheduleZone), {"schedule_id": "schedule-own", "zone": ALL})
        name = StaffAccount.__table__.c.sign_in_name  # type: ignore[attr-defined]
        connection.execute(update(StaffAccount).values(sign_in_name=TYPED + name))
    account = world.accounts["administrator"]
    judged = SubmissionReport(errors=(ALL,), changes=(Change((ALL,), (ALL,), (ALL,)),), catalogue=b"x")
    with engine.connect() as connection, write_transaction(connection):
        upload = catalogues.store_catalogue(connection, account, "km", judged, datetime.now(UTC))
        connection.execute(
            update(Upload).where(col(Upload.id) == world.ways["administrator"].offered).values(id="gone")
        )
        connection.execute(
            update(Upload).where(col(Upload.id) == upload).values(id=world.ways["administrator"].offered)
        )
    ConfidentialStore(engine).protect(
        ProtectedContact("c2", service, AccessCircle.STAFF, name=TYPED[:400], title=TYPED[:400]),
        ProtectedAddress("a2", "hidden", AccessCircle.STAFF, TYPED[:400], "TH", city=TYPED[:400]),
    )


@pytest.fixture(scope="module")
def spoilt(sqlite_databases: SqliteDatabases) -> Iterator[tuple[Engine, World]]:
    """A directory in which every text is bad."""
    engine = open_engine(sqlite_databases.filled())
    world = populate(engine, says)
    spoil(engine, world)
    yield engine, world
    engine.dispose()


@pytest.fixture
def reader(spoilt: tuple[Engine, World]) -> Browser:
    """Somebody who may open every page."""
    engine, world = spoilt
    return world.enters(engine, mount_pages(staff_context(engine, reads)), "administrator")


def all_of(browser: Browser, method: str) -> list[Opening]:
    """Return the addresses of one method."""
    pages: Any = browser.client.app
    return [one for one in openings(pages) if one.method == method and not one.path.startswith("/static")]


def wrong_of(answer: Response) -> list[str]:
    """Return what is wrong with an answer of any kind."""
    kind = answer.headers.get("content-type", "")
    found = [f"{name}: {value}" for name, value in answer.headers.items() if MARK in value and name != "location"]
    found += [] if MARK not in answer.headers.get("set-cookie", "") else ["cookie"]
    if answer.headers.get("location", "/staff").startswith("/staff") is False:
        found.append(answer.headers["location"])
    if kind.startswith("text/html"):
        return found + list(html_errors(answer.text))
    if kind.startswith("image/svg"):
        drawn = ET.fromstring(answer.text)  # noqa: S314 - it is ours
        found += [one.tag for one in drawn.iter() if one.tag.rpartition("}")[2] in {"script", "foreignObject", "a"}]
    if kind.startswith("application/json"):
        json.loads(answer.text)
    if kind.startswith("text/csv"):
        assert answer.headers["content-disposition"].startswith("attachment")
        cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
        found += [cell[:50] for cell in cells if looks_like_formula(cell)]
    return found


def test_html_reader_finds_injections(reader: Browser) -> None:
    """What these tests look for is found where it is: in each payload as it was written."""
    harmful = [one for one in PAYLOADS if "<" in one]
    assert all(list(html_errors(f"<p>{one}</p>")) for one in harmful)
    assert all(list(html_errors(f'<input value="{one}">')) for one in PAYLOADS if '"' in one)
    assert all(list(html_errors(f'<a href="{one}">x</a>')) for one in (ADDRESSES[0], ADDRESSES[2], "//evil.example"))
    assert not list(html_errors(reader.get("/account").text))


def test_no_page_is_injectable(reader: Browser, spoilt: tuple[Engine, World]) -> None:
    """Texts of entries, proposals, files, names and catalogues are escaped on every page."""
    found, shown = {}, 0
    for one in all_of(reader, "GET"):
        answer = reader.get(one.at(**spoilt[1].ways["administrator"].of(one.path)))
        assert answer.status_code == (303 if one.path == "/sign-in" else 200), (one.name, answer.status_code)
        shown += MARK in answer.text
        if wrong := wrong_of(answer):
            found[one.name] = wrong
    assert found == {}, found
    assert shown > 60


QUERIES = (
    *("search", "sort", "country", "need", "status", "checked", "language"),
    *("what", "list", "period", "told", "back", "number", "phone", "service", "account", "service_id"),
)


def test_no_query_is_injectable(reader: Browser, spoilt: tuple[Engine, World]) -> None:
    """Query parameters are escaped."""
    found = {}
    for one in all_of(reader, "GET"):
        if not one.path.startswith("/records/") or one.path.startswith("/records/service/"):
            path = f"/staff{one.at(**spoilt[1].ways['administrator'].of(one.path))}"
            wrong = wrong_of(reader.client.get(path, params=dict.fromkeys(QUERIES, TYPED[:400])))
            found |= {one.name: wrong} if wrong else {}
    assert found == {}, found


def test_no_form_is_injectable(tmp_path: Path, spoilt: tuple[Engine, World]) -> None:
    """Form values are escaped when the form is shown again."""
    source, world = spoilt
    with source.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine = open_engine(f"sqlite:///{shutil.copy(str(source.url.database), tmp_path / 'typed.sqlite3')}")
    pages = mount_pages(staff_context(engine, reads))
    found, shown = {}, 0
    for one in all_of(Browser(pages), "POST"):
        browser = world.enters(engine, pages, "administrator")
        table = one.path.split("/")[2] if one.path.startswith("/records/") else ""
        names = [*form_inputs(one.path), *(EDITABLE_FIELDS[table] if table else ()), "reason", "back", "number", "text"]
        answer = browser.post(
            one.at(**world.ways["administrator"].of(one.path)), dict.fromkeys(names, ALL) | {"kind": "contact"}
        )
        shown += MARK in answer.text
        if wrong := wrong_of(answer):
            found[one.name] = wrong
    engine.dispose()
    assert found == {}, found
    assert shown > 30


def test_no_upload_is_injectable(reader: Browser) -> None:
    """File names, headings and cells are escaped."""
    for name, content in (
        ('"><img src=x onerror=zq7()>.csv', f"name,{TYPED}\n{TYPED},{FORMULA}\n"),
        ("<script>zq7()<!--.json", json.dumps([{"id": TYPED, "name": TYPED, TYPED: TYPED}])),
    ):
        path = upload_file(reader, name, content.encode())
        page = wait_until_done(reader, path)
        assert "zq7" in page.text
        assert [*wrong_of(page), *wrong_of(reader.get("/files"))] == []


def test_no_catalogue_is_injectable(reader: Browser) -> None:
    """What a translator hands over is shown as it was written: texts, faults and texts that are not the bot's."""
    for msgid in ("Choose my own word", TYPED.replace('"', "'")):
        content = (
            f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "{msgid}"\nmsgstr "{HANDED}"\n'
        )
        answer = reader.post("/catalogue", {"code": "th"}, files={"file": ("th.po", content.encode())})
        page = reader.get(answer.headers["location"].removeprefix("/staff")) if answer.status_code == 303 else answer
        assert page.status_code in {200, 422}
        assert wrong_of(page) == []
