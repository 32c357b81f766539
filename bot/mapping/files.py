"""Where the dialogue lies, and its YAML."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from nlu.text.yaml_files import read_yaml

BOT = Path(__file__).parents[1]
DIALOGUE = BOT / "dialogue"
ACTIONS = BOT.parent / "actions"
TEXTS = BOT.parent / "nlu" / "data"

FORM = "find_help_form"


def read(path: Path) -> dict[str, Any]:
    """Return what a YAML file holds."""
    held: dict[str, Any] = read_yaml(path)
    return held


def sections(folder: Path, name: str) -> Iterator[tuple[str, Any]]:
    """Yield the section `name` of each file of a folder that has one, beside the file's name."""
    for path in sorted(folder.glob("*.yml")):
        held = read(path)
        if name in held:
            yield path.stem, held[name]


@cache
def known_actions() -> frozenset[str]:
    """Return the names of the actions that the domain knows."""
    return frozenset(read(DIALOGUE / "domain" / "actions.yml")["actions"])
