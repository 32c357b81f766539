"""Logs for programs: the same allow-list, one JSON object a line."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.privacy.log_filter import FIELDS, shown
from tests.saying import LIBRARIES, SECRETS
from tests.test_logs import PRELUDE, run

AS_JSON = PRELUDE.replace('quiet("DEBUG")', 'quiet("DEBUG", "json")')
PARTS = ["time", "level", "logger", "says", "fields"]


def records(printed: str) -> list[dict[str, Any]]:
    """Return what was printed; raise ValueError on a line that is no object."""
    return [json.loads(line) for line in printed.splitlines()]


def recorded_by(code: str) -> list[dict[str, Any]]:
    """Return what code prints, on either stream."""
    done = run("-c", AS_JSON + code)
    return records(done.stdout + done.stderr)


def test_whatever_a_record_holds() -> None:
    """Where everybody says everything, each line is an object of five parts, and holds allowed things only."""
    done = run("-m", "tests.saying", "own-level", "json")
    assert done.returncode == 0
    printed = done.stdout + done.stderr
    assert [secret for secret in SECRETS if secret in printed] == []
    found = records(printed)
    assert {one["logger"] for one in found} > {"httpx", "rasa.core.processor", "telegram.Bot"}
    assert {one["logger"] for one in found} <= set(LIBRARIES)
    for one in found:
        assert list(one) == PARTS
        assert one["says"] == "withheld"
        assert set(one["fields"]) <= {"place", "fault"}
        assert one["fields"]["place"].startswith("saying.py:")
        fault = one["fields"].get("fault")
        assert fault is None or shown("fault", fault) == ("fault", fault)


@pytest.mark.parametrize(
    ("call", "says", "fields"),
    [
        ('LOG.error("a turn failed", channel="sms", tries=3)', "a turn failed", {"channel": "sms", "tries": 3}),
        ('LOG.info("waited", seconds=1.23456, status=None)', "waited", {"seconds": 1.235, "status": None}),
        ('LOG.error(f"a turn of {words} failed", tries=3)', "withheld", {"tries": 3}),
        ("LOG.error(words, words=words)", "withheld", {"words": "withheld"}),
        ('LOG.error("a turn failed", **{words: 1})', "a turn failed", {"withheld": "withheld"}),
        (
            'LOG.error("a turn failed", level=words, time=words)',
            "a turn failed",
            {"level": "withheld", "time": "withheld"},
        ),
        ('LOG.error("a turn failed", exc_info=ValueError(words))', "a turn failed", {"fault": "ValueError"}),
        ("logging.getLogger('uvicorn.error').info('Shutting down')", "Shutting down", {}),
    ],
)
def test_what_we_say(call: str, says: str, fields: dict[str, object]) -> None:
    """Sentences and fields come through as in a line for people, numbers as numbers; the rest is withheld."""
    [record] = recorded_by(call)
    assert (record["says"], record["fields"]) == (says, fields)
    assert set(fields) <= {*FIELDS, "withheld"} or "withheld" in fields.values()
    at = datetime.fromisoformat(record["time"])
    assert at.utcoffset() == UTC.utcoffset(None)
    assert abs((datetime.now(UTC) - at).total_seconds()) < 60


def test_crashes_are_objects_too() -> None:
    """A fault that ends the process is one object, with its name and without its text."""
    [record] = recorded_by("raise ValueError(words)")
    assert (record["level"], record["says"]) == ("CRITICAL", "the process ends by a fault")
    assert record["fields"]["fault"].startswith("ValueError at ")


def test_a_record_that_can_not_be_written() -> None:
    """Where making a line fails there is an object in its place, without what it was to say."""
    [record] = recorded_by(
        "from bot.privacy.log_filter import Said\n"
        "broken = Said('a turn failed', {'tries': object()})\n"
        "logging.getLogger('bot.here').error(broken)"
    )
    assert (record["says"], record["fields"]) == ("a log line was lost", {})
