"""Malicious files are rejected in bounded memory while other users are served."""

import io
import resource
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest
from httpx import Response
from sqlalchemy import Engine, func, select
from starlette.applications import Starlette

from directory.models import Service
from directory.staff.middleware import MAX_UPLOAD_BYTES
from tests.directory.staff.browser import Browser
from tests.directory.staff.security.world import World
from tests.directory.staff.test_files import wait_until_done
from tests.directory.staff.upload_helpers import zip_bytes, zip_with_false_sizes

MEGABYTE = 2**20
MOST_KIBIBYTES = 300 * 1024
SOON_SECONDS = 10  # on a machine that a dozen other tests share
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 12))
    + b"]>"
)


def billion_laughs() -> bytes:
    """Return a workbook whose sheet says one word ten billion times."""
    book, made = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "WORD"  # type: ignore[index]
    book.save(made)
    packed = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sharedStrings.xml"):
                content = LAUGHS + content.partition(b"?>")[2].replace(b"WORD", b"&a11;")
            target.writestr(name, content)
    return packed.getvalue()


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a bomb": ("a.zip", lambda: zip_bytes(services_json=bytes(100 * MEGABYTE))),
    "a bomb that lies": ("a.zip", lambda: zip_with_false_sizes(zip_bytes(services_json=bytes(100 * MEGABYTE)), 1000)),
    "a workbook that says it is huge": ("a.xlsx", lambda: zip_with_false_sizes(zip_bytes(sheet1_xml=b"x"), 2**31)),
    "a workbook of entities": ("a.xlsx", billion_laughs),
    "deep JSON": ("a.json", lambda: b"[" * MEGABYTE),
    "a million columns": ("a.csv", lambda: b"name," * 1_000_000),
    "no file at all": ("a.json", lambda: b"\x89PNG" * 100_000),
}


def services(engine: Engine) -> int:
    """Return how many entries there are."""
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Service)) or 0


def while_others_browse(browser: Browser, sends: Callable[[], Response]) -> tuple[Response, float]:
    """Send a file; return the response, and the slowest response for another user meanwhile."""
    slowest = 0.0
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(sends)
        while True:
            began = time.monotonic()
            assert browser.get("/account").status_code == 200
            slowest = max(slowest, time.monotonic() - began)
            if sending.done():
                return sending.result(), slowest


def memory() -> int:
    """Return the most memory that this process ever took, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize("file", FILES)
def test_bombs_are_rejected(world: World, world_engine: Engine, world_pages: Starlette, file: str) -> None:
    """A bomb is rejected at once or by its check, and nothing is imported."""
    sender, other = (world.enters(world_engine, world_pages, kind) for kind in ("administrator", "editor"))
    name, make = FILES[file]
    content, before, known = make(), memory(), services(world_engine)

    def sends() -> Response:
        answer = sender.post("/files", files={"file": (name, content)})
        return (
            wait_until_done(sender, answer.headers["location"].removeprefix("/staff"))
            if answer.status_code == 303
            else answer
        )

    answer, slowest = while_others_browse(other, sends)
    assert answer.status_code in {200, 422}
    assert "Import" not in answer.text.partition("<main")[2] or answer.status_code == 422
    assert memory() - before < MOST_KIBIBYTES
    assert slowest < SOON_SECONDS
    assert services(world_engine) == known


JUNK: dict[str, Callable[[], bytes]] = {
    "no catalogue": lambda: bytes(range(256)) * (8 * MEGABYTE // 256),
    "one line": lambda: b'msgid "' + b"x" * (8 * MEGABYTE) + b'"\nmsgstr ""\n',
    "many texts": lambda: b"".join(b'msgid "a%d"\nmsgstr "b"\n\n' % number for number in range(60_000)),
}


@pytest.mark.parametrize("junk", JUNK)
def test_junk_catalogues_are_rejected(world: World, world_engine: Engine, world_pages: Starlette, junk: str) -> None:
    """An invalid or huge catalogue is rejected while other users are served."""
    sender, other = (world.enters(world_engine, world_pages, kind) for kind in ("editor", "reviewer"))
    content, before = JUNK[junk](), memory()
    answer, slowest = while_others_browse(
        other, lambda: sender.post("/catalogue", {"code": "th"}, files={"file": ("th.po", content)})
    )
    assert answer.status_code in {303, 422}
    assert memory() - before < MOST_KIBIBYTES
    assert slowest < SOON_SECONDS


def test_oversized_body_is_not_read(world: World, world_engine: Engine, world_pages: Starlette) -> None:
    """An oversized body is rejected, before it is read if the user may not upload."""
    content = {"file": ("a.csv", bytes(MAX_UPLOAD_BYTES + 1))}
    for kind, status in (("administrator", 413), ("editor", 413), ("stranger", 413)):
        browser = world.enters(world_engine, world_pages, kind)
        assert browser.post("/files", files=content).status_code == status
