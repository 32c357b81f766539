"""The code that channels share."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.common.reply_text import split_text, with_numbered_choices
from bot.channels.common.text_input import MAX_LENGTH, clean_text
from bot.channels.common.turn_queue import TurnQueue
from bot.channels.telegram.deduplication import RecentCache
from bot.core.message import Choice, Pseudonym, Reply
from bot.privacy.exceptions import describe_exception

SENDER = Pseudonym("sender")


@given(st.text(st.characters(codec=None, exclude_categories=[])))
def test_cleaned_text_is_safe(text: str) -> None:
    """Any input becomes text that is no command, has no NUL, is valid UTF-8, limited, and stays the same."""
    words = clean_text(text)
    assert not words.startswith("/")
    assert "\0" not in words.encode().decode()
    assert len(words) <= MAX_LENGTH
    assert clean_text(words) == words


def test_many_accents_are_quick() -> None:
    """A million accents in the slowest order take no noticeable time."""
    assert len(clean_text("a" + "\u0301\u0316" * 500_000)) <= MAX_LENGTH


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\n\t", "\0", "\u2066\u2069", "//"])
def test_invisible_text_is_empty(text: str) -> None:
    """Invisible characters count as no text."""
    assert clean_text(text) == ""


@given(st.text(), st.integers(64, 200))
def test_split_keeps_the_whole_text(text: str, limit: int) -> None:
    """The parts fit, are not blank, and together are the text without its outer spaces."""
    found = split_text(text, limit)
    assert all(piece.strip() and len(piece.encode("utf-16-le")) <= 2 * limit for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("a" * 40 + ".\n\n" + "One. Two. " * 6, "a" * 40 + "."),
        ("It costs 3.50 for one night. " * 4, "It costs 3.50 for one night. It costs 3.50 for one night."),
        ("这里很安全。" * 20, "这里很安全。" * 10),
        ("word " * 30, ("word " * 13).strip()),
    ],
)
def test_split_at_natural_breaks(text: str, first: str) -> None:
    """The split is at the end of a paragraph if possible, else of a sentence, else of a word."""
    assert split_text(text, 65)[0] == first


def test_split_keeps_vowel_signs() -> None:
    """No Burmese or Thai vowel sign is separated from its letter."""
    assert all(piece[0] == "ที่"[0] for piece in split_text("ที่" * 100, 64))


def test_numbered_choices() -> None:
    """Choices are below the text, one per line, numbered from one."""
    assert with_numbered_choices(Reply("What?", (Choice("A bed", "x"), Choice("งาน", "y")))) == "What?\n1 A bed\n2 งาน"
    assert with_numbered_choices(Reply("", (Choice("A bed", "x"),))) == "1 A bed"


def test_recent_cache_is_bounded() -> None:
    """A flood evicts the oldest values instead of using more memory."""
    recent: RecentCache[int, int] = RecentCache(lambda: 0.0, timedelta(hours=1), max_items=3)
    for number in range(10):
        recent.put(number, number)
    assert (len(recent), recent.get(6), recent.get(7)) == (3, None, 7)


async def test_turn_queue_is_empty_after_turns() -> None:
    """When turns have ended, whether they succeed or fail, nothing of them is left."""
    turns = TurnQueue()

    async def fails() -> None:
        raise ValueError

    tasks = [turns.submit(SENDER, fails()), turns.submit(SENDER, asyncio.sleep(0))]
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0)
    assert not any(vars(turns).values())


async def test_stop_cancels_late_turns() -> None:
    """Stopping cancels the running turn and the one that waits for it."""
    turns = TurnQueue()
    tasks = [turns.submit(SENDER, asyncio.sleep(60)) for _ in range(2)]
    await turns.stop(timedelta(milliseconds=10))
    assert all(task.cancelled() for task in tasks)


def test_exception_is_described_without_its_text() -> None:
    """The description says where the exception was raised, without its text."""
    with pytest.raises(ValueError, match="zanzibar") as exc_info:
        int("zanzibar-7731")
    assert describe_exception(exc_info.value).startswith("ValueError at test_common.py:")
    assert "zanzibar" not in describe_exception(exc_info.value)
