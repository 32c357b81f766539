"""Play the whole corpus on both sides and write docs/stock-connectors.md.

python -m tests.bench.stock_connectors.table
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.stock_connectors import sms_cases, sms_stage, telegram_cases, telegram_stage
from tests.bench.stock_connectors.case import Case
from tests.bench.stock_connectors.ours import our_sms, our_telegram
from tests.bench.stock_connectors.seen import Seen
from tests.bench.stock_connectors.stock_sides import Stock, stock_connectors
from tests.harness.fake_telegram import run_emulator

PAGE = Path(__file__).parents[3] / "docs" / "stock-connectors.md"
TEMPLATE = Path(__file__).parent / "page.md"

Row = tuple[str, ...]
Watch = Callable[[Any, Any], Awaitable[Seen]]


async def rows(emulator: str) -> tuple[list[Row], list[Row]]:
    """Return the rows for Telegram and for SMS: the case, what the stock connector does, what ours does."""
    async with stock_connectors(emulator) as stock, our_telegram(emulator) as telegram, our_sms() as sms:

        async def compare(cases: Sequence[Case[Any]], watch: Watch, *sides: Any) -> list[Row]:
            return [
                (case.name, *await asyncio.gather(*(in_words(case, stock, watch(side, case.play)) for side in sides)))
                for case in cases
            ]

        as_it_comes = await compare([telegram_cases.AS_IT_COMES], telegram_stage.watch, stock.telegram, telegram)
        await stock.mend()
        mended = await compare(telegram_cases.CASES, telegram_stage.watch, stock.telegram, telegram)
        return as_it_comes + mended, await compare(sms_cases.CASES, sms_stage.watch, stock.sms, sms)


async def in_words(case: Case[Any], stock: Stock, watched: Awaitable[Seen]) -> str:
    """Return what was seen of a case, in words; Rasa itself says what is an intent to it."""
    seen = await watched
    seen.intents = [await stock.reads(turn.text) for turn in seen.turns]
    return case.in_words(seen)


def page(telegram: Sequence[Row], sms: Sequence[Row]) -> str:
    """Return the page."""
    versions = {name.replace("-", "_"): version(name) for name in ("rasa", "sanic", "aiogram", "aiohttp", "twilio")}
    text = TEMPLATE.read_text("utf-8")
    return text.format(telegram=_table(telegram), sms=_table(sms), cases=len(telegram) + len(sms), **versions)


def _table(some: Sequence[Row]) -> str:
    lines = [("case", "stock", "ours"), ("---", "---", "---"), *some]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


async def measure() -> str:
    """Return the page as it must be now."""
    with run_emulator() as emulator:
        return page(*await rows(emulator))


if __name__ == "__main__":
    PAGE.write_text(asyncio.run(measure()), "utf-8")
