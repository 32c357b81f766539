"""What was published is read as tables, shared as files, and is all that anybody gets."""

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

from directory import Outcome, Whom
from directory.cli import app
from directory.models import stable_id
from directory.statistics.export import COLUMNS, about, export_csv, export_json
from directory.statistics.periods import after
from directory.statistics.queries import Unmet, by, periods, published, sent_lately, unmet
from directory.statistics.tables import ASKINGS, PLACES, TONGUES, Table
from directory.statistics.writer import close_ended
from tests.directory.statistics.attack import Attacker
from tests.directory.statistics.conftest import LATER, NOW, PERIOD, SQLITE_ONLY, Ask, asking

SHELTER = stable_id("service", "th-urbanlight")
NOTHING = Outcome.NOTHING_SUITABLE


@pytest.fixture
def two_periods(own_engine: Engine, ask: Ask) -> Engine:
    """Two periods that were published, and one that goes on, with small numbers in each."""
    for now in (NOW, LATER):
        ask(asking(region="TH-50"), 35, (SHELTER,), now)
        ask(asking(region="TH-50", outcome=NOTHING, language="km"), 12, (), now)
        ask(asking("work", NOTHING, "KH", language="km", whom=Whom.WOMEN), 23, (), now)
        ask(asking("work", NOTHING, "KH", language="vi", whom=Whom.CHILDREN), 4, (), now)
        ask(asking("danger", Outcome.DANGER), 11, (), now)
    ask(asking(), 99, (), LATER + timedelta(weeks=4))
    return own_engine


def test_unmet_needs_stand_first(two_periods: Engine) -> None:
    """Needs are listed by how often nothing answered them, with a share; danger is no unmet need."""
    with two_periods.connect() as connection:
        found = unmet(connection, periods(connection))
        by_region = unmet(connection, [PERIOD], by_region=True)
    assert found == [Unmet("KH", "", "work", 40, 40), Unmet("TH", "", "shelter", 80, 20)]
    assert [row.share for row in found] == [1.0, 0.25]
    assert by_region[-1] == Unmet("TH", "TH-50", "shelter", 40, 10)


@SQLITE_ONLY
def test_totals_are_sums_of_what_is_shown(two_periods: Engine) -> None:
    """Numbers by any column add up to the numbers that are shown, and to no other total."""
    with two_periods.connect() as connection:
        newest, oldest = among = periods(connection)
        numbers = published(connection, TONGUES, among)
    assert (oldest, newest) == (PERIOD, after(PERIOD))
    assert by(numbers, "language") == {("km",): 60, ("th",): 80}
    assert by(numbers, "period", "country") == {
        (oldest, "TH"): 50,
        (newest, "TH"): 50,
        (oldest, "KH"): 20,
        (newest, "KH"): 20,
    }


def test_how_often_people_were_sent_somewhere(two_periods: Engine) -> None:
    """Staff see how often a service was named in the last half year, and nothing of a period that goes on."""
    with two_periods.connect() as connection:
        assert sent_lately(connection) == {SHELTER: 60}


@SQLITE_ONLY
def test_what_was_long_ago_is_not_lately(own_engine: Engine, ask: Ask) -> None:
    """After six periods a service is no longer one to which people are sent."""
    ask(asking(), 35, (SHELTER,))
    for month in range(1, 8):
        with own_engine.connect() as connection:
            assert bool(sent_lately(connection)) == (1 < month < 8), month
        ask(asking("work"), 1, (), NOW + timedelta(weeks=4 * month))
    close_ended(own_engine, NOW + timedelta(weeks=32))
    with own_engine.connect() as connection:
        assert sent_lately(connection) == {}


@SQLITE_ONLY
def test_a_file_says_what_it_is(two_periods: Engine) -> None:
    """Both files begin with period, rounding, smallest number, licence, codes, and that they are no census."""
    with two_periods.connect() as connection:
        as_csv, as_json = (export(connection, [PERIOD]) for export in (export_csv, export_json))
    said = json.loads(as_json)
    assert as_csv.startswith("# What people need")
    assert {said["licence"], said["codes"]["country"]} == {"CC-BY-4.0", "ISO 3166-1 alpha-2"}
    assert (said["smallest_number"], said["rounded_down_to"], said["weeks_of_a_period"]) == (10, 10, 4)
    assert said["periods"] == [{"first_day": PERIOD, "last_day": "2026-11-22"}]
    for text in (as_csv, "\n".join(said["about"])):
        assert all(word in text for word in ("no census", "tens", "under ten", "CC BY 4.0", "BCP 47", "four weeks"))


def test_both_files_hold_the_same(two_periods: Engine) -> None:
    """CSV and JSON have the same numbers: those that were published, and no others."""
    with two_periods.connect() as connection:
        among = periods(connection)
        as_csv, as_json = export_csv(connection, among), export_json(connection, among)
        shown = sum(number.count for table in ASKINGS for number in published(connection, table, among))
    lines = [line for line in as_csv.splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(io.StringIO("\n".join(lines))))
    assert tuple(rows[0]) == COLUMNS
    numbers = json.loads(as_json)["numbers"]
    assert [{name: str(value) for name, value in row.items()} for row in numbers] == [
        {name: value for name, value in row.items() if name in numbers[at]} for at, row in enumerate(rows)
    ]
    assert sum(row["number"] for row in numbers) == shown


@SQLITE_ONLY
def test_an_attacker_with_the_files_finds_nobody(two_periods: Engine) -> None:
    """From the file of all periods, and with the code, no group of one to nine people follows."""
    with two_periods.connect() as connection:
        numbers = json.loads(export_json(connection, periods(connection)))["numbers"]
    assert all(number["number"] % 10 == 0 < number["number"] for number in numbers)
    for period in (PERIOD, after(PERIOD)):
        shown: dict[Table, Counter[tuple[str, ...]]] = {table: Counter() for table in ASKINGS}
        for number in numbers:
            table = next(one for one in ASKINGS if one.name == number["table"])
            if number["first_day"] == period:
                shown[table][tuple(number[column] for column in table.columns)] = number["number"]
        for country in ("TH", "KH", ""):
            assert Attacker(shown, country).findings() == []


def test_the_command_shows_and_writes(
    filled_url: str, own_engine: Engine, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command closes what has ended, prints unmet needs with what they are not, and writes both files once."""
    ask(asking("work", NOTHING, "KH"), 25, (), NOW - timedelta(weeks=520))
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", filled_url)
    files = tmp_path / "needs.csv", tmp_path / "needs.json"
    arguments = ["needs", "--csv", str(files[0]), "--json", str(files[1])]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0
    lines = [line.replace("│", " ").split() for line in result.stdout.splitlines()]
    assert ["KH", "work", "20", "20", "100%"] in lines
    assert about()[0] in result.stdout
    with own_engine.connect() as connection:
        assert files[0].read_text("utf-8") == export_csv(connection, periods(connection))
    assert json.loads(files[1].read_text("utf-8"))["numbers"]
    assert CliRunner().invoke(app, arguments).exit_code == 2


@SQLITE_ONLY
def test_the_command_by_province(filled_url: str, two_periods: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --regions each province has a line of its own."""
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", filled_url)
    result = CliRunner().invoke(app, ["needs", "--regions"])
    lines = [line.replace("│", " ").split() for line in result.stdout.splitlines()]
    assert ["TH", "TH-50", "shelter", "80", "20", "25%"] in lines
    assert ["KH", "-", "work", "40", "40", "100%"] in lines


@SQLITE_ONLY
def test_a_directory_that_counted_nothing(own_engine: Engine, later: Callable[[], None]) -> None:
    """Where nobody asked there is nothing, and nothing breaks."""
    later()
    with own_engine.connect() as connection:
        assert (periods(connection), unmet(connection, []), sent_lately(connection)) == ([], [], {})
        assert published(connection, PLACES, [PERIOD]) == []
        assert json.loads(export_json(connection, []))["numbers"] == []
