"""SMS segments of a conversation, by language: `python -m tests.deploying.sms_costs`, for docs/costs.md.

Twilio bills segments. Counted are the answers of a real service to the conversations of tests/resilience/load.
"""

import asyncio
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from babel import Locale

from bot.engine.training import ensure_model
from bot.rendering.segments import count_segments, is_gsm_7
from tests.acceptance.service.service_process import Phone, Service, running_service
from tests.resilience.load.conversations import Conversation, conversations

CONCURRENCY = 4


@dataclass(frozen=True)
class Cost:
    """One conversation: segments that the user sends, and messages and segments that they get."""

    received: int
    messages: int
    sent: int
    in_gsm_7: bool


async def cost(service: Service, conversation: Conversation) -> Cost:
    """Hold a conversation and count."""
    phone = Phone(service)
    texts = [str(step) for step in conversation.steps]
    answers = [message for text in texts for message in await phone.sms_replies(text)]
    in_gsm_7 = sum(map(is_gsm_7, answers)) > len(answers) / 2
    return Cost(sum(map(count_segments, texts)), len(answers), sum(map(count_segments, answers)), in_gsm_7)


async def costs(service: Service) -> dict[str, list[Cost]]:
    """Return the costs of every conversation, by language."""
    slots = asyncio.Semaphore(CONCURRENCY)
    costs_by_language: dict[str, list[Cost]] = defaultdict(list)

    async def measure(conversation: Conversation) -> None:
        async with slots:
            costs_by_language[conversation.language].append(await cost(service, conversation))

    await asyncio.gather(*map(measure, conversations()))
    return costs_by_language


def table(costs_by_language: dict[str, list[Cost]]) -> str:
    """Return one Markdown row per language, the cheapest first."""
    rows = [
        "| Language | Alphabet | Segments from the person | Messages to them | Segments to them |",
        "|---|---|--:|--:|--:|",
    ]
    for language, items in sorted(costs_by_language.items(), key=lambda item: mean(each.sent for each in item[1])):
        alphabet = "GSM-7" if all(item.in_gsm_7 for item in items) else "UCS-2"
        counts = [
            round(mean(kind))
            for kind in zip(*((item.received, item.messages, item.sent) for item in items), strict=True)
        ]
        rows.append(f"| {Locale.parse(language).english_name} | {alphabet} | {' | '.join(map(str, counts))} |")
    return "\n".join(rows)


def main() -> None:
    """Print the table."""
    data_dir = Path(".waylight").resolve()
    ensure_model(data_dir)
    with tempfile.TemporaryDirectory() as folder, running_service(Path(folder), data_dir) as service:
        sys.stdout.write(table(asyncio.run(costs(service))) + "\n")


if __name__ == "__main__":
    main()
