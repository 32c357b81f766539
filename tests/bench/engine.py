"""The engine alone, in this process, and what a turn of it costs."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from actions import all_actions
from bot.core.message import InboundMessage, Pseudonym, UserText
from bot.engine.action_executor import InProcessActionEndpoint
from bot.engine.engine import Engine
from bot.engine.processor import TurnProcessor
from bot.engine.training import ROOT, ensure_model
from bot.rendering.renderer import Renderer
from bot.state.memory_store import MemoryStore
from directory import Directory, Rights, open_database


@contextmanager
def opened_engine(store: MemoryStore | None = None) -> Iterator[Engine]:
    """Load the model and the starter directory; give an engine that finds nobody too fast."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/directory.sqlite3")
        actions = InProcessActionEndpoint(all_actions(Directory(database), Rights.read()))
        processor = TurnProcessor(ensure_model(ROOT / ".waylight"), actions, store)
        yield Engine(processor, Renderer(processor.domain.responses).render)
        database.dispose()


async def cost(engine: Engine, who: str, words: str | int) -> float:
    """Let somebody write; return the seconds of CPU that the turn took."""
    message = InboundMessage("sms", Pseudonym(who), text=UserText(str(words)))
    begun = time.process_time()
    await engine.answer(message)
    return time.process_time() - begun
