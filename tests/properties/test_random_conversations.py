"""Law: whatever people write, press or leave out, the conversation goes on.

CONVERSATIONS=10000 (`make conversations`) tries as many as the issue asks for; a usual run tries some.
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

from bot.channels.common.numbered_choices import as_numbered
from bot.core.message import Heard
from bot.engine.cover_mode import is_a_sentence
from bot.engine.processor import TurnProcessor
from bot.engine.standalone_parser import Understanding
from bot.privacy.encryption import Keys
from bot.rendering.segments import segments
from bot.state.memory_store import InMemory
from locales.registry import LANGUAGES
from nlu.text.yaml_files import read_yaml
from tests.conversations.person import Person

ROOT = Path(__file__).parents[2]
MANY = int(os.environ.get("CONVERSATIONS", "120"))
OF_EACH = 6
"""Training texts of each intent and language that people here write."""

COMPLETE = {
    "utter_not_now", "utter_thanks_for_answer", "utter_welcome", "utter_goodbye", "utter_privacy", "utter_bot",
    "utter_cost_answer", "utter_unreadable", "utter_stale_choice", "utter_erased", "utter_paused", "utter_ask_word",
    "utter_word_not_good", "utter_tip_1", "utter_tip_2", "utter_tip_3", "utter_tip_4", "utter_trouble",
}  # fmt: skip
"""Answers behind which nothing need be chosen."""


@cache
def written() -> dict[str, list[str]]:
    """Return what people write: kind ("danger" or "anything") -> texts in all languages."""
    dice, texts = random.Random(5), []  # noqa: S311 - which texts, and nothing secret
    for code in LANGUAGES:
        for block in read_yaml(ROOT / "nlu/data" / f"{code}.yml")["nlu"]:
            lines = [line[2:].strip() for line in block["examples"].splitlines() if line.startswith("- ")]
            texts += dice.sample(lines, min(OF_EACH, len(lines)))
    warnings = []
    for code in LANGUAGES:
        own = read_yaml(ROOT / "nlu/danger" / f"{code}.yml")
        warnings += [str(text) for kind in ("danger", "selfharm") for text in dice.sample(own[kind], 12)]
    return {"anything": texts, "danger": warnings}


@st.composite
def moves(draw: st.DrawFn) -> list[tuple[str, int]]:
    """Return what somebody does: (kind, which of the texts or choices)."""
    kinds = st.sampled_from(
        ["choice"] * 6 + ["anything"] * 4 + ["danger", "again", "silence", "start", "old", "hide", "back"]
    )
    return draw(st.lists(st.tuples(kinds, st.integers(0, 10_000)), min_size=2, max_size=9))


@pytest.fixture(scope="module")
def dangerous(understanding: Understanding) -> list[str]:
    """Warnings that are understood as such where nothing was said before."""
    texts = written()["danger"]
    return [text for text in texts if understanding.of(text)["intent"] in {"in_danger", "self_harm"}]


@settings(max_examples=MANY, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(doings=moves(), channel=st.sampled_from(["telegram", "sms"]))
def test_it_goes_on(
    processor: TurnProcessor, dangerous: list[str], doings: list[tuple[str, int]], channel: str
) -> None:
    """No dead end, nothing three times in a row, nothing over budget, danger answered in the same turn."""
    processor.keep_in(InMemory(), Keys.of_this_process())
    asyncio.run(_live(Person(processor, channel), doings, dangerous))


async def _live(person: Person, doings: Sequence[tuple[str, int]], dangerous: list[str]) -> None:
    words, old, last = "hello", "none", ["", ""]
    for kind, which in doings:
        choices = person.replies[-1].choices if person.replies else ()
        old = choices[0].token if choices and not which % 3 else old
        if kind == "choice" and choices:
            await person.presses_token(choices[which % len(choices)].token)
        elif kind == "silence":
            await person.sends(Heard.UNREADABLE)
        elif kind == "start":
            await person.sends(Heard.START)
        elif kind == "old":
            await person.presses_token(old)
        else:
            words = _words(kind, which, words, dangerous)
            await person.says(words)
        _check(person, kind, words)
        answer = "|".join(reply.text for reply in person.replies)
        assert not (answer == last[0] == last[1]), (doings, answer)
        last = [last[1], answer]


def _words(kind: str, which: int, before: str, dangerous: list[str]) -> str:
    texts = dangerous if kind == "danger" else written()["anything"]
    return {"again": before, "hide": "rain", "back": "sun"}.get(kind) or texts[which % len(texts)]


def _check(person: Person, kind: str, words: str) -> None:
    told = person.told
    hidden = told[0].startswith("utter_cover_")
    assert "utter_trouble" not in told
    assert hidden or person.replies[-1].choices or told[-1] in COMPLETE, told
    if hidden:
        assert len(told) == 1
        assert not any(reply.choices for reply in person.replies)
    if kind == "danger" and (not hidden or is_a_sentence(words)):
        assert any(name.startswith(("utter_danger_", "utter_self_harm_")) for name in told), told
    if person.channel == "sms":
        costs = [segments(as_numbered(reply)) for reply in person.replies]
        assert max(costs) <= 3, (told, costs, person.language)
        assert len(costs) <= 3 or kind == "danger", (told, costs, person.language)
