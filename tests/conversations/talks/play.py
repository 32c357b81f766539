"""Play written talks and say which checks fail: `python -m tests.conversations.talks.play [language ...]`.

With `short` first it plays the short ones; with `unread` those that nobody reads, and prints the counts alone.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.message import MessageKind
from bot.engine.processor import TurnProcessor
from nlu.text.yaml_files import read_yaml
from tests.conversations.person import Person
from tests.conversations.talks.checks import Turn, holds

FOLDER = Path(__file__).parent
UNREAD, SHORT = FOLDER / "unread", FOLDER / "short"
_KEYWORDS = {"STOP": MessageKind.OPT_OUT, "START": MessageKind.START}
_MOST_PARTS = 3
"""Parts of a long answer that are read."""


@dataclass(frozen=True, slots=True)
class PlayedTurn:
    """A message, the names of the responses to it, and the checks that fail."""

    message: str
    responses: list[str]
    failed: list[str]


def read_talks(language: str, folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Return the talks of a language."""
    talks: list[dict[str, Any]] = read_yaml(folder / f"{language}.yml")
    return talks


async def play(processor: TurnProcessor, talk: dict[str, Any]) -> list[PlayedTurn]:
    """Play a talk by SMS; long answers are read to their end."""
    person, country = Person(processor, "sms"), str(talk["phone"]).upper()
    previous, named_before, turns = "", [], []
    for each in talk["turns"]:
        message = str(each["say"])
        person.utterances = ()
        keyword = _KEYWORDS.get(message.strip().upper())
        await (person.send(keyword) if keyword else person.send_text(message, country))
        utterances = list(person.utterances) if person.replies else []
        named: Any = await person.slot("named") or []
        is_for_other = bool(await person.slot("whom"))
        turn = Turn(utterances, person.reply_text, previous, person.language, named, named_before, is_for_other)
        turns.append(PlayedTurn(message, turn.responses, list(_failed(each, turn))))
        previous, named_before = turn.text, named
        for _ in range(_MOST_PARTS):
            if await person.slot("unsaid"):
                await person.send_text("MORE", country)
    return turns


def _failed(expected: dict[str, Any], turn: Turn) -> Sequence[str]:
    """Return the checks of a turn that fail."""
    missing = [check for check in expected.get("must") or () if not holds(check, turn)]
    return [*missing, *(f"NOT {check}" for check in expected.get("must not") or () if holds(check, turn))]


def main(languages: Sequence[str], folder: Path = FOLDER) -> None:
    """Print each turn with what fails, unless nobody may read it, then the counts."""
    from actions import all_actions
    from bot.engine.action_executor import InProcessActionEndpoint
    from bot.engine.training import ensure_model
    from bot.service.startup import prepare, read_settings
    from directory import Directory, Rights, open_database

    prepare("ERROR")
    actions = all_actions(Directory(open_database("sqlite://")), Rights.read())
    processor = TurnProcessor(ensure_model(read_settings().data_dir), InProcessActionEndpoint(actions))
    counted: Counter[str] = Counter()
    for language in languages:
        for talk in read_talks(language, folder):
            turns = asyncio.run(play(processor, talk))
            counted.update(["talks", *([] if any(turn.failed for turn in turns) else ["talks that hold"])])
            for turn in turns:
                counted.update(["turns", *(["turns that hold"] if not turn.failed else []), *turn.failed])
            if folder != UNREAD:
                sys.stdout.write(f"\n{language}: {talk['person']}\n")
                sys.stdout.writelines(f"  {each.message}\n    {each.responses} {each.failed or ''}\n" for each in turns)
    sys.stdout.write("\n".join(f"{count:5} {name}" for name, count in counted.most_common()) + "\n")


if __name__ == "__main__":
    of = {UNREAD.name: UNREAD, SHORT.name: SHORT}.get("".join(sys.argv[1:2]), FOLDER)
    chosen = sys.argv[1:] if of == FOLDER else sys.argv[2:]
    main(chosen or sorted(path.stem for path in of.glob("*.yml") if path.stem != "reviews"), of)
