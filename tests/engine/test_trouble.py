"""Whatever breaks in a turn, the person is answered and the log says nothing of them."""

import json
import logging
from dataclasses import asdict
from pathlib import Path

import pytest

from actions import all_actions
from bot.engine.action_executor import InProcessActions
from bot.engine.engine import Engine
from bot.engine.fallback_reply import Apology
from bot.engine.processor import TurnProcessor
from bot.engine.tracker_store import KIND
from bot.engine.training import model_path
from bot.rendering.renderer import Speaker
from directory import Directory, Rights, open_database
from tests.engine.writer import Writer
from tests.metrics.shown import Steps

SORRY = {"en": "Something went wrong on my side", "es": "Algo falló de mi lado", "th": "ทางเรามีปัญหา"}
WORDS = "i need a place to sleep, my name is Qwertina, i am in Chiang Mai"


@pytest.fixture(scope="module")
def broken(model_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Return an engine whose directory has lost two tables."""
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('gone')}/directory.sqlite3")
    with database.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE service RENAME TO service_elsewhere")
        connection.exec_driver_sql("ALTER TABLE emergency_number RENAME TO emergency_number_elsewhere")
    processor = TurnProcessor(model_path(model_dir), InProcessActions(all_actions(Directory(database), Rights.read())))
    return Engine(processor, Speaker(processor.domain.responses).speak)


NEED = {
    "en": WORDS,
    "es": "necesito un lugar donde dormir, estoy en Chiang Mai",
    "th": "หนูอยากหาที่พัก ตอนนี้อยู่เชียงใหม่",
}
DANGER = {
    "en": "he is going to kill me, i am in Bangkok",
    "es": "me van a matar, ayudenme ya, estoy en Bangkok",
    "th": "เขาจะฆ่าหนู อยู่กรุงเทพ",
}


@pytest.mark.parametrize("said", [NEED, DANGER], ids=["need", "danger"])
@pytest.mark.parametrize("language", SORRY)
async def test_they_are_told_at_once(broken: Engine, language: str, said: dict[str, str]) -> None:
    """A first message that fails ends in one calm sentence, in its own language, whatever the hint says."""
    writer = Writer(broken, language_hint="en")
    await writer.says(said[language])
    assert SORRY[language] in writer.heard
    assert "112" in writer.heard


async def test_the_log_has_none_of_their_words(broken: Engine, caplog: pytest.LogCaptureFixture) -> None:
    """What is logged of the fault is its type and line: no word, no pseudonym, no slot value, no traceback."""
    writer = Writer(broken)
    with caplog.at_level(logging.DEBUG):
        await writer.says(WORDS)
    assert "a turn failed fault='OperationalError at " in caplog.text
    for private in ("Qwertina", "sleep", "shelter", "Chiang", "TH-50", writer.pseudonym, "Traceback"):
        assert private not in caplog.text


async def test_no_words_and_no_pseudonym_in_the_log(broken: Engine, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing that a failed turn logs has a word of the person's in it, or who they are."""
    writer = Writer(broken)
    with caplog.at_level(logging.DEBUG):
        await writer.says(WORDS)
    assert caplog.records
    assert not [private for private in ("Qwertina", "sleep", writer.pseudonym) if private in caplog.text]


async def test_the_fault_is_counted(broken: Engine) -> None:
    """A turn that fails for the database's sake is counted as its fault, once."""
    faults = Steps("waylight_faults_total")
    await Writer(broken).says(WORDS)
    assert faults() == {"database": 1}


async def test_nothing_is_kept_of_a_turn_that_failed(broken: Engine) -> None:
    """A failed turn leaves the conversation where it stood before."""
    writer = Writer(broken)
    await writer.says("hello")
    before = await writer.record()
    await writer.says(WORDS)
    assert await writer.record() == before


async def test_a_fault_of_the_engine(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    """A fault outside of the actions, here a choice that can't be read, is answered and named without words."""
    writer = Writer(engine, language_hint="th")
    await writer.says("สวัสดีค่ะ")
    record = await writer.record()
    record.slots["open_choices"].append({"label": "Qwertina"})
    kept = engine._processor.tracker_store.kept
    await kept.put(KIND, writer.pseudonym, json.dumps(asdict(record)).encode(), 60)
    faults = Steps("waylight_faults_total")
    await writer.chooses("token")
    assert SORRY["th"] in writer.heard
    assert faults() == {"other": 1}
    assert "a turn failed fault='KeyError at " in caplog.text
    assert "Qwertina" not in caplog.text


async def test_the_number_of_where_they_are(processor: TurnProcessor) -> None:
    """Whoever told where they are gets that country's emergency number with the apology."""
    speak = Speaker(processor.domain.responses).speak
    writer = Writer(Engine(processor, speak, apology=Apology(speak, {"TH": {"police": ["191"]}})))
    await writer.says("i need a lawyer in Bangkok")
    record = await writer.record()
    record.slots["open_choices"].append({"label": "Qwertina"})
    await processor.tracker_store.kept.put(KIND, writer.pseudonym, json.dumps(asdict(record)).encode(), 60)
    await writer.chooses("token")
    assert SORRY["en"] in writer.heard
    assert "191" in writer.heard
