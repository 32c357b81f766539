"""A day of a hotline on a small server, in figures."""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
from sqlalchemy import Engine

from directory.db.engine import open_engine
from directory.domain.usage import HelpRequest, Outcome
from directory.staff.auth.roles import Grant
from directory.statistics.counters import UsageCounters
from directory.statistics.writer import close_ended_periods
from tests.acceptance.service.service_process import Phone, Service, running_service
from tests.bench.small_server.control_group import ControlGroup, peak_memory
from tests.directory.exchange.sheet_files import SERVICE, columns
from tests.directory.staff.browser import ADMINISTRATOR, Browser, create_session
from tests.resilience.load.conversations import KINDS, conversations

PAGES = ("/", "/catalogue", "/verify", "/needs", "/people", "/audit", "/files", "/records/service/list")
CHARTS = ("needs", "course")
ROWS = 200
"""Services in the uploaded spreadsheet: what a country's network of NGOs maintains."""


@dataclass(frozen=True)
class Day:
    """MB, seconds and counts of one day; None if there is no control group.

    `resident` is the service's peak with shared files, `needed` its memory at the end that could not be read again,
    `alone` the group's peak before any command ran, `peak` its peak overall; `beside` is the peak of each command.
    """

    started: float
    resident: float
    turns: int
    p95: float
    beside: Mapping[str, float]
    needed: float | None
    alone: float | None
    peak: float | None
    killed: int | None


def simulate_day(folder: Path, model_dir: Path, group: ControlGroup | None, kinds: int = len(KINDS)) -> Day:
    """Run a day with `kinds` conversations in each language. Raises if anything is not answered."""
    launch = time.perf_counter()
    with running_service(folder, model_dir, through=group.command_prefix if group else ()) as service:
        started = time.perf_counter() - launch
        engine = open_engine(f"sqlite:///{folder}/directory.sqlite3")
        _record_usage(engine)
        taken = asyncio.run(_texts(service, kinds))
        browser = Browser(service.url, create_session(engine, Grant(ADMINISTRATOR), "somebody"))
        with browser.client:
            _staff_work(browser, folder)
        alone = group and group.peak
        beside = {
            name: _run(command, folder, model_dir, group)
            for name, command in {
                "waylight doctor": ("doctor",),
                "waylight directory backup": ("directory", "backup", str(folder / "backup.zip")),
            }.items()
        }
        taken += asyncio.run(_texts(service, 1))
        engine.dispose()
        return Day(
            started,
            peak_memory(service.pid),
            len(taken),
            statistics.quantiles(taken, n=20)[-1],
            beside,
            group and group.needed,
            alone,
            group and group.peak,
            group and group.killed,
        )


def _record_usage(engine: Engine) -> None:
    """Fill two periods with publishable counts, for the charts."""
    now = datetime.now(UTC)
    for ago in (timedelta(weeks=8), timedelta(weeks=4), timedelta()):
        tally = UsageCounters()
        for number in range(80):
            outcome = Outcome.REFERRED if number % 2 else Outcome.NOTHING_SUITABLE
            tally.record(HelpRequest("TH", "TH-50", "shelter", outcome, "th", "telegram"), (), str(number))
        tally.flush(engine, now - ago)
        close_ended_periods(engine, now - ago)


async def _texts(service: Service, kinds: int) -> list[float]:
    """Hold the conversations of each language, one after the other; return the seconds of each answer."""
    taken = []
    for number, talk in enumerate(conversations()):
        if number % len(KINDS) >= kinds:
            continue
        phone = Phone(service)
        for step in talk.steps:
            started = time.perf_counter()
            await phone.send_sms(str(step))
            taken.append(time.perf_counter() - started)
    return taken


def _staff_work(browser: Browser, folder: Path) -> None:
    """Open the pages, draw charts, upload a workbook and import it."""
    for page in PAGES:
        browser.text(page)
    for chart in CHARTS:
        assert "<svg" in browser.get(f"/needs/chart/{chart}.svg").text
    file = folder / "new.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    sheet.title = "services"
    sheet.append(list(columns()))
    for number in range(ROWS):
        row = SERVICE | {"name": f"Line {number}"}
        sheet.append([row.get(name, "") for name in columns()])
    book.save(file)
    upload = browser.post("/files", files={"file": (file.name, file.read_bytes())})
    assert upload.status_code == 303, upload.text
    path = upload.headers["location"].removeprefix("/staff")
    assert "Nothing is imported yet" in _wait_for_import(browser, path)
    browser.post(f"{path}/import")
    assert "The file was imported." in _wait_for_import(browser, path)


def _wait_for_import(browser: Browser, path: str) -> str:
    """Poll the page of a file until the import is done."""
    end = time.monotonic() + 60
    while "data-again" in (page := browser.get(path).text) and time.monotonic() < end:
        time.sleep(0.1)
    return page


def _run(arguments: tuple[str, ...], folder: Path, model_dir: Path, group: ControlGroup | None) -> float:
    """Run a command of ours beside the service; return its peak resident MB."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("WAYLIGHT_")},
        "WAYLIGHT_DATA_DIR": str(model_dir),
        "WAYLIGHT_DATABASE_URL": f"sqlite:///{folder}/directory.sqlite3",
    }
    command = [*(group.command_prefix if group else ()), str(Path(sys.executable).with_name("waylight")), *arguments]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    # The doctor reports a service without any channel and exits with 1.
    assert process.returncode in {0, 1}, output
    assert b"Traceback" not in output, output
    return usage.ru_maxrss / 1024
