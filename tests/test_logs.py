"""Quiet logs: what people write never gets into one."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.engine.quiet import quiet_rasa
from bot.engine.understanding import Understanding
from bot.privacy.logs import OURS, quiet

WORDS = "my name is Qwertina"


class Kept(logging.Handler):
    """Keeps every record that reaches it."""

    def __init__(self) -> None:
        """Nothing has been said yet."""
        super().__init__(logging.NOTSET)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record with everything in it."""
        self.said.append(f"{record.getMessage()} {vars(record)}")


@pytest.fixture
def kept() -> Iterator[Kept]:
    """Return a handler beside the service's own, after `quiet` and `quiet_rasa` at their loudest."""
    quiet("DEBUG")
    quiet_rasa()
    handler = Kept()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error", "critical"])
@pytest.mark.parametrize("name", ["rasa", "rasa.core.processor", "rasa.nlu.featurizers"])
def test_structlog_values_are_dropped(kept: Kept, capsys: pytest.CaptureFixture[str], level: str, name: str) -> None:
    """Of what Rasa says through structlog at most the event's name comes through, never its values."""
    getattr(structlog.get_logger(name), level)("processor.message.parse", parse_data_text=WORDS, user_text=WORDS)
    getattr(structlog.get_logger(name), level)(f"event {WORDS}", slot_values=WORDS)
    printed = capsys.readouterr()
    assert "Qwertina" not in "".join(kept.said) + printed.out + printed.err


def test_the_event_itself_comes_through(kept: Kept) -> None:
    """An error of Rasa's is not swallowed: its name is logged."""
    structlog.get_logger("rasa.core").error("processor.failed", text=WORDS)
    assert "processor.failed" in "".join(kept.said)


@pytest.mark.parametrize("name", ["rasa", "rasa.core.processor", "rasa_sdk.executor"])
@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO, logging.WARNING])
def test_rasa_says_nothing_below_error(kept: Kept, name: str, level: int) -> None:
    """Rasa's plain log records, which quote slots and texts, end below ERROR."""
    logging.getLogger(name).log(level, "Received %s", WORDS)
    assert kept.said == []


def test_a_real_message_leaves_no_trace(
    understanding: Understanding, kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    """A text that goes through the whole pipeline appears in no log and on no stream, a command neither."""
    for text in (WORDS, f"/find_shelter{{{WORDS}", f'/inform{{"place": "{WORDS}"}}'):
        understanding.of(text)
    printed = capsys.readouterr()
    assert "Qwertina" not in "".join(kept.said) + printed.out + printed.err


@pytest.mark.parametrize(
    "name", ["httpx", "httpcore", "telegram", "twilio.http_client", "sqlalchemy.engine", "asyncio"]
)
def test_libraries_are_quiet(kept: Kept, name: str) -> None:
    """What libraries say at INFO, such as httpx with the bot's token in an address, is not logged."""
    logging.getLogger(name).info("HTTP Request: POST https://api.example/bot123:TOKEN/sendMessage")
    assert kept.said == []


def test_access_logs_are_off(kept: Kept) -> None:
    """The web server's access log, which has addresses in it, says nothing."""
    logging.getLogger("uvicorn.access").warning("203.0.113.7 GET /")
    assert kept.said == []


@pytest.mark.parametrize("name", OURS)
def test_ours_are_heard(kept: Kept, name: str) -> None:
    """Our own packages log at the level that was set."""
    logging.getLogger(name).debug("ready")
    assert len(kept.said) == 1


def test_twice_is_once() -> None:
    """Setting up twice leaves one handler, so that nothing is logged twice."""
    for _ in range(2):
        quiet("INFO")
        quiet_rasa()
    own = [handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler]
    assert len(own) == 1
