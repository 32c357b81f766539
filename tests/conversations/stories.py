"""Conversations as data: Rasa's test stories, lived through on the whole bot.

A story is what `rasa test` reads. What the bot says to each message stands in its `metadata`, since Rasa knows only
actions. To record anew what follows from the messages of a file, and then to read it as a reviewer would:

    .venv/bin/python -m tests.conversations.stories tests/conversations/find_help.yml
"""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered

from bot.engine.engine import Engine
from bot.engine.pipeline import TurnContext
from bot.engine.processor import TurnProcessor
from bot.engine.steps.replies import RunDialogue
from nlu.text.yaml_files import read_yaml
from tests.conversations.person import Person

FOLDER = Path(__file__).parent
_NOT_IN_STORIES = {"action_listen", "action_session_start", "action_extract_slots"}
Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """One conversation: what somebody writes or presses, and what follows."""

    name: str
    steps: list[Step]
    said: list[list[str]] = field(default_factory=list)
    """The responses to each message."""
    language: str = "en"
    channel: str = "telegram"

    @classmethod
    def of(cls, read: dict[str, Any]) -> "Story":
        """Read a story of a file."""
        told = dict(read.get("metadata") or {})
        return cls(read["story"], read["steps"], **told)

    @property
    def messages(self) -> list[str]:
        """What the person writes; a payload ("/affirm") is a choice that they press."""
        return [step["user"].strip() for step in self.steps if "user" in step]

    def written(self) -> dict[str, Any]:
        """Return the story as its file has it."""
        told: dict[str, Any] = {"language": self.language, "channel": self.channel, "said": self.said}
        usual = {"language": "en", "channel": "telegram"}
        return {
            "story": self.name,
            "metadata": {name: value for name, value in told.items() if usual.get(name) != value},
            "steps": self.steps,
        }


class WatchedEngine(Engine):
    """An engine that remembers what Rasa did in its last turn."""

    intent = ""
    events: Sequence[Event] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add a step that remembers, after the one that lets Rasa act."""
        super().__init__(*args, **kwargs)
        index = next(index for index, step in enumerate(self._steps) if isinstance(step, RunDialogue)) + 1
        self._steps = (*self._steps[:index], self._remember, *self._steps[index:])

    async def _remember(self, turn: TurnContext) -> None:
        if turn.parse_data:
            self.intent, events = turn.parse_data["intent"]["name"], list(turn.tracker.events)
            start = max(index for index, event in enumerate(events) if isinstance(event, UserUttered))
            self.events = events[start:]


def read_stories(folder: Path = FOLDER) -> list[Story]:
    """Return the stories of all files."""
    return [Story.of(one) for path in sorted(folder.glob("*.yml")) for one in _read(path)]


async def lived(story: Story, processor: TurnProcessor) -> Story:
    """Write what the person writes, and return the story as it went. Long answers by SMS are read to their end."""
    person = Person(processor, story.channel, engine=WatchedEngine)
    steps: list[Step] = []
    said = []
    for message in story.messages:
        await (person.presses_payload(message) if message.startswith("/") else person.says(message))
        steps += [{"user": message, "intent": person.engine.intent}, *_steps(person.engine.events)]
        said.append(list(person.told))
        await person.reads_on()
    return replace(story, steps=steps, said=said)


def _steps(events: Sequence[Event]) -> Iterator[Step]:
    """Yield what Rasa did, as steps of a story."""
    for event in events:
        if isinstance(event, ActionExecuted) and event.action_name and event.action_name not in _NOT_IN_STORIES:
            yield {"action": event.action_name}
        elif isinstance(event, ActiveLoop):
            yield {"active_loop": event.name}
        elif isinstance(event, SlotSet) and event.key == "requested_slot":
            yield {"slot_was_set": [{"requested_slot": event.value}]}


def _read(path: Path) -> list[dict[str, Any]]:
    stories: list[dict[str, Any]] = read_yaml(path)["stories"]
    return stories


def _record(path: Path) -> None:
    """Write the stories of a file as they go now."""
    from actions import all_actions
    from bot.engine.action_executor import InProcessActionEndpoint
    from bot.engine.training import ensure_model
    from bot.service.startup import prepare, read_settings
    from directory import Directory, Rights, open_database

    prepare("ERROR")
    settings = read_settings()
    directory = Directory(open_database("sqlite://"))
    processor = TurnProcessor(ensure_model(settings.data_dir), InProcessActionEndpoint(all_actions(directory, Rights.read())))
    stories = [asyncio.run(lived(Story.of(one), processor)).written() for one in _read(path)]
    comment = "".join(line for line in path.read_text("utf-8").splitlines(keepends=True) if line.startswith("#"))
    written = yaml.safe_dump({"version": "3.1", "stories": stories}, allow_unicode=True, sort_keys=False, width=120)
    path.write_text(comment + written, "utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        _record(Path(name))
