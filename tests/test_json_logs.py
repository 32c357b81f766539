"""JSON logs: the same allow-list, one JSON object a line."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.privacy.log_filter import ALLOWED_FIELDS, filter_field
from tests.log_messages import LIBRARIES, SECRETS
from tests.test_logs import PRELUDE, run

AS_JSON = PRELUDE.replace('configure_logging("DEBUG")', 'configure_logging("DEBUG", "json")')
PARTS = ["time", "level", "logger", "says", "fields"]


def records(printed: str) -> list[dict[str, Any]]:
    """Return the printed objects; raise ValueError if a line is no object."""
    return [json.loads(line) for line in printed.splitlines()]


def recorded_by(code: str) -> list[dict[str, Any]]:
    """Return what a code prints on either stream."""
    done = run("-c", AS_JSON + code)
    return records(done.stdout + done.stderr)


def test_every_line_is_an_object() -> None:
    """Whatever is logged, each line is an object of five members with allowed content."""
    done = run("-m", "tests.log_messages", "own-level", "json")
    assert done.returncode == 0
    printed = done.stdout + done.stderr
    assert [secret for secret in SECRETS if secret in printed] == []
    found = records(printed)
    assert {one["logger"] for one in found} > {"httpx", "rasa.core.processor", "telegram.Bot"}
    assert {one["logger"] for one in found} <= set(LIBRARIES)
    for one in found:
        assert list(one) == PARTS
        assert one["says"] == "withheld"
        assert set(one["fields"]) <= {"place", "error"}
        assert one["fields"]["place"].startswith("log_messages.py:")
        fault = one["fields"].get("error")
        assert fault is None or filter_field("error", fault) == ("error", fault)


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
        ('LOG.error("a turn failed", exc_info=ValueError(words))', "a turn failed", {"error": "ValueError"}),
        ("logging.getLogger('uvicorn.error').info('Shutting down')", "Shutting down", {}),
    ],
)
def test_own_messages(call: str, says: str, fields: dict[str, object]) -> None:
    """Sentences and fields are those of the text format, with numbers as numbers; the rest is withheld."""
    [record] = recorded_by(call)
    assert (record["says"], record["fields"]) == (says, fields)
    assert set(fields) <= {*ALLOWED_FIELDS, "withheld"} or "withheld" in fields.values()
    at = datetime.fromisoformat(record["time"])
    assert at.utcoffset() == UTC.utcoffset(None)
    assert abs((datetime.now(UTC) - at).total_seconds()) < 60


def test_crash_is_an_object() -> None:
    """A crash is one object with the type of the exception and without its text."""
    [record] = recorded_by("raise ValueError(words)")
    assert (record["level"], record["says"]) == ("CRITICAL", "process crashed")
    assert record["fields"]["error"].startswith("ValueError at ")


def test_unformattable_record() -> None:
    """If a record can't be formatted, an object without its content replaces it."""
    [record] = recorded_by(
        "from bot.privacy.log_filter import FilteredMessage\n"
        "broken = FilteredMessage('a turn failed', {'tries': object()})\n"
        "logging.getLogger('bot.here').error(broken)"
    )
    assert (record["says"], record["fields"]) == ("log line lost", {})
