"""Whether this helped is counted by month and answer, and nothing else of it is kept."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, select
from structlog.testing import capture_logs
from typer.testing import CliRunner

from directory import Directory, Helped
from directory.backup import back_up
from directory.cli import app
from directory.models import HelpedCount, Record
from directory.statistics.feedback import count, counted

NOVEMBER = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)

Answers = tuple[tuple[Helped, datetime], ...]


@pytest.fixture
def given(own_engine: Engine) -> Callable[..., dict[str, dict[Helped, int]]]:
    """Return a function that counts answers in a directory where nobody answered before, and says what is counted."""

    def answer(*answers: tuple[Helped, datetime]) -> dict[str, dict[Helped, int]]:
        with own_engine.begin() as connection:
            for answer, moment in answers:
                count(connection, answer, moment)
        with own_engine.connect() as connection:
            return counted(connection)

    return answer


def test_each_answer_has_a_number_of_its_own(given: Callable[..., object]) -> None:
    """Answers of one kind add up; the others are not touched."""
    answers = (Helped.YES, Helped.NO, Helped.YES, Helped.PARTLY, Helped.YES)
    assert given(*((answer, NOVEMBER) for answer in answers)) == {
        "2026-11": {Helped.YES: 3, Helped.NO: 1, Helped.PARTLY: 1}
    }


def test_the_month_begins_at_midnight_utc(given: Callable[..., object]) -> None:
    """Wherever the moment was told, it counts for its month in UTC."""
    in_bangkok = NOVEMBER.astimezone(timezone(timedelta(hours=7)))
    assert in_bangkok.month == 12
    assert given((Helped.YES, in_bangkok), (Helped.YES, DECEMBER)) == {
        "2026-12": {Helped.YES: 1},
        "2026-11": {Helped.YES: 1},
    }


def test_the_newest_month_comes_first(given: Callable[..., dict[str, object]]) -> None:
    """Months come newest first, over the turn of a year, in whatever order they were answered in."""
    january = datetime(2027, 1, 15, tzinfo=UTC)
    assert list(given((Helped.NO, DECEMBER), (Helped.NO, january), (Helped.NO, NOVEMBER))) == [
        "2027-01",
        "2026-12",
        "2026-11",
    ]


def test_nobody_answered_yet(given: Callable[..., object]) -> None:
    """A directory in which nobody answered has no month."""
    assert given() == {}


def test_two_at_a_time_lose_nothing(own_engine: Engine) -> None:
    """Many people who answer at the same moment are all counted, the first of a month among them.

    But for those whom a machine that is busy keeps waiting: that they are not counted is said.
    """
    directory = Directory(own_engine)
    with capture_logs() as said, ThreadPoolExecutor(8) as people:
        list(people.map(directory.count_answer, [Helped.YES, Helped.NO] * 20))
    with own_engine.connect() as connection:
        numbers = counted(connection).values()
    yes, partly, no = (sum(month.get(answer, 0) for month in numbers) for answer in Helped)
    assert max(yes, no) <= 20
    assert (partly, yes + no) == (0, 40 - len(said))
    assert len(said) < 10


def test_nothing_else_is_stored(own_engine: Engine) -> None:
    """An answer changes one table, and there is nothing in its row but month, answer and number."""

    def everything() -> dict[str, list[str]]:
        with own_engine.connect() as connection:
            return {
                name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
                for name, table in Record.metadata.tables.items()
            }

    before = everything()
    Directory(own_engine).count_answer(Helped.PARTLY)
    after = everything()
    table = str(HelpedCount.__tablename__)
    assert [name for name in after if after[name] != before[name]] == [table]
    assert set(Record.metadata.tables[table].columns.keys()) == {"month", "answer", "count"}
    (row,) = after[table]
    assert row == repr((datetime.now(UTC).strftime("%Y-%m"), "partly", 1))


def test_the_numbers_are_in_a_backup(own_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whoever moves to another machine takes the numbers along."""
    Directory(own_engine).count_answer(Helped.YES)
    made = back_up(own_engine, tmp_path_factory.mktemp("backup") / "backup.zip")
    assert made.tables[str(HelpedCount.__tablename__)].rows == 1


def test_the_command_shows_each_month(filled_url: str, own_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Operators see a line for each month, with a zero where nobody gave an answer."""
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", filled_url)
    with own_engine.begin() as connection:
        for answer, moment in ((Helped.YES, NOVEMBER), (Helped.YES, NOVEMBER), (Helped.NO, DECEMBER)):
            count(connection, answer, moment)
    result = CliRunner().invoke(app, ["helped"])
    assert result.exit_code == 0
    lines = [line.replace("│", " ").replace("┃", " ").split() for line in result.stdout.splitlines()]
    assert ["month", "yes", "partly", "no"] in lines
    assert ["2026-12", "0", "0", "1"] in lines
    assert ["2026-11", "2", "0", "0"] in lines
