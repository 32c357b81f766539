"""What a bot shows of itself, in each language.

Source of limits: core.telegram.org/bots/api, setMyCommands and its neighbours. The getters give back what was set for a
language itself; Telegram falls back to the text without a language only where it shows one to a person.
"""

import json
import re
from typing import Any

from tests.harness.carriers.refusals import refuse

Form = dict[str, str]

LONGEST = {"description": 512, "short_description": 120}
_LANGUAGE = re.compile(r"[a-z]{2}|")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


class Profile:
    """Commands and descriptions by language code; "" is for everybody else."""

    def __init__(self) -> None:
        """Begin with nothing set."""
        self._commands: dict[str, list[Any]] = {}
        self._texts: dict[tuple[str, str], str] = {}

    def set_commands(self, form: Form) -> bool:
        """Keep a menu; raise RefusedError on one that can't be shown."""
        language, commands = _language(form), json.loads(form.get("commands", "[]"))
        for one in commands:
            if not _COMMAND.fullmatch(one["command"]):
                refuse("Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(one["description"]) <= 256:
                refuse("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self._commands[language] = commands
        return True

    def commands(self, form: Form) -> list[Any]:
        """Return the menu of a language."""
        return self._commands.get(_language(form), [])

    def set_text(self, field: str, form: Form) -> bool:
        """Keep a "description" or "short_description"; raise RefusedError on one that is too long."""
        language, text = _language(form), form.get(field, "")
        if len(text) > LONGEST[field]:
            refuse(f"Bad Request: {field.replace('_', ' ')} is too long")
        self._texts[field, language] = text
        return True

    def text(self, field: str, form: Form) -> dict[str, str]:
        """Return what was set for a language."""
        return {field: self._texts.get((field, _language(form)), "")}


def _language(form: Form) -> str:
    language = form.get("language_code", "")
    if not _LANGUAGE.fullmatch(language):
        refuse("Bad Request: invalid language code specified")
    return language
