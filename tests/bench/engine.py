"""The engine alone, in this process, and what a turn of it costs."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from actions import all_actions
from bot.core.message import InboundMessage, PersonsWords, Pseudonym
from bot.engine.action_executor import InProcessActions
from bot.engine.engine import Engine
from bot.engine.processor import TurnProcessor
from bot.engine.training import ROOT, ensure_model
from bot.rendering.renderer import Speaker
from bot.state.memory_store import InMemory
from directory import Directory, Rights, open_database


@contextmanager
def opened_engine(store: InMemory | None = None) -> Iterator[Engine]:
    """Load the model and the starter directory; give an engine that finds nobody too fast."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/directory.sqlite3")
        actions = InProcessActions(all_actions(Directory(database), Rights.read()))
        processor = TurnProcessor(ensure_model(ROOT / ".waylight"), actions, store)
        yield Engine(processor, Speaker(processor.domain.responses).speak)
        database.dispose()


async def cost(engine: Engine, who: str, words: str | int) -> float:
    """Let somebody write; return the seconds of CPU that the turn took."""
    message = InboundMessage("sms", Pseudonym(who), words=PersonsWords(str(words)))
    begun = time.process_time()
    await engine.answer(message)
    return time.process_time() - begun
