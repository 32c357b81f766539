"""The limit of messages per minute, and the messages that it never stops."""

from dataclasses import dataclass

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.message import MessageKind, Pseudonym
from bot.engine.engine import Engine
from bot.engine.processor import TurnProcessor
from bot.engine.saved_conversations import MAX_TRIES_PER_PERSON
from bot.engine.throttle import MAX_PER_MINUTE, Throttle
from bot.engine.training import DOMAIN
from bot.engine.urgency import is_urgent
from bot.metrics.instruments import REGISTRY
from bot.privacy.encryption import Keys
from bot.rendering.renderer import Renderer
from bot.state.memory_store import MemoryStore
from bot.state.redis_store import RedisStore
from tests.conversations.test_languages import DANGER
from tests.engine.writer import Writer
from tests.nlu.conftest import LANGUAGES
from tests.nlu.danger_datasets import TESTS, read_lists

ONE, OTHER = Pseudonym("one"), Pseudonym("other")


@pytest.fixture(scope="module")
def domain() -> Domain:
    """Return the dialogue's own domain; no model is needed."""
    return Domain.load(DOMAIN)


async def test_counts_beyond_twenty_per_minute() -> None:
    """The excess of one sender grows until a minute has passed; others are not affected."""
    now = [0.0]
    throttle = Throttle(MemoryStore(clock=lambda: now[0]))
    assert [await throttle.count_excess(ONE) for _ in range(MAX_PER_MINUTE + 2)] == [0] * MAX_PER_MINUTE + [1, 2]
    assert await throttle.count_excess(OTHER) == 0
    now[0] = 61.0
    assert await throttle.count_excess(ONE) == 0


async def test_no_limit_without_a_store() -> None:
    """If the store is unavailable nobody is throttled."""
    store = RedisStore("redis://127.0.0.1:9/0", Keys.ephemeral())
    assert [await Throttle(store).count_excess(ONE) for _ in range(MAX_PER_MINUTE + 2)] == [0] * (MAX_PER_MINUTE + 2)
    await store.close()


@pytest.mark.parametrize("intent", ["in_danger", "self_harm", "someone_watching", "erase_chat"])
def test_urgent_intents(domain: Domain, intent: str) -> None:
    """Danger, hiding and erasing are always answered."""
    calm = DialogueStateTracker.from_events("", [], domain.slots)
    assert is_urgent({"intent": {"name": intent}}, calm)
    assert not is_urgent({"intent": {"name": "greet"}}, calm)
    assert not is_urgent(None, calm)


@pytest.mark.parametrize(("slot", "value"), [("alarm", "danger"), ("alarms", 1), ("need", "self_harm")])
def test_messages_after_danger_are_urgent(domain: Domain, slot: str, value: object) -> None:
    """After danger anything is answered: the place may be all that is missing."""
    alarmed = DialogueStateTracker.from_events("", [SlotSet(slot, value)], domain.slots)
    assert is_urgent({"intent": {"name": "give_place"}}, alarmed)


@dataclass
class Line:
    """An engine with the limit, and a clock that a test moves."""

    processor: TurnProcessor
    now: float = 0.0

    def __post_init__(self) -> None:
        """Store everything by this clock."""
        store = MemoryStore(clock=lambda: self.now)
        self.processor.use_store(store, Keys.ephemeral())
        self.throttle = Throttle(store)
        renderer = Renderer(self.processor.domain.responses)
        self.engine = Engine(self.processor, renderer.render, throttle=self.throttle)

    async def exceed(self, writer: Writer, *, by: int = 1) -> None:
        """Use up the messages of a minute, and so many more."""
        for _ in range(MAX_PER_MINUTE + by):
            await self.throttle.count_excess(writer.pseudonym)


@pytest.fixture
def line(processor: TurnProcessor) -> Line:
    """Return an engine with the limit."""
    return Line(processor)


def count_parses() -> float:
    """Return how many texts the model has parsed in this process."""
    return REGISTRY.get_sample_value("waylight_understanding_seconds_count") or 0.0


async def test_harmless_excess_is_not_parsed(line: Line) -> None:
    """Beyond the limit one request to slow down, then silence, and the model reads none of it."""
    writer = Writer(line.engine)
    await line.exceed(writer, by=0)
    before = count_parses()
    assert "so many messages" in (await writer.send_text("hello, how are you?"))[0].text
    for text in ("what is this number for?", "i need a lawyer in Bangkok", "lol", "12345678"):
        assert await writer.send_text(text) == []
    for kind in (MessageKind.EDITED, MessageKind.UNREADABLE, MessageKind.START):
        assert await writer.send(kind) == []
    assert count_parses() == before


@pytest.mark.parametrize("language", ["en", "th", "km", "ar"])
async def test_danger_beyond_the_limit(line: Line, language: str) -> None:
    """Danger is answered however many messages came before it, and what follows it too."""
    writer = Writer(line.engine, language_hint=language)
    await line.exceed(writer, by=100)
    assert await writer.send_text(DANGER[language])
    assert (await writer.state()).slots["need"] == "danger"
    assert await writer.send_text("Bangkok")


@pytest.mark.parametrize("text", ["erase everything", "delete this chat", "someone is coming", "rain"])
async def test_hiding_and_erasing_beyond_the_limit(line: Line, text: str) -> None:
    """A person can hide and erase at any time."""
    writer = Writer(line.engine)
    await writer.send_text("i need a lawyer in Bangkok")
    await line.exceed(writer, by=100)
    assert await writer.send_text(text)


async def test_danger_under_cover_beyond_the_limit(line: Line) -> None:
    """A plea ends cover mode beyond the limit; anything else gets one cover text, then nothing."""
    writer = Writer(line.engine)
    await writer.send_text("rain")
    await line.exceed(writer)
    assert await writer.send_text("who is there?") == []
    assert await writer.send_text(DANGER["en"])
    assert (await writer.state()).slots["need"] == "danger"


async def test_language_without_training_texts_is_parsed(line: Line) -> None:
    """What the screen can't judge is left to the model: this is Tamil, "he breaks the door with a knife, save me"."""
    writer = Writer(line.engine)
    await line.exceed(writer)
    assert await writer.send_text("அவன் கத்தியோட கதவை உடைக்கிறான், காப்பாத்துங்க")


def test_screen_misses_hardly_any_danger(processor: TurnProcessor) -> None:
    """Of the test texts of danger, which are written to be missed, hardly any is held back."""
    screen = processor.urgency_screen()
    texts = [
        (text, language)
        for language in LANGUAGES
        for kind, texts in read_lists(TESTS / f"{language}.yml").items()
        if kind != "neither"
        for text in texts
    ]
    found = sum(screen.may_be_urgent(text, language) for text, language in texts)
    assert found / len(texts) >= 0.99  # measured: all but 2 of 384


async def test_silence_after_stop_beyond_the_limit(line: Line) -> None:
    """Who has stopped the messages is not asked to slow down either."""
    writer = Writer(line.engine)
    await writer.send(MessageKind.OPT_OUT)
    await line.exceed(writer, by=0)
    assert await writer.send_text("hello") == []


async def test_codes_beyond_the_limit_are_not_tried(line: Line) -> None:
    """A message beyond the limit uses up no try of a code: a minute later all are left."""
    writer = Writer(line.engine)
    saved = line.processor.saved_conversations
    await saved.save("12345678", {"need": "shelter", "language": "en"}, 3)
    await line.exceed(writer)
    for number in range(MAX_TRIES_PER_PERSON + 1):
        assert await writer.send_text(f"help me now {number:08d}")
    line.now = 61.0
    assert await saved.load("12345678", writer.pseudonym)
