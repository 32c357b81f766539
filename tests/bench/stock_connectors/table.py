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
from tests.bench.stock_connectors.observation import Observation
from tests.bench.stock_connectors.own_connectors import our_sms, our_telegram
from tests.bench.stock_connectors.stock_process import Stock, stock_connectors
from tests.harness.fake_telegram import run_emulator

PAGE = Path(__file__).parents[3] / "docs" / "stock-connectors.md"
TEMPLATE = Path(__file__).parent / "page.md"

Row = tuple[str, ...]
Observe = Callable[[Any, Any], Awaitable[Observation]]


async def rows(emulator: str) -> tuple[list[Row], list[Row]]:
    """Return the rows for Telegram and for SMS: the case, the stock connector's behaviour, ours."""
    async with stock_connectors(emulator) as stock, our_telegram(emulator) as telegram, our_sms() as sms:

        async def compare(cases: Sequence[Case[Any]], observe: Observe, *sides: Any) -> list[Row]:
            return [
                (
                    case.name,
                    *await asyncio.gather(*(describe_case(case, stock, observe(side, case.play)) for side in sides)),
                )
                for case in cases
            ]

        before_repair = await compare([telegram_cases.BEFORE_REPAIR], telegram_stage.observe, stock.telegram, telegram)
        await stock.reset_telegram()
        after_repair = await compare(telegram_cases.CASES, telegram_stage.observe, stock.telegram, telegram)
        return before_repair + after_repair, await compare(sms_cases.CASES, sms_stage.observe, stock.sms, sms)


async def describe_case(case: Case[Any], stock: Stock, observed: Awaitable[Observation]) -> str:
    """Return the description of a case; Rasa itself says what is an intent to it."""
    observation = await observed
    observation.intents = [await stock.read_intent(turn.text) for turn in observation.turns]
    return case.describe(observation)


def page(telegram: Sequence[Row], sms: Sequence[Row]) -> str:
    """Return the page."""
    versions = {name.replace("-", "_"): version(name) for name in ("rasa", "sanic", "aiogram", "aiohttp", "twilio")}
    text = TEMPLATE.read_text("utf-8")
    return text.format(telegram=_table(telegram), sms=_table(sms), cases=len(telegram) + len(sms), **versions)


def _table(table_rows: Sequence[Row]) -> str:
    lines = [("case", "stock", "ours"), ("---", "---", "---"), *table_rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


async def measure() -> str:
    """Return the page as it must be now."""
    with run_emulator() as emulator:
        return page(*await rows(emulator))


if __name__ == "__main__":
    PAGE.write_text(asyncio.run(measure()), "utf-8")
