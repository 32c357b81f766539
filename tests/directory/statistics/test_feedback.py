"""Answers to "Did this help?" are counted by month, and nothing else is stored."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, select
from typer.testing import CliRunner

from directory import Directory, FeedbackAnswer, UsageCounters
from directory.backup import create_backup
from directory.cli import app
from directory.db.engine import open_engine, write_transaction
from directory.models import HelpedCount, Record
from directory.statistics.feedback import add_answers, counts_by_month, month_of

NOVEMBER = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)

Answers = tuple[tuple[FeedbackAnswer, datetime], ...]


def stored_counts(engine: Engine) -> dict[str, dict[FeedbackAnswer, int]]:
    """Return the stored counts of each month."""
    with engine.connect() as connection:
        return counts_by_month(connection)


def record_and_flush(engine: Engine, answer: FeedbackAnswer) -> None:
    """Record an answer as the bot does, and write it."""
    counters = UsageCounters()
    Directory(engine, counters=counters).record_feedback(answer)
    counters.flush(engine)


@pytest.fixture
def given(own_engine: Engine) -> Callable[..., dict[str, dict[FeedbackAnswer, int]]]:
    """Return a function that records answers in an empty directory and returns the counts."""

    def answer(*answers: tuple[FeedbackAnswer, datetime]) -> dict[str, dict[FeedbackAnswer, int]]:
        with own_engine.begin() as connection:
            for answer, moment in answers:
                add_answers(connection, {(month_of(moment), answer): 1})
        return stored_counts(own_engine)

    return answer


def test_counts_each_answer(given: Callable[..., object]) -> None:
    """Answers of one kind add up; the others do not change."""
    answers = (FeedbackAnswer.YES, FeedbackAnswer.NO, FeedbackAnswer.YES, FeedbackAnswer.PARTLY, FeedbackAnswer.YES)
    assert given(*((answer, NOVEMBER) for answer in answers)) == {
        "2026-11": {FeedbackAnswer.YES: 3, FeedbackAnswer.NO: 1, FeedbackAnswer.PARTLY: 1}
    }


def test_months_are_in_utc(given: Callable[..., object]) -> None:
    """In any time zone, an answer counts for its month in UTC."""
    in_bangkok = NOVEMBER.astimezone(timezone(timedelta(hours=7)))
    assert in_bangkok.month == 12
    assert given((FeedbackAnswer.YES, in_bangkok), (FeedbackAnswer.YES, DECEMBER)) == {
        "2026-12": {FeedbackAnswer.YES: 1},
        "2026-11": {FeedbackAnswer.YES: 1},
    }


def test_newest_month_first(given: Callable[..., dict[str, object]]) -> None:
    """Months are sorted newest first, across years, in whatever order the answers came."""
    january = datetime(2027, 1, 15, tzinfo=UTC)
    assert list(given((FeedbackAnswer.NO, DECEMBER), (FeedbackAnswer.NO, january), (FeedbackAnswer.NO, NOVEMBER))) == [
        "2027-01",
        "2026-12",
        "2026-11",
    ]


def test_no_answers(given: Callable[..., object]) -> None:
    """A directory without answers has no months."""
    assert given() == {}


def test_answer_is_not_written_at_once(own_engine: Engine) -> None:
    """An answer stays in memory until the next flush: the database does not reveal its time."""
    counters = UsageCounters()
    Directory(own_engine, counters=counters).record_feedback(FeedbackAnswer.YES)
    assert stored_counts(own_engine) == {}
    counters.flush(own_engine)
    assert list(stored_counts(own_engine).values()) == [{FeedbackAnswer.YES: 1}]


def test_concurrent_answers_add_up(filled_url: str, own_engine: Engine) -> None:
    """Answers at the same moment in several processes are all counted, the first of a month among them.

    Where the database is busy, they wait for the next flush.
    """
    processes = [UsageCounters() for _ in range(4)]

    def work(counters: UsageCounters) -> None:
        engine = open_engine(filled_url)
        directory = Directory(engine, counters=counters)
        for answer in [FeedbackAnswer.YES, FeedbackAnswer.NO] * 5:
            directory.record_feedback(answer)
            counters.flush(engine)
        engine.dispose()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, processes))
    for counters in processes:
        counters.flush(own_engine)
    numbers = stored_counts(own_engine).values()
    assert [sum(month.get(answer, 0) for month in numbers) for answer in FeedbackAnswer] == [20, 0, 20]


def test_answers_wait_while_database_is_locked(filled_url: str, own_engine: Engine) -> None:
    """While the database is locked, answers wait for the next flush."""
    counters, other = UsageCounters(), open_engine(filled_url)
    counters.record_feedback(FeedbackAnswer.NO)
    with other.connect() as connection, write_transaction(connection):
        counters.flush(own_engine)
    other.dispose()
    counters.flush(own_engine)
    counters.flush(own_engine)
    assert list(stored_counts(own_engine).values()) == [{FeedbackAnswer.NO: 1}]


def test_stores_nothing_else(own_engine: Engine) -> None:
    """One table changes, and its row holds only month, answer and count."""

    def all_rows() -> dict[str, list[str]]:
        with own_engine.connect() as connection:
            return {
                name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
                for name, table in Record.metadata.tables.items()
            }

    before = all_rows()
    record_and_flush(own_engine, FeedbackAnswer.PARTLY)
    after = all_rows()
    table = str(HelpedCount.__tablename__)
    assert [name for name in after if after[name] != before[name]] == [table]
    assert set(Record.metadata.tables[table].columns.keys()) == {"month", "answer", "count"}
    (row,) = after[table]
    assert row == repr((datetime.now(UTC).strftime("%Y-%m"), "partly", 1))


def test_backup_includes_answers(own_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> None:
    """An organization that moves to another machine keeps its counts."""
    record_and_flush(own_engine, FeedbackAnswer.YES)
    made = create_backup(own_engine, tmp_path_factory.mktemp("backup") / "backup.zip")
    assert made.tables[str(HelpedCount.__tablename__)].rows == 1


def test_command_prints_each_month(filled_url: str, own_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command prints a line for each month, with zeros for missing answers."""
    monkeypatch.setenv("WAYLIGHT_DATABASE_URL", filled_url)
    with own_engine.begin() as connection:
        for answer, moment in (
            (FeedbackAnswer.YES, NOVEMBER),
            (FeedbackAnswer.YES, NOVEMBER),
            (FeedbackAnswer.NO, DECEMBER),
        ):
            add_answers(connection, {(month_of(moment), answer): 1})
    result = CliRunner().invoke(app, ["helped"])
    assert result.exit_code == 0
    lines = [line.replace("│", " ").replace("┃", " ").split() for line in result.stdout.splitlines()]
    assert ["month", "yes", "partly", "no"] in lines
    assert ["2026-12", "0", "0", "1"] in lines
    assert ["2026-11", "2", "0", "0"] in lines
