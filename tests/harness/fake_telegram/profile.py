"""A bot's commands and descriptions, in each language.

Source of limits: core.telegram.org/bots/api, setMyCommands and related methods. The getters return only what was set
for the language itself; Telegram falls back to the default only when it shows a text to a person.
"""

import json
import re
from typing import Any

from tests.harness.fake_telegram.errors import raise_error

Form = dict[str, str]

MAX_LENGTH = {"description": 512, "short_description": 120}
_LANGUAGE = re.compile(r"[a-z]{2}|")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


class Profile:
    """Commands and descriptions by language code; "" is the default."""

    def __init__(self) -> None:
        """Start empty."""
        self._commands: dict[str, list[Any]] = {}
        self._texts: dict[tuple[str, str], str] = {}

    def set_commands(self, form: Form) -> bool:
        """Set the commands; raise BotApiError on an invalid one."""
        language, commands = _language(form), json.loads(form.get("commands", "[]"))
        for command in commands:
            if not _COMMAND.fullmatch(command["command"]):
                raise_error("Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise_error("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self._commands[language] = commands
        return True

    def commands(self, form: Form) -> list[Any]:
        """Return the commands of a language."""
        return self._commands.get(_language(form), [])

    def set_text(self, field: str, form: Form) -> bool:
        """Set a "description" or "short_description"; raise BotApiError if it is too long."""
        language, text = _language(form), form.get(field, "")
        if len(text) > MAX_LENGTH[field]:
            raise_error(f"Bad Request: {field.replace('_', ' ')} is too long")
        self._texts[field, language] = text
        return True

    def text(self, field: str, form: Form) -> dict[str, str]:
        """Return the text of a language."""
        return {field: self._texts.get((field, _language(form)), "")}


def _language(form: Form) -> str:
    language = form.get("language_code", "")
    if not _LANGUAGE.fullmatch(language):
        raise_error("Bad Request: invalid language code specified")
    return language
