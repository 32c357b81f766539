"""While a process answers people, no line of its log tells when somebody wrote, and no fault floods it."""

import re

import pytest

from tests.test_json_logs import AS_JSON, records
from tests.test_logs import LINE, printed_by, run

BATCHED = """
import os, time
from bot.privacy.log_batches import batched_log_lines
"""


def test_repeated_fault_is_one_line_with_its_count() -> None:
    """However often a fault occurs, it is one line a minute; another fault is another line, in the order of both."""
    out = printed_by(
        f"{BATCHED}"
        "with batched_log_lines():\n"
        " for number in range(500):\n"
        "  LOG.error('state store unavailable', channel='sms')\n"
        "  LOG.warning('twilio delete failed', error='ConnectError', seconds=number / 7)\n"
        " LOG.error('state store unavailable', channel='telegram')\n"
    )
    said = [LINE.fullmatch(line)["said"] for line in out.splitlines()]  # type: ignore[index]
    assert said == [
        "state store unavailable channel=sms times=500",
        "twilio delete failed error=ConnectError seconds=0.000 times=500",
        "state store unavailable channel=telegram",
    ]


def test_lines_are_written_by_the_clock() -> None:
    """A line is not written when something happens but at the next full interval, without anything else happening."""
    out = printed_by(
        f"{BATCHED}"
        "with batched_log_lines(0.5):\n"
        " time.sleep(0.5 - time.time() % 0.5 + 0.1)\n"
        " LOG.error('turn failed'); os.write(2, b'happened\\n')\n"
        " time.sleep(1); os.write(2, b'later\\n')\n"
    )
    before, line, after = out.splitlines()
    assert (before, after) == ("happened", "later")
    assert line.endswith("ERROR bot.here turn failed")


def test_json_has_the_count() -> None:
    """As JSON it is the same."""
    done = run("-c", f"{AS_JSON}{BATCHED}with batched_log_lines():\n for _ in range(3): LOG.error('turn failed')\n")
    (record,) = records(done.stderr)
    assert (record["says"], record["fields"]) == ("turn failed", {"times": 3})


@pytest.mark.parametrize("end", ["LOG.critical('process crashed')", "raise SystemExit", "raise ValueError(words)"])
def test_the_end_of_a_process_loses_nothing(end: str) -> None:
    """What waits is written before a crash, and at the end."""
    out = printed_by(f"{BATCHED}with batched_log_lines():\n LOG.error('turn failed')\n {end}\n")
    assert out.splitlines()[0].endswith("turn failed")
    assert "Qwertina" not in out


def test_batch_holds_nothing_withheld() -> None:
    """Of a library's record only what may be printed waits: neither its text nor its arguments stay in memory."""
    out = printed_by(
        f"{BATCHED}handler = logging.root.handlers[0]\n"
        "with batched_log_lines():\n"
        " logging.getLogger('httpx').error('sent %s', words, exc_info=ValueError(words))\n"
        " assert handler._batch and words not in repr(handler._batch)\n"
    )
    assert re.search(r"ERROR httpx withheld place='<string>:\d+ in <module>' error=ValueError$", out)


def test_lines_are_written_at_once_otherwise() -> None:
    """Before a process answers people and after it has stopped, each line is written at once."""
    out = printed_by(
        f"{BATCHED}LOG.info('ready'); os.write(2, b'one\\n')\n"
        "with batched_log_lines(): pass\n"
        "LOG.info('ready'); os.write(2, b'two\\n')\n"
    )
    assert [line.split()[-1] for line in out.splitlines()] == ["ready", "one", "ready", "two"]


def test_start_and_stop_are_written_at_once() -> None:
    """What the web server says of its start and stop is not about people, and operators wait for it."""
    out = printed_by(
        f"{BATCHED}with batched_log_lines():\n"
        " LOG.error('turn failed')\n"
        " logging.getLogger('uvicorn.error').info('Shutting down'); os.write(2, b'later\\n')\n"
    )
    assert [line.rpartition(" bot.here ")[2].rpartition(" uvicorn.error ")[2] for line in out.splitlines()] == [
        "turn failed",
        "Shutting down",
        "later",
    ]
