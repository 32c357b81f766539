"""Logs by an allow-list: they never contain what people write or how they can be reached."""

import re
import subprocess
import sys
import timeit
from pathlib import Path

import pytest
import structlog

from bot.core.message import MessageKind
from bot.privacy.log_filter import ALLOWED_FIELDS, filter_field, format_field
from tests.log_messages import LIBRARIES, SECRETS

SILENT = {"uvicorn.access", "py.warnings"}
LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (?P<level>[A-Z]+) (?P<logger>[\w.]+) (?P<said>.+)")
PRELUDE = """
import asyncio, logging, structlog
from bot.privacy.logging import configure_logging, install_loop_exception_handler
configure_logging("DEBUG")
LOG = structlog.stdlib.get_logger("bot.here")
words = " ".join(["Qwertina", "15005550123"])
"""
UNCAUGHT_IN_A_LOOP = """
async def main():
    install_loop_exception_handler(asyncio.get_running_loop())
    asyncio.get_running_loop().call_soon(lambda: {}[words])
    await asyncio.sleep(0)
asyncio.run(main())
"""


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run Python in a process of its own in the root of the project."""
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1], env=environment or None
    )


def printed_by(code: str) -> str:
    """Return what a code prints on either stream after logging is configured."""
    done = run("-c", PRELUDE + code)
    return done.stdout + done.stderr


@pytest.fixture(scope="module", params=["as they come", "own-level"])
def logged(request: pytest.FixtureRequest) -> dict[str, list[tuple[str, str]]]:
    """Return logger -> (level, rest of the line), of a process in which every library logs secrets."""
    done = run("-m", "tests.log_messages", request.param)
    lines = (done.stdout + done.stderr).splitlines()
    assert done.returncode == 0, lines[-1:]
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in LIBRARIES}
    for line in lines:
        match = LINE.fullmatch(line)
        assert match, "a line that isn't one of ours"
        found[match["logger"]].append((match["level"], match["said"]))
    return found


@pytest.mark.parametrize("name", LIBRARIES)
def test_library_records_hold_no_content(logged: dict[str, list[tuple[str, str]]], name: str) -> None:
    """Only the location of a library's record is printed, whatever its message, arguments or exception."""
    place = re.compile(
        r"withheld place='log_messages\.py:\d+ in log_secrets'"
        r"( error=(ValueError|'KeyError at log_messages\.py:\d+ in log_secrets'))?"
    )
    assert not [secret for secret in SECRETS if secret in str(logged[name])]
    assert all(place.fullmatch(rest) for _, rest in logged[name])


@pytest.mark.parametrize("name", sorted(set(LIBRARIES) - SILENT))
def test_library_errors_are_logged(logged: dict[str, list[tuple[str, str]]], name: str) -> None:
    """Errors of libraries are logged with level and exception type."""
    levels = [level for level, _ in logged[name]]
    assert {"ERROR", "CRITICAL"} <= set(levels)
    assert any("KeyError at log_messages.py" in rest for _, rest in logged[name])
    assert "INFO" not in levels
    assert "DEBUG" not in levels


@pytest.mark.parametrize("name", sorted(SILENT))
def test_access_log_is_off(logged: dict[str, list[tuple[str, str]]], name: str) -> None:
    """The web server's access log and Python's warnings are off at every level."""
    assert logged[name] == []


def test_server_start_is_logged() -> None:
    """Only uvicorn's messages about start and stop are printed, without values."""
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
        ('LOG.error("a turn failed", exc_info=ValueError(words))', "a turn failed error=ValueError"),
        ('LOG.info("a turn failed", stack_info=True)', "a turn failed"),
    ],
)
def test_own_messages(call: str, line: str) -> None:
    """Constant sentences and allowed fields are printed; the rest is withheld."""
    match = LINE.fullmatch(printed_by(call).strip())
    assert match
    assert match["said"] == line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("error", "KeyError at turn.py:42 in answer"),
        ("error", "TimedOut at _httpxrequest.py:7 in do_request"),
        ("error", "OperationalError"),
        ("error", "ValueError at <string>:1 in <module>"),
        ("channel", "telegram"),
        ("kind", MessageKind.TEXT),
        ("status", 502),
        ("code", 21610),
        ("port", 8000),
        ("seconds", 0.25),
        ("tries", 2),
        ("count", 5000),
        ("total", 200_000),
    ],
)
def test_allowed_values(name: str, value: object) -> None:
    """Every allowed field prints its values."""
    assert "withheld" not in format_field(*filter_field(name, value))


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


@pytest.mark.parametrize("name", [*ALLOWED_FIELDS, "text", "chat_id"])
@pytest.mark.parametrize("value", _PERSONAL, ids=str)
def test_withheld_values(name: str, value: object) -> None:
    """Names, sentences, phone numbers and chat ids are withheld in every field."""
    assert filter_field(name, value) == (name, "withheld")


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("raise ValueError(words)", "CRITICAL"),
        ("import threading; t = threading.Thread(target=lambda: {}[words]); t.start(); t.join()", "thread crashed"),
        ("class D:\n def __del__(self): raise ValueError(words)\nD()", "exception could not be raised"),
        (UNCAUGHT_IN_A_LOOP, "uncaught exception"),
        ("import warnings; warnings.warn(words)", ""),
        ("try:\n raise KeyError(words)\nexcept KeyError as e: raise RuntimeError(words) from e", "RuntimeError at "),
    ],
)
def test_crashes_are_logged_without_text(code: str, names: str) -> None:
    """A crash of the process or a thread, or an uncaught exception, is one line with its type and without its text."""
    out = printed_by(code)
    assert "Qwertina" not in out
    assert "Traceback" not in out
    assert names in out
    assert bool(out) == bool(names)


def test_closed_stderr() -> None:
    """If standard error is closed a record is lost and the service continues."""
    done = run("-c", f"{PRELUDE}import sys\nsys.stderr.close()\nLOG.error('a turn failed', text=words)\nprint('alive')")
    assert done.stdout == "alive\n"


def test_configuring_twice() -> None:
    """Configuring twice leaves one handler."""
    assert printed_by('configure_logging("INFO")\nLOG.info("ready")\nLOG.debug("unheard")').count("\n") == 1


def test_suppressed_call_is_cheap() -> None:
    """A suppressed call costs less than two microseconds."""
    log = structlog.stdlib.get_logger("rasa.unheard")
    log.setLevel("ERROR")
    # Short rounds, so that on a busy machine some are not interrupted.
    took = timeit.repeat(lambda: log.debug("a turn began", channel="sms", tries=1), number=500, repeat=400)
    assert min(took) / 500 < 2e-6


def test_message_leaves_no_trace(model_dir: Path) -> None:
    """A text that goes through the whole pipeline at the lowest level is on no stream, and neither is a command."""
    out = printed_by(
        "from pathlib import Path\nfrom bot.engine.standalone_parser import StandaloneParser\n"
        f"parser = StandaloneParser.load(Path({str(model_dir)!r}))\n"
        "for text in (words, '/find_shelter{' + words, '/inform{\"place\": \"' + words + '\"}'):\n"
        " assert parser.parse(text)\n"
        "print('understood')"
    )
    assert "understood" in out
    assert "Qwertina" not in out
