"""Logs by an allow-list: what people write, and what they are reached by, never gets into one."""

import re
import subprocess
import sys
import timeit
from pathlib import Path

import pytest
import structlog

from bot.core.message import Heard
from bot.privacy.log_filter import FIELDS, shown, written
from tests.saying import LIBRARIES, SECRETS

SILENT = {"uvicorn.access", "py.warnings"}
LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (?P<level>[A-Z]+) (?P<logger>[\w.]+) (?P<said>.+)")
PRELUDE = """
import asyncio, logging, structlog
from bot.privacy.logging import quiet, quiet_loop
quiet("DEBUG")
LOG = structlog.stdlib.get_logger("bot.here")
words = " ".join(["Qwertina", "15005550123"])
"""
UNCAUGHT_IN_A_LOOP = """
async def main():
    quiet_loop(asyncio.get_running_loop())
    asyncio.get_running_loop().call_soon(lambda: {}[words])
    await asyncio.sleep(0)
asyncio.run(main())
"""


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run Python in a process of its own, at the project's root."""
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1], env=environment or None
    )


def printed_by(code: str) -> str:
    """Return what code prints after `quiet`, on either stream."""
    done = run("-c", PRELUDE + code)
    return done.stdout + done.stderr


@pytest.fixture(scope="module", params=["as they come", "own-level"])
def said(request: pytest.FixtureRequest) -> dict[str, list[tuple[str, str]]]:
    """Return logger -> (level, rest of the line), of all that a process printed in which everybody said everything."""
    done = run("-m", "tests.saying", request.param)
    lines = (done.stdout + done.stderr).splitlines()
    assert done.returncode == 0, lines[-1:]
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in LIBRARIES}
    for line in lines:
        match = LINE.fullmatch(line)
        assert match, "a line that isn't one of ours"
        found[match["logger"]].append((match["level"], match["said"]))
    return found


@pytest.mark.parametrize("name", LIBRARIES)
def test_libraries_leave_no_trace(said: dict[str, list[tuple[str, str]]], name: str) -> None:
    """Of a library's record only the place is printed, whatever is in its message, arguments, extra, fault or stack."""
    place = re.compile(
        r"withheld place='saying\.py:\d+ in say'( fault=(ValueError|'KeyError at saying\.py:\d+ in say'))?"
    )
    assert not [secret for secret in SECRETS if secret in str(said[name])]
    assert all(place.fullmatch(rest) for _, rest in said[name])


@pytest.mark.parametrize("name", sorted(set(LIBRARIES) - SILENT))
def test_that_a_library_failed_is_told(said: dict[str, list[tuple[str, str]]], name: str) -> None:
    """Errors of libraries are not swallowed: one line each, with the level and what fault it was."""
    levels = [level for level, _ in said[name]]
    assert {"ERROR", "CRITICAL"} <= set(levels)
    assert any("KeyError at saying.py" in rest for _, rest in said[name])
    assert "INFO" not in levels
    assert "DEBUG" not in levels


@pytest.mark.parametrize("name", sorted(SILENT))
def test_access_logs_and_warnings_are_off(said: dict[str, list[tuple[str, str]]], name: str) -> None:
    """The web server's access log and Python's warnings say nothing, whatever their level."""
    assert said[name] == []


def test_the_server_says_that_it_starts() -> None:
    """Of uvicorn's sentences those about start and stop come through, without values, and no others."""
    out = printed_by(
        "LOG = logging.getLogger('uvicorn.error')\n"
        "LOG.info('Started server process [%d]', 15005550123)\n"
        "LOG.info('Uvicorn running on %s://%s:%d', 'http', words, 1)\n"
        "LOG.error('Exception in ASGI application', exc_info=ValueError(words))"
    )
    rest = [LINE.fullmatch(line)["said"] for line in out.splitlines()]  # type: ignore[index]
    assert rest[0] == "Started server process"
    assert [line.partition(" place=")[0] for line in rest[1:]] == ["withheld"]


@pytest.mark.parametrize(
    ("call", "line"),
    [
        ('LOG.error("a turn failed", channel="sms", tries=3)', "a turn failed channel=sms tries=3"),
        ('LOG.info("waited", seconds=1.23456, status=None)', "waited seconds=1.235 status=None"),
        ('LOG.error(f"a turn of {words} failed", tries=3)', "withheld tries=3"),
        ('LOG.error("a turn of %s failed", words)', "a turn of %s failed positional_args=withheld"),
        ("LOG.error(words, words=words)", "withheld words=withheld"),
        ('LOG.error("a turn failed", **{words: 1})', "a turn failed withheld"),
        ('LOG.bind(number=words).warning("a turn failed")', "a turn failed number=withheld"),
        ('LOG.error("a turn failed", exc_info=ValueError(words))', "a turn failed fault=ValueError"),
        ('LOG.info("a turn failed", stack_info=True)', "a turn failed"),
    ],
)
def test_what_we_say(call: str, line: str) -> None:
    """Our sentences come through when they stand in the code, fields when they are allowed; the rest is withheld."""
    match = LINE.fullmatch(printed_by(call).strip())
    assert match
    assert match["said"] == line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fault", "KeyError at turn.py:42 in answer"),
        ("fault", "TimedOut at _httpxrequest.py:7 in do_request"),
        ("fault", "OperationalError"),
        ("fault", "ValueError at <string>:1 in <module>"),
        ("channel", "telegram"),
        ("kind", Heard.WORDS),
        ("status", 502),
        ("code", 21610),
        ("port", 8000),
        ("seconds", 0.25),
        ("tries", 2),
        ("count", 5000),
        ("total", 200_000),
    ],
)
def test_what_a_field_may_hold(name: str, value: object) -> None:
    """Every field of the list has values that are printed."""
    assert "withheld" not in written(*shown(name, value))


_PERSONAL = [
    "Qwertina",
    "he locks the door at night",
    "+15005550123",
    "15005550123",
    15005550123,
    -1005005550123,
    15005550123.0,
    float("nan"),
    b"Qwertina",
    ["Qwertina"],
    {"Qwertina": 1},
    "KeyError: 'Qwertina'",
    "KeyError at turn.py:42 in answer\nQwertina",
]


@pytest.mark.parametrize("name", [*FIELDS, "text", "chat_id"])
@pytest.mark.parametrize("value", _PERSONAL, ids=str)
def test_what_no_field_holds(name: str, value: object) -> None:
    """A name, a sentence, a number to call or a chat's id is withheld, whatever field it was put into by mistake."""
    assert shown(name, value) == (name, "withheld")


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("raise ValueError(words)", "CRITICAL"),
        ("import threading; t = threading.Thread(target=lambda: {}[words]); t.start(); t.join()", "a thread ended"),
        ("class D:\n def __del__(self): raise ValueError(words)\nD()", "nobody can catch"),
        (UNCAUGHT_IN_A_LOOP, "nobody caught"),
        ("import warnings; warnings.warn(words)", ""),
        ("try:\n raise KeyError(words)\nexcept KeyError as e: raise RuntimeError(words) from e", "RuntimeError at "),
    ],
)
def test_crashes_are_named(code: str, names: str) -> None:
    """A fault that ends the process or a thread, or that nobody catches, is one line with its name and no text."""
    out = printed_by(code)
    assert "Qwertina" not in out
    assert "Traceback" not in out
    assert names in out
    assert bool(out) == bool(names)


def test_a_log_that_cannot_be_written() -> None:
    """Where standard error is closed a record is lost, and the service goes on."""
    done = run("-c", f"{PRELUDE}import sys\nsys.stderr.close()\nLOG.error('a turn failed', text=words)\nprint('alive')")
    assert done.stdout == "alive\n"


def test_twice_is_once() -> None:
    """Setting up twice leaves one handler, so that nothing is logged twice."""
    assert printed_by('quiet("INFO")\nLOG.info("ready")\nLOG.debug("unheard")').count("\n") == 1


def test_a_call_that_nobody_hears_is_cheap() -> None:
    """A suppressed call costs less than two microseconds."""
    log = structlog.stdlib.get_logger("rasa.unheard")
    log.setLevel("ERROR")
    # Short rounds, so that on a busy machine some are not interrupted.
    took = timeit.repeat(lambda: log.debug("a turn began", channel="sms", tries=1), number=500, repeat=400)
    assert min(took) / 500 < 2e-6


def test_a_real_message_leaves_no_trace(model_dir: Path) -> None:
    """A text that goes through the whole pipeline at the loudest level is on no stream, a command neither."""
    out = printed_by(
        "from pathlib import Path\nfrom bot.engine.standalone_parser import Understanding\n"
        f"understanding = Understanding.load(Path({str(model_dir)!r}))\n"
        "for text in (words, '/find_shelter{' + words, '/inform{\"place\": \"' + words + '\"}'):\n"
        " assert understanding.of(text)\n"
        "print('understood')"
    )
    assert "understood" in out
    assert "Qwertina" not in out
