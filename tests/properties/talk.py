"""The bot over a directory, for tests that only want to know what somebody gets to read."""

import asyncio
from pathlib import Path

from directory import Directory, Rights


class Talk:
    """Holds conversations that end with services; slow to make, since it loads the model."""

    def __init__(self, model_dir: Path, directory: Directory) -> None:
        """Load the model, with actions that ask `directory`."""
        from actions import all_actions
        from bot.engine.action_executor import InProcessActions
        from bot.engine.processor import TurnProcessor
        from bot.engine.training import model_path

        self._processor = TurnProcessor(model_path(model_dir), InProcessActions(all_actions(directory, Rights.read())))
        self._runner = asyncio.Runner()

    def about(self, *messages: str, channel: str = "telegram") -> str:
        """Return all that somebody new reads when they write these messages."""
        return self._runner.run(self._about(messages, channel))

    def close(self) -> None:
        """Let go of the loop in which the conversations ran."""
        self._runner.close()

    async def _about(self, messages: tuple[str, ...], channel: str) -> str:
        from tests.conversations.person import Person

        person = Person(self._processor, channel)
        read: list[str] = []
        for message in messages:
            await person.says(message)
            read += [person.read, repr(person.utterances)]
        return "\n".join(read)
