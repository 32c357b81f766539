"""The topics of the conversation: the files of rules, in plain words."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.mapping.files import DIALOGUE, read


@dataclass(frozen=True, slots=True)
class Topic:
    """A file of rules: its `name`, its place among all of them from 1, a title and a sentence for reviewers.

    `first` and `last` are what the bot does without a rule, each {"rule": its title, "steps": names}.
    """

    name: str
    number: int
    title: str
    sentence: str = ""
    first: tuple[dict[str, Any], ...] = ()
    last: tuple[dict[str, Any], ...] = ()

    @property
    def heading(self) -> str:
        """The title with its number, by which topics are told apart without colours too."""
        return f"{self.number} {self.title}"


@cache
def topics() -> dict[str, Topic]:
    """Return every topic by name; a file that topics.yml doesn't know comes last and is called by its name."""
    described = read(Path(__file__).with_name("topics.yml"))
    files = sorted(path.stem for path in (DIALOGUE / "rules").glob("*.yml"))
    names = [*(name for name in described if name in files), *(name for name in files if name not in described)]
    return {
        name: Topic(name, number, **described.get(name, {"title": name.replace("_", " ").capitalize()}))
        for number, name in enumerate(names, 1)
    }
