"""Save how every text in `tests/nlu` is parsed, or compare with a saved file: for changes that must change nothing.

    python -m tests.bench.parse_snapshot parses.json             # before
    python -m tests.bench.parse_snapshot parses.json --compare   # after

The texts are our own test texts, never messages of users.
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
TOLERANCE = 1e-9
"""The largest difference between two equal confidences."""
CONTEXTS: tuple[dict[str, Any], ...] = (
    {},
    {"place_question": "give_place", "language": "en"},
    {"language_hint": "th", "choices": [{"label": "Yes", "payload": '/check_answer{"answer": "yes"}'}]},
)
"""Contexts that the engine may pass; each text is parsed in one of them."""


def main() -> int:
    """Save or compare; return 1 if anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--compare", action="store_true")
    args = parser.parse_args()
    parses = asyncio.run(_parse_all())
    if not args.compare:
        args.file.write_text(json.dumps(parses, ensure_ascii=False), "utf-8")
        Console().print(f"saved the parses of {len(parses)} texts")
        return 0
    saved = json.loads(args.file.read_text("utf-8"))
    # The saved parses went through JSON, and so must the new ones.
    changed = [text for text, parsed in json.loads(json.dumps(parses)).items() if not same(saved.get(text), parsed)]
    Console().print(f"{len(parses)} texts, {len(changed)} parsed differently", *changed[:20], sep="\n")
    return int(bool(changed) or parses.keys() != saved.keys())


def same(first: Any, second: Any) -> bool:
    """Return whether two parses are the same, except for the last digits of numbers."""
    if isinstance(first, float) and isinstance(second, float):
        return math.isclose(first, second, rel_tol=0, abs_tol=TOLERANCE)
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(same(value, second[name]) for name, value in first.items())
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(same, first, second))
    return bool(first == second)


async def _parse_all() -> dict[str, Any]:
    processor = TurnProcessor(ensure_model(ROOT / ".waylight"), InProcessActionEndpoint(()))
    empty_tracker = await processor.get_tracker("")
    return {
        text: await processor.parse_text(text, CONTEXTS[number % len(CONTEXTS)], empty_tracker)
        for number, text in enumerate(sorted(set(_texts())))
    }


def _texts() -> Iterator[str]:
    for path in (ROOT / "tests" / "nlu").rglob("*.yml"):
        yield from _lines(read_yaml(path))


def _lines(node: Any) -> Iterator[str]:
    """Yield every text in a file, whatever its structure."""
    if isinstance(node, str):
        yield from (line.removeprefix("- ") for line in node.splitlines() if line.strip())
    elif isinstance(node, dict):
        for inner in node.values():
            yield from _lines(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _lines(inner)


if __name__ == "__main__":
    sys.exit(main())
