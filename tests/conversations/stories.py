"""Rasa's test stories, run on the whole bot.

`rasa test` reads the stories. The responses to each message are in `metadata`, because Rasa only knows actions.
To record the stories of a file again, and then review the diff:

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
    """One conversation: the user's messages and what follows from them."""

    name: str
    steps: list[Step]
    responses: list[list[str]] = field(default_factory=list)
    """The names of the responses to each message."""
    language: str = "en"
    channel: str = "telegram"

    @classmethod
    def from_yaml(cls, story: dict[str, Any]) -> "Story":
        """Read a story from its YAML form."""
        return cls(story["story"], story["steps"], **story.get("metadata") or {})

    @property
    def messages(self) -> list[str]:
        """The user's messages; a payload ("/affirm") is a choice that they press."""
        return [step["user"].strip() for step in self.steps if "user" in step]

    def to_yaml(self) -> dict[str, Any]:
        """Return the story in its YAML form."""
        metadata: dict[str, Any] = {
            "language": self.language,
            "channel": self.channel,
            "responses": self.responses,
        }
        defaults = {"language": "en", "channel": "telegram"}
        return {
            "story": self.name,
            "metadata": {name: value for name, value in metadata.items() if defaults.get(name) != value},
            "steps": self.steps,
        }


class WatchedEngine(Engine):
    """An engine that records what Rasa did in the last turn."""

    intent = ""
    events: Sequence[Event] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add a recording step after the one that runs Rasa's dialogue."""
        super().__init__(*args, **kwargs)
        index = next(index for index, step in enumerate(self._steps) if isinstance(step, RunDialogue)) + 1
        self._steps = (*self._steps[:index], self._record, *self._steps[index:])

    async def _record(self, turn: TurnContext) -> None:
        if turn.parse_data:
            self.intent, events = turn.parse_data["intent"]["name"], list(turn.tracker.events)
            start = max(index for index, event in enumerate(events) if isinstance(event, UserUttered))
            self.events = events[start:]


def read_stories(folder: Path = FOLDER) -> list[Story]:
    """Read the stories of all files in a folder."""
    return [Story.from_yaml(story) for path in sorted(folder.glob("*.yml")) for story in _read(path)]


async def run_story(story: Story, processor: TurnProcessor) -> Story:
    """Send the messages of a story and return the story as it went. Long answers by SMS are read to their end."""
    person = Person(processor, story.channel, engine=WatchedEngine)
    steps: list[Step] = []
    responses = []
    for message in story.messages:
        await (person.press_payload(message) if message.startswith("/") else person.send_text(message))
        steps += [{"user": message, "intent": person.engine.intent}, *_steps(person.engine.events)]
        responses.append(list(person.responses))
        await person.read_rest()
    return replace(story, steps=steps, responses=responses)


def _steps(events: Sequence[Event]) -> Iterator[Step]:
    """Yield what Rasa did as steps of a story."""
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


def record_file(path: Path) -> None:
    """Run the stories of a file and write them back as they went."""
    from actions import all_actions
    from bot.engine.action_executor import InProcessActionEndpoint
    from bot.engine.training import ensure_model
    from bot.service.startup import prepare, read_settings
    from directory import Directory, Rights, open_database

    prepare("ERROR")
    settings = read_settings()
    directory = Directory(open_database("sqlite://"))
    processor = TurnProcessor(
        ensure_model(settings.data_dir), InProcessActionEndpoint(all_actions(directory, Rights.read()))
    )
    stories = [asyncio.run(run_story(Story.from_yaml(story), processor)).to_yaml() for story in _read(path)]
    comment = "".join(line for line in path.read_text("utf-8").splitlines(keepends=True) if line.startswith("#"))
    text = yaml.safe_dump({"version": "3.1", "stories": stories}, allow_unicode=True, sort_keys=False, width=120)
    path.write_text(comment + text, "utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        record_file(Path(name))
