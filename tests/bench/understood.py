"""Keep what is understood of every text in `tests/nlu`, or compare with it: for a change that must change nothing.

    python -m tests.bench.understood kept.json             # before
    python -m tests.bench.understood kept.json --compare   # after

The texts are ours; nobody's messages ever are in such a file.
"""

import argparse
import asyncio
import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console

from bot.engine.action_executor import InProcessActionEndpoint
from bot.engine.processor import TurnProcessor
from bot.engine.training import ensure_model
from nlu.text.yaml_files import read_yaml

ROOT = Path(__file__).parents[2]
CLOSE = 1e-9
"""How far two confidences may be apart."""
SITUATIONS: tuple[dict[str, Any], ...] = (
    {},
    {"place_question": "give_place", "language": "en"},
    {"language_hint": "th", "choices": [{"label": "Yes", "payload": '/check_answer{"answer": "yes"}'}]},
)
"""What the engine may know of a message; each text is read in one of them."""


def main() -> int:
    """Keep or compare; 1 where anything differs."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("file", type=Path)
    asked.add_argument("--compare", action="store_true")
    given = asked.parse_args()
    found = asyncio.run(_understood())
    if not given.compare:
        given.file.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
        Console().print(f"kept what was understood of {len(found)} texts")
        return 0
    kept = json.loads(given.file.read_text("utf-8"))
    # What was kept went through JSON, and so must what is compared with it.
    other = [text for text, parsed in json.loads(json.dumps(found)).items() if not same(kept.get(text), parsed)]
    Console().print(f"{len(found)} texts, {len(other)} understood otherwise", *other[:20], sep="\n")
    return int(bool(other) or found.keys() != kept.keys())


def same(one: Any, other: Any) -> bool:
    """Tell whether two parse data are the same but for the last digits of a number."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=0, abs_tol=CLOSE)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


async def _understood() -> dict[str, Any]:
    processor = TurnProcessor(ensure_model(ROOT / ".waylight"), InProcessActionEndpoint(()))
    nobody = await processor.get_tracker("")
    return {
        text: await processor.parse_text(text, SITUATIONS[number % len(SITUATIONS)], nobody)
        for number, text in enumerate(sorted(set(_texts())))
    }


def _texts() -> Iterator[str]:
    for path in (ROOT / "tests" / "nlu").rglob("*.yml"):
        yield from _lines(read_yaml(path))


def _lines(found: Any) -> Iterator[str]:
    """Yield every text in a file, however it is arranged."""
    if isinstance(found, str):
        yield from (line.removeprefix("- ") for line in found.splitlines() if line.strip())
    elif isinstance(found, dict):
        for inner in found.values():
            yield from _lines(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from _lines(inner)


if __name__ == "__main__":
    sys.exit(main())
