"""What a conversation takes in SMS segments, by language: `python -m tests.deploying.sms_costs`, for docs/costs.md.

A segment is what is paid for. Counted is what a real service answers to the conversations of tests/resilience/load.
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

AT_ONCE = 4


@dataclass(frozen=True)
class Cost:
    """Of one conversation: segments that the person sends, and messages and segments that they get."""

    received: int
    messages: int
    sent: int
    in_gsm_7: bool


async def cost(service: Service, conversation: Conversation) -> Cost:
    """Have a conversation and count."""
    phone = Phone(service)
    texts = [str(step) for step in conversation.steps]
    answers = [message for text in texts for message in await phone.sms_replies(text)]
    in_gsm_7 = sum(map(is_gsm_7, answers)) > len(answers) / 2
    return Cost(sum(map(count_segments, texts)), len(answers), sum(map(count_segments, answers)), in_gsm_7)


async def costs(service: Service) -> dict[str, list[Cost]]:
    """Return the costs of every conversation, by language."""
    slots = asyncio.Semaphore(AT_ONCE)
    found: dict[str, list[Cost]] = defaultdict(list)

    async def one(conversation: Conversation) -> None:
        async with slots:
            found[conversation.language].append(await cost(service, conversation))

    await asyncio.gather(*map(one, conversations()))
    return found


def table(found: dict[str, list[Cost]]) -> str:
    """Return one row a language, the cheapest first, as Markdown."""
    rows = [
        "| Language | Alphabet | Segments from the person | Messages to them | Segments to them |",
        "|---|---|--:|--:|--:|",
    ]
    for language, of in sorted(found.items(), key=lambda item: mean(one.sent for one in item[1])):
        alphabet = "GSM-7" if all(one.in_gsm_7 for one in of) else "UCS-2"
        counts = [
            round(mean(kind)) for kind in zip(*((one.received, one.messages, one.sent) for one in of), strict=True)
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
