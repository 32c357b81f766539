"""The statistics page: published numbers as tables, charts and files, and nothing below ten."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette

from directory.db.engine import open_engine
from directory.domain.usage import HelpRequest, Outcome
from directory.staff.auth.roles import Grant
from directory.statistics.counters import UsageCounters
from directory.statistics.writer import close_ended_periods
from tests.directory.databases import SqliteDatabases
from tests.directory.staff.browser import REVIEWER, Browser, create_session, mount_pages, staff_context

NOW = datetime.now(UTC)
PERIOD = timedelta(weeks=4)


@pytest.fixture(scope="module")
def asked_engine(sqlite_databases: SqliteDatabases) -> Iterator[Engine]:
    """A directory of which people asked in two periods that have ended, and in the one that goes on."""
    engine = open_engine(sqlite_databases.filled())
    for number, moment in enumerate((NOW - 2 * PERIOD, NOW - PERIOD, NOW)):
        record_requests(engine, Outcome.REFERRED, 40 + 10 * number, moment)
        record_requests(engine, Outcome.NOTHING_SUITABLE, 30, moment)
        record_requests(engine, Outcome.REFERRED, 7, moment, country="LA")
        close_ended_periods(engine, moment)
    yield engine
    engine.dispose()


def record_requests(engine: Engine, outcome: Outcome, times: int, moment: datetime, country: str = "TH") -> None:
    """Record requests for shelter."""
    tally = UsageCounters()
    region = "TH-50" if country == "TH" else ""
    for number in range(times):
        asking = HelpRequest(country, region, "shelter", outcome, "th", "telegram")
        tally.record(asking, (), f"{country} {outcome} {number}")
    tally.flush(engine, moment)


@pytest.fixture(scope="module")
def asked_pages(asked_engine: Engine) -> Starlette:
    """The pages of that directory."""
    return mount_pages(staff_context(asked_engine))


@pytest.fixture(scope="module")
def reader(asked_pages: Starlette, asked_engine: Engine) -> Browser:
    """Somebody who has signed in."""
    return Browser(asked_pages, create_session(asked_engine, Grant(REVIEWER), "reader"))


@pytest.fixture(scope="module")
def arabic_reader(asked_pages: Starlette, asked_engine: Engine) -> Browser:
    """Somebody who reads Arabic."""
    return Browser(asked_pages, create_session(asked_engine, Grant(REVIEWER), "arabic", "ar"))


def test_nothing_published_yet(editor: Browser) -> None:
    """Before the first period has ended, the page explains why it is empty."""
    page = editor.text("/needs")
    assert "Nothing can be shown yet" in page
    assert "What these numbers are, and are not" in page
    assert editor.get("/needs.csv").status_code == editor.get("/needs.json?period=x").status_code == 200


def test_shows_unmet_needs(reader: Browser) -> None:
    """The newest ended period is shown, with requests and unmet ones."""
    page = reader.get("/needs").text
    assert re.search(r"Thailand.*?<td class=\"share-\d\">\d0 of \d0</td>", page, re.DOTALL)
    assert "few or none" in page
    assert "Laos" not in page


def test_small_numbers_are_suppressed(reader: Browser) -> None:
    """No number below ten and none that is not a multiple of ten is in a table, file or chart."""
    for path in ("/needs", "/needs?period=all", "/needs?country=TH"):
        cells = re.findall(r'<td class="(?:share-\d|number)">([\d, of]+)</td>', reader.get(path).text)
        assert cells
        numbers = [int(number.replace(",", "")) for cell in cells for number in cell.split(" of ")]
        assert all(number % 10 == 0 for number in numbers)
    for number in json.loads(reader.get("/needs.json?period=all").text)["numbers"]:
        assert number["number"] >= 10


def test_narrow_to_country(reader: Browser) -> None:
    """A country leads to its provinces; an unknown one is ignored."""
    assert "country=TH" in reader.get("/needs").text
    assert "Chiang Mai" in reader.text("/needs?country=TH")
    for query in ("country=%3Cscript%3E", "period=%00", "country=T%00", "page=99", "period=2020-01-01"):
        answer = reader.get(f"/needs?{query}")
        assert answer.status_code == 200
        assert "<script>" not in answer.text


def test_all_periods(reader: Browser) -> None:
    """The last year adds up the published numbers, and the trend shows each period."""
    page = reader.text("/needs?period=all")
    assert "From period to period" in page
    (oldest, newest) = re.findall(r'<option value="(\d{4}-\d\d-\d\d)"', reader.get("/needs").text)[::-1]
    assert oldest < newest
    sums = {one: asked_in(reader, one) for one in (oldest, newest, "all")}
    assert sums["all"] == sums[oldest] + sums[newest]


def asked_in(reader: Browser, period: str) -> int:
    """Return how often Thailand asked for shelter."""
    found = re.search(r"\d+ of (\d+)", reader.text(f"/needs?period={period}"))
    assert found
    return int(found[1])


@pytest.mark.parametrize("name", ["places", "needs", "languages", "course"])
def test_charts(reader: Browser, arabic_reader: Browser, name: str) -> None:
    """Each chart is an SVG without a script, in the reader's direction, with an alternative text."""
    for browser in (reader, arabic_reader):
        answer = browser.get(f"/needs/chart/{name}.svg?period=all")
        assert answer.headers["content-type"] == "image/svg+xml"
        assert answer.text.startswith("<svg")
        assert "<script" not in answer.text
        assert re.search(
            rf'<img src="/staff/needs/chart/{name}\.svg[^>]* alt="\S', browser.get("/needs?period=all").text
        )


def test_charts_without_data(reader: Browser, editor: Browser) -> None:
    """An unknown chart is 404, and one without data is empty."""
    assert reader.get("/needs/chart/people.svg").status_code == 404
    for name in ("places", "needs", "languages", "course"):
        assert editor.get(f"/needs/chart/{name}.svg?country=TH").status_code == 200


def test_downloads(reader: Browser) -> None:
    """The files describe themselves and are never rendered as a page."""
    answer = reader.get("/needs.csv?period=all")
    assert answer.headers["content-disposition"] == 'attachment; filename="what-people-need.csv"'
    lines = answer.text.splitlines()
    assert lines[0].startswith("# ")
    assert list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert json.loads(reader.get("/needs.json").text)["smallest_number"] == 10


def test_right_to_left(arabic_reader: Browser) -> None:
    """The page follows the direction of its language, with isolated place names."""
    page = arabic_reader.get("/needs").text
    assert 'dir="rtl"' in page
    assert re.search(r"<bdi>[^<]+</bdi>", page)


def test_needs_sign_in(stranger: Browser) -> None:
    """The page needs sign-in."""
    for path in ("/needs", "/needs.csv", "/needs.json", "/needs/chart/places.svg"):
        assert stranger.get(path).status_code == 303
