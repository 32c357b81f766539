"""The parts that channels share."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.common.message_splitter import pieces
from bot.channels.common.numbered_choices import as_numbered
from bot.channels.common.text_input import LONGEST, as_written
from bot.channels.common.turn_queue import Turns
from bot.channels.telegram.deduplication import Recent
from bot.core.message import Choice, Pseudonym, Reply
from bot.privacy.exceptions import name_fault

SOMEBODY = Pseudonym("somebody")


@given(st.text(st.characters(codec=None, exclude_categories=[])))
def test_written_words_are_harmless(text: str) -> None:
    """Whatever is typed: no command, no NUL, valid UTF-8, capped, and the same when read again."""
    words = as_written(text)
    assert not words.startswith("/")
    assert "\0" not in words.encode().decode()
    assert len(words) <= LONGEST
    assert as_written(words) == words


def test_a_pile_of_accents_takes_no_time() -> None:
    """A million accents in the slowest order are read in a moment."""
    assert len(as_written("a" + "\u0301\u0316" * 500_000)) <= LONGEST


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\n\t", "\0", "\u2066\u2069", "//"])
def test_invisible_text_is_empty(text: str) -> None:
    """What nobody can see is no words."""
    assert as_written(text) == ""


@given(st.text(), st.integers(64, 200))
def test_pieces_are_the_whole_text(text: str, limit: int) -> None:
    """Pieces fit, are not blank, and together are the text without its outer spaces."""
    found = pieces(text, limit)
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
def test_pieces_end_where_a_reader_pauses(text: str, first: str) -> None:
    """A paragraph is kept whole before a sentence, a sentence before a word."""
    assert pieces(text, 65)[0] == first


def test_pieces_keep_vowel_signs() -> None:
    """No Burmese or Thai sign is torn from its letter."""
    assert all(piece[0] == "ที่"[0] for piece in pieces("ที่" * 100, 64))


def test_numbered_choices() -> None:
    """Choices stand below the text, one a line, numbered from one."""
    assert as_numbered(Reply("What?", (Choice("A bed", "x"), Choice("งาน", "y")))) == "What?\n1 A bed\n2 งาน"
    assert as_numbered(Reply("", (Choice("A bed", "x"),))) == "1 A bed"


def test_recent_is_bounded() -> None:
    """A flood pushes out the oldest and never grows the memory."""
    recent: Recent[int, int] = Recent(lambda: 0.0, timedelta(hours=1), at_most=3)
    for number in range(10):
        recent.remember(number, number)
    assert (len(recent), recent.get(6), recent.get(7)) == (3, None, 7)


async def test_turns_forget_who_had_one() -> None:
    """When turns are over, nothing of them is kept, whether they ended well or not."""
    turns = Turns()

    async def fails() -> None:
        raise ValueError

    tasks = [turns.begin(SOMEBODY, fails()), turns.begin(SOMEBODY, asyncio.sleep(0))]
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0)
    assert not any(vars(turns).values())


async def test_cancelled_turns_leave_nothing_behind() -> None:
    """Stopping ends the turn that runs and the one that waits for it."""
    turns = Turns()
    tasks = [turns.begin(SOMEBODY, asyncio.sleep(60)) for _ in range(2)]
    await turns.stop(timedelta(milliseconds=10))
    assert all(task.cancelled() for task in tasks)


def test_a_fault_is_named_without_its_text() -> None:
    """The name of a fault says where it happened and nothing that was said."""
    with pytest.raises(ValueError, match="zanzibar") as fault:
        int("zanzibar-7731")
    assert name_fault(fault.value).startswith("ValueError at test_parts.py:")
    assert "zanzibar" not in name_fault(fault.value)
