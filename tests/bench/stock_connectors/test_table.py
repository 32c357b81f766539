"""The page about the stock connectors says what they and ours really do."""

import asyncio

import pytest

from tests.bench.stock_connectors.table import PAGE, page, rows

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


def test_page_is_current(emulator: str) -> None:
    """Every case does on both sides, played now, what the page says."""
    now, written = (
        [line for line in text.splitlines() if line.startswith("|")]
        for text in (page(*asyncio.run(rows(emulator))), PAGE.read_text("utf-8"))
    )
    assert [line for line in now if line not in written] == []
    assert now == written
