"""Whatever people write, press or leave out, the conversation goes on.

CONVERSATIONS sets the number of conversations (`make conversations`: 10000).
"""

import asyncio
import os
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.common.reply_text import with_numbered_choices
from bot.core.message import MessageKind
from bot.engine.processor import TurnProcessor
from bot.engine.standalone_parser import StandaloneParser
from bot.privacy.encryption import Keys
from bot.rendering.segments import count_segments
from bot.state.memory_store import MemoryStore
from locales.registry import LANGUAGES
from nlu.text.yaml_files import read_yaml
from tests.conversations.person import Person

ROOT = Path(__file__).parents[2]
MAX_EXAMPLES = int(os.environ.get("CONVERSATIONS", "120"))
TEXTS_PER_INTENT = 6
"""Training texts of each intent and language that people write here."""

COMPLETE = {
    "utter_not_now", "utter_thanks_for_answer", "utter_welcome", "utter_goodbye", "utter_privacy", "utter_bot",
    "utter_neutral", "utter_cost_answer", "utter_about", "utter_unreadable", "utter_stale_choice", "utter_erased",
    "utter_paused", "utter_ask_word", "utter_word_not_good", "utter_trouble",
}  # fmt: skip
"""Responses that need no choices after them."""
ABOUT_SERVICES = {"utter_service", "utter_own_state", "utter_found_by_name", "utter_no_such_name"}
"""Responses of an answer about services that were asked for by letter or name: the choices before it stay open."""


@cache
def texts_by_kind() -> dict[str, list[str]]:
    """Return texts in all languages by kind ("danger" or "anything")."""
    dice, texts = random.Random(5), []  # noqa: S311 - which texts, and nothing secret
    for code in LANGUAGES:
        for block in read_yaml(ROOT / "nlu/data" / f"{code}.yml")["nlu"]:
            lines = [line[2:].strip() for line in block["examples"].splitlines() if line.startswith("- ")]
            texts += dice.sample(lines, min(TEXTS_PER_INTENT, len(lines)))
    warnings = []
    for code in LANGUAGES:
        own = read_yaml(ROOT / "nlu/danger" / f"{code}.yml")
        warnings += [str(text) for kind in ("danger", "selfharm") for text in dice.sample(own[kind], 12)]
    warnings = [text.replace("[[", "").replace("]]", "") for text in warnings]
    return {"anything": texts, "danger": warnings}


@st.composite
def moves(draw: st.DrawFn) -> list[tuple[str, int]]:
    """Return the moves of a person: (kind, index of the text or choice)."""
    kinds = st.sampled_from(
        ["choice"] * 6 + ["anything"] * 4 + ["danger", "again", "silence", "start", "old", "hide", "back"]
    )
    return draw(st.lists(st.tuples(kinds, st.integers(0, 10_000)), min_size=2, max_size=9))


@pytest.fixture(scope="module")
def dangerous(understanding: StandaloneParser) -> list[str]:
    """Texts about danger that are recognized as a first message."""
    texts = texts_by_kind()["danger"]
    return [text for text in texts if understanding.parse(text)["intent"] in {"in_danger", "self_harm"}]


@settings(max_examples=MAX_EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(moves_made=moves(), channel=st.sampled_from(["telegram", "sms"]))
def test_conversations_go_on(
    processor: TurnProcessor, dangerous: list[str], moves_made: list[tuple[str, int]], channel: str
) -> None:
    """No dead end, no answer three times in a row, no SMS over budget, danger answered in the same turn."""
    processor.use_store(MemoryStore(), Keys.ephemeral())
    asyncio.run(_play(Person(processor, channel), moves_made, dangerous))


async def _play(person: Person, moves_made: Sequence[tuple[str, int]], dangerous: list[str]) -> None:
    words, old, last = "hello", "none", ["", ""]
    for kind, which in moves_made:
        choices = person.replies[-1].choices if person.replies else ()
        old = choices[0].token if choices and not which % 3 else old
        if kind == "choice" and choices:
            await person.press_token(choices[which % len(choices)].token)
        elif kind == "silence":
            await person.send(MessageKind.UNREADABLE)
        elif kind == "start":
            await person.send(MessageKind.START)
        elif kind == "old":
            await person.press_token(old)
        else:
            words = _words(kind, which, words, dangerous)
            await person.send_text(words)
        _check(person, kind, words)
        answer = "|".join(reply.text for reply in person.replies)
        is_erased = person.responses == ["utter_erased"]  # nothing may stand beside it, however often it is wished
        assert is_erased or not (answer == last[0] == last[1]), (moves_made, answer)
        last = [last[1], answer]


def _words(kind: str, which: int, before: str, dangerous: list[str]) -> str:
    texts = dangerous if kind == "danger" else texts_by_kind()["anything"]
    return {"again": before, "hide": "rain", "back": "sun"}.get(kind) or texts[which % len(texts)]


def _check(person: Person, kind: str, words: str) -> None:
    responses = person.responses
    is_covered = responses[0].startswith("utter_cover_")
    assert "utter_trouble" not in responses
    is_complete = responses[-1] in COMPLETE or ABOUT_SERVICES.issuperset(responses)
    assert is_covered or person.replies[-1].choices or is_complete, responses
    if is_covered:
        assert len(responses) == 1
        assert not any(reply.choices for reply in person.replies)
    is_alarmed = any(name.startswith(("utter_danger_", "utter_self_harm_")) for name in responses)
    assert is_alarmed or kind != "danger", (responses, words)
    if person.channel == "sms":
        costs = [count_segments(with_numbered_choices(reply)) for reply in person.replies]
        assert max(costs) <= 3, (responses, costs, person.language)
        assert len(costs) <= 3 or is_alarmed, (responses, costs, person.language)
