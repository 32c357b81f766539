"""If a turn fails the person gets a reply, and the log says nothing about them."""

import json
import logging
from dataclasses import asdict
from pathlib import Path

import pytest

from actions import all_actions
from bot.engine.action_executor import InProcessActionEndpoint
from bot.engine.engine import Engine
from bot.engine.fallback_reply import FallbackReply
from bot.engine.processor import TurnProcessor
from bot.engine.tracker_store import KIND
from bot.engine.training import model_path
from bot.rendering.renderer import Renderer
from directory import Directory, Rights, open_database
from tests.engine.writer import Writer
from tests.metrics.exposition import CounterChanges

SORRY = {"en": "Something went wrong on my side", "es": "Algo falló de mi lado", "th": "ทางเรามีปัญหา"}
TEXT = "i need a place to sleep, my name is Qwertina, i am in Chiang Mai"


@pytest.fixture(scope="module")
def broken(model_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Return an engine whose database lacks two tables."""
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('gone')}/directory.sqlite3")
    with database.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE service RENAME TO service_elsewhere")
        connection.exec_driver_sql("ALTER TABLE emergency_number RENAME TO emergency_number_elsewhere")
    processor = TurnProcessor(
        model_path(model_dir), InProcessActionEndpoint(all_actions(Directory(database), Rights.read()))
    )
    return Engine(processor, Renderer(processor.domain.responses).render)


NEED = {
    "en": TEXT,
    "es": "necesito un lugar donde dormir, estoy en Chiang Mai",
    "th": "หนูอยากหาที่พัก ตอนนี้อยู่เชียงใหม่",
}
DANGER = {
    "en": "he is going to kill me, i am in Bangkok",
    "es": "me van a matar, ayudenme ya, estoy en Bangkok",
    "th": "เขาจะฆ่าหนู อยู่กรุงเทพ",
}


@pytest.mark.parametrize("texts", [NEED, DANGER], ids=["need", "danger"])
@pytest.mark.parametrize("language", SORRY)
async def test_the_person_gets_an_apology(broken: Engine, language: str, texts: dict[str, str]) -> None:
    """A first message that fails is answered in its own language, whatever the hint says."""
    writer = Writer(broken, language_hint="en")
    await writer.send_text(texts[language])
    assert SORRY[language] in writer.text
    assert "112" in writer.text


async def test_the_log_names_the_error_only(broken: Engine, caplog: pytest.LogCaptureFixture) -> None:
    """The log has the type and line of the exception: no word, no pseudonym, no slot value, no traceback."""
    writer = Writer(broken)
    with caplog.at_level(logging.DEBUG):
        await writer.send_text(TEXT)
    assert "turn failed error='OperationalError at " in caplog.text
    for private in ("Qwertina", "sleep", "shelter", "Chiang", "TH-50", writer.pseudonym, "Traceback"):
        assert private not in caplog.text


async def test_no_words_and_no_pseudonym_in_the_log(broken: Engine, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing that a failed turn logs contains a word or the pseudonym of the person."""
    writer = Writer(broken)
    with caplog.at_level(logging.DEBUG):
        await writer.send_text(TEXT)
    assert caplog.records
    assert not [private for private in ("Qwertina", "sleep", writer.pseudonym) if private in caplog.text]


async def test_the_error_is_counted_once(broken: Engine) -> None:
    """A turn that fails because of the database is counted as a database error, once."""
    errors = CounterChanges("waylight_faults_total")
    await Writer(broken).send_text(TEXT)
    assert errors() == {"database": 1}


async def test_a_failed_turn_is_not_stored(broken: Engine) -> None:
    """A failed turn leaves the conversation in its previous state."""
    writer = Writer(broken)
    await writer.send_text("hello")
    before = await writer.state()
    await writer.send_text(TEXT)
    assert await writer.state() == before


async def test_an_error_outside_of_actions(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    """An error outside of actions, here an unreadable choice, gets a reply and a log entry without words."""
    writer = Writer(engine, language_hint="th")
    await writer.send_text("สวัสดีค่ะ")
    state = await writer.state()
    state.slots["open_choices"].append({"label": "Qwertina"})
    store = engine._processor.tracker_store.store
    await store.put(KIND, writer.pseudonym, json.dumps(asdict(state)).encode(), 60)
    errors = CounterChanges("waylight_faults_total")
    await writer.press("token")
    assert SORRY["th"] in writer.text
    assert errors() == {"other": 1}
    assert "turn failed error='KeyError at " in caplog.text
    assert "Qwertina" not in caplog.text


async def test_the_apology_has_the_emergency_number(processor: TurnProcessor) -> None:
    """A person whose country is known gets its emergency number with the apology."""
    speak = Renderer(processor.domain.responses).render
    writer = Writer(Engine(processor, speak, fallback=FallbackReply(speak, {"TH": {"police": ["191"]}})))
    await writer.send_text("i need a lawyer in Bangkok")
    state = await writer.state()
    state.slots["open_choices"].append({"label": "Qwertina"})
    await processor.tracker_store.store.put(KIND, writer.pseudonym, json.dumps(asdict(state)).encode(), 60)
    await writer.press("token")
    assert SORRY["en"] in writer.text
    assert "191" in writer.text
