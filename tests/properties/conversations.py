"""Conversations with a bot that uses a given directory."""

import asyncio
from pathlib import Path

from directory import Directory, Rights


class BotConversations:
    """Returns what people read; slow to make, since it loads the model."""

    def __init__(self, model_dir: Path, directory: Directory) -> None:
        """Load the model, with actions that use `directory`."""
        from actions import all_actions
        from bot.engine.action_executor import InProcessActionEndpoint
        from bot.engine.processor import TurnProcessor
        from bot.engine.training import model_path

        self._processor = TurnProcessor(
            model_path(model_dir), InProcessActionEndpoint(all_actions(directory, Rights.read()))
        )
        self._runner = asyncio.Runner()

    def replies_to(self, *messages: str, channel: str = "telegram") -> str:
        """Return all that a new person reads after writing these messages."""
        return self._runner.run(self._replies_to(messages, channel))

    def close(self) -> None:
        """Close the event loop of the conversations."""
        self._runner.close()

    async def _replies_to(self, messages: tuple[str, ...], channel: str) -> str:
        from tests.conversations.person import Person

        person = Person(self._processor, channel)
        read: list[str] = []
        for message in messages:
            await person.send_text(message)
            read += [person.reply_text, repr(person.utterances)]
        return "\n".join(read)
