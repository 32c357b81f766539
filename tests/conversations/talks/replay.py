"""Replay the talks that strangers had with an earlier version, and write what the bot says now.

.venv/bin/python -m tests.conversations.talks.replay docs/played.md
"""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.engine.processor import TurnProcessor
from nlu.text.yaml_files import read_yaml
from tests.conversations.person import Person

TALKS = Path(__file__).with_name("reviews.yml")
_HEADER = """# Talks of strangers, replayed

People who did not build the bot talked with version f23a397 by SMS. These are their messages, and the answers of the
present version on the seed directory. Written by `python -m tests.conversations.talks.replay docs/played.md`; long
answers are cut. Nobody has judged these answers but us: read them with the laws of the conversation in hand.
"""
_LONGEST = 180
"""Characters of an answer that are shown."""


async def replay(processor: TurnProcessor, talk: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Return the messages of a talk with the answers."""
    person = Person(processor, "sms")
    turns = []
    for message in talk["turns"]:
        await person.send_text(str(message), str(talk["phone"]).upper())
        turns.append((str(message), person.reply_text))
    return iter(turns)


def write(processor: TurnProcessor, path: Path) -> None:
    """Write the page."""
    parts = [_HEADER]
    for talk in read_yaml(TALKS):
        parts.append(f"\n## {talk['person']}\n")
        for number, (message, answer) in enumerate(asyncio.run(replay(processor, talk)), 1):
            shown = " / ".join(answer[:_LONGEST].splitlines()) or "(silence)"
            parts.append(f"{number}. {message}\n   > {shown}{'...' if len(answer) > _LONGEST else ''}")
    path.write_text("\n".join(parts) + "\n", "utf-8")


if __name__ == "__main__":
    from actions import all_actions
    from bot.engine.action_executor import InProcessActionEndpoint
    from bot.engine.training import ensure_model
    from bot.service.startup import prepare, read_settings
    from directory import Directory, Rights, open_database

    prepare("ERROR")
    actions = all_actions(Directory(open_database("sqlite://")), Rights.read())
    write(TurnProcessor(ensure_model(read_settings().data_dir), InProcessActionEndpoint(actions)), Path(sys.argv[1]))
