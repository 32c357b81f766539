"""Published statistics as tables and files."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from directory import Outcome, RequestedFor
from directory.cli import app
from directory.models import stable_id
from directory.statistics.export import COLUMNS, export_csv, export_json, file_header
from directory.statistics.periods import next_period
from directory.statistics.queries import (
    UnmetNeed,
    published_counts,
    published_periods,
    recent_referrals,
    sum_by,
    unmet_needs,
)
from directory.statistics.tables import LANGUAGES, PLACES, REQUEST_TABLES, StatisticsTable
from directory.statistics.writer import close_ended_periods
from tests.directory.statistics.conftest import LATER, NOW, PERIOD, SQLITE_ONLY, Ask, make_request
from tests.directory.statistics.disclosure_attack import Attacker

SHELTER = stable_id("service", "th-urbanlight")
NOTHING = Outcome.NOTHING_SUITABLE


@pytest.fixture
def two_periods(own_engine: Engine, ask: Ask) -> Engine:
    """Two published periods and an open one, with small counts in each."""
    for now in (NOW, LATER):
        ask(make_request(region="TH-50"), 35, (SHELTER,), now)
        ask(make_request(region="TH-50", outcome=NOTHING, language="km"), 12, (), now)
        ask(make_request("work", NOTHING, "KH", language="km", whom=RequestedFor.WOMEN), 23, (), now)
        ask(make_request("work", NOTHING, "KH", language="vi", whom=RequestedFor.CHILDREN), 4, (), now)
        ask(make_request("danger", Outcome.DANGER), 11, (), now)
    ask(make_request(), 99, (), LATER + timedelta(weeks=4))
    return own_engine


def test_lists_unmet_needs(two_periods: Engine) -> None:
    """Needs are sorted by how often they were unmet, with a share; danger is no unmet need."""
    with two_periods.connect() as connection:
        result = unmet_needs(connection, published_periods(connection))
        by_region = unmet_needs(connection, [PERIOD], by_region=True)
    assert result == [UnmetNeed("KH", "", "work", 40, 40), UnmetNeed("TH", "", "shelter", 80, 20)]
    assert [row.share for row in result] == [1.0, 0.25]
    assert by_region[-1] == UnmetNeed("TH", "TH-50", "shelter", 40, 10)


@SQLITE_ONLY
def test_totals_are_sums_of_published_counts(two_periods: Engine) -> None:
    """Sums by any column add up to the published counts."""
    with two_periods.connect() as connection:
        newest, oldest = periods = published_periods(connection)
        numbers = published_counts(connection, LANGUAGES, periods)
    assert (oldest, newest) == (PERIOD, next_period(PERIOD))
    assert sum_by(numbers, "language") == {("km",): 60, ("th",): 80}
    assert sum_by(numbers, "period", "country") == {
        (oldest, "TH"): 50,
        (newest, "TH"): 50,
        (oldest, "KH"): 20,
        (newest, "KH"): 20,
    }


def test_recent_referrals(two_periods: Engine) -> None:
    """Staff see the referrals of the last half year, and nothing of the open period."""
    with two_periods.connect() as connection:
        assert recent_referrals(connection) == {SHELTER: 60}


@SQLITE_ONLY
def test_old_referrals_are_not_recent(own_engine: Engine, ask: Ask) -> None:
    """After six periods referrals are no longer recent."""
    ask(make_request(), 35, (SHELTER,))
    for month in range(1, 8):
        with own_engine.connect() as connection:
            assert bool(recent_referrals(connection)) == (1 < month < 8), month
        ask(make_request("work"), 1, (), NOW + timedelta(weeks=4 * month))
    close_ended_periods(own_engine, NOW + timedelta(weeks=32))
    with own_engine.connect() as connection:
        assert recent_referrals(connection) == {}


@SQLITE_ONLY
def test_files_describe_themselves(two_periods: Engine) -> None:
    """Both files name period, rounding, smallest count, licence and codes, and say they are no census."""
    with two_periods.connect() as connection:
        as_csv, as_json = (export(connection, [PERIOD]) for export in (export_csv, export_json))
    document = json.loads(as_json)
    assert as_csv.startswith("# What people need")
    assert {document["licence"], document["codes"]["country"]} == {"CC-BY-4.0", "ISO 3166-1 alpha-2"}
    assert (document["smallest_number"], document["rounded_down_to"], document["weeks_of_a_period"]) == (10, 10, 4)
    assert document["periods"] == [{"first_day": PERIOD, "last_day": "2026-11-22"}]
    for text in (as_csv, "\n".join(document["about"])):
        assert all(word in text for word in ("no census", "tens", "under ten", "CC BY 4.0", "BCP 47", "four weeks"))


def test_csv_and_json_are_equal(two_periods: Engine) -> None:
    """CSV and JSON hold the same published counts."""
    with two_periods.connect() as connection:
        periods = published_periods(connection)
        as_csv, as_json = export_csv(connection, periods), export_json(connection, periods)
        total = sum(number.count for table in REQUEST_TABLES for number in published_counts(connection, table, periods))
    lines = [line for line in as_csv.splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(io.StringIO("\n".join(lines))))
    assert tuple(rows[0]) == COLUMNS
    numbers = json.loads(as_json)["numbers"]
    assert [{name: str(value) for name, value in row.items()} for row in numbers] == [
        {name: value for name, value in row.items() if name in numbers[at]} for at, row in enumerate(rows)
    ]
    assert sum(row["number"] for row in numbers) == total


@SQLITE_ONLY
def test_attack_on_files_finds_nobody(two_periods: Engine) -> None:
    """The files of all periods reveal no group of one to nine people."""
    with two_periods.connect() as connection:
        numbers = json.loads(export_json(connection, published_periods(connection)))["numbers"]
    assert all(number["number"] % 10 == 0 < number["number"] for number in numbers)
    for period in (PERIOD, next_period(PERIOD)):
        published: dict[StatisticsTable, Counter[tuple[str, ...]]] = {table: Counter() for table in REQUEST_TABLES}
        for number in numbers:
            table = next(table for table in REQUEST_TABLES if table.name == number["table"])
            if number["first_day"] == period:
                published[table][tuple(number[column] for column in table.columns)] = number["number"]
        for country in ("TH", "KH", ""):
            assert Attacker(published, country).findings() == []


def test_command_prints_and_exports(
    filled_url: str, own_engine: Engine, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command closes ended periods, prints unmet needs and writes both files once."""
    ask(make_request("work", NOTHING, "KH"), 25, (), NOW - timedelta(weeks=520))
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", filled_url)
    files = tmp_path / "needs.csv", tmp_path / "needs.json"
    arguments = ["needs", "--csv", str(files[0]), "--json", str(files[1])]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0
    lines = [line.replace("│", " ").split() for line in result.stdout.splitlines()]
    assert ["KH", "work", "20", "20", "100%"] in lines
    assert file_header()[0] in result.stdout
    with own_engine.connect() as connection:
        assert files[0].read_text("utf-8") == export_csv(connection, published_periods(connection))
    assert json.loads(files[1].read_text("utf-8"))["numbers"]
    assert CliRunner().invoke(app, arguments).exit_code == 2


@SQLITE_ONLY
def test_command_by_region(filled_url: str, two_periods: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --regions each region has its own line."""
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", filled_url)
    result = CliRunner().invoke(app, ["needs", "--regions"])
    lines = [line.replace("│", " ").split() for line in result.stdout.splitlines()]
    assert ["TH", "TH-50", "shelter", "80", "20", "25%"] in lines
    assert ["KH", "-", "work", "40", "40", "100%"] in lines


@SQLITE_ONLY
def test_empty_statistics(own_engine: Engine, later: Callable[[], None]) -> None:
    """Without requests there is nothing to show, and nothing fails."""
    later()
    with own_engine.connect() as connection:
        assert (published_periods(connection), unmet_needs(connection, []), recent_referrals(connection)) == (
            [],
            [],
            {},
        )
        assert published_counts(connection, PLACES, [PERIOD]) == []
        assert json.loads(export_json(connection, []))["numbers"] == []
