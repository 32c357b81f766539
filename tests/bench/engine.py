"""The engine alone, in this process, and the CPU time of a turn."""

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
def running_engine(store: MemoryStore | None = None) -> Iterator[Engine]:
    """Load the model and the seed directory; yield an engine without rate limits."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/directory.sqlite3")
        actions = InProcessActionEndpoint(all_actions(Directory(database), Rights.read()))
        processor = TurnProcessor(ensure_model(ROOT / ".waylight"), actions, store)
        yield Engine(processor, Renderer(processor.domain.responses).render)
        database.dispose()


async def turn_cpu(engine: Engine, sender: str, text: str | int) -> float:
    """Send a message; return the CPU seconds of the turn."""
    message = InboundMessage("sms", Pseudonym(sender), text=UserText(str(text)))
    started = time.process_time()
    await engine.answer(message)
    return time.process_time() - started
