"""The files of docs/deploying, parsed as their programs parse them."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
DEPLOYING = ROOT / "docs" / "deploying"


def read(name: str) -> str:
    """Return the text of a file."""
    return (DEPLOYING / name).read_text("utf-8")


def instructions(name: str) -> list[str]:
    """Return a file's lines without comments and empty lines; continued lines are joined."""
    joined = re.sub(r"\\\n\s*", " ", read(name))
    return [line.strip() for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def compose() -> dict[str, Any]:
    """Return the parsed compose.yaml."""
    document: dict[str, Any] = yaml.safe_load(read("compose.yaml"))
    return document


def unit(name: str) -> dict[str, dict[str, list[str]]]:
    """Return a unit's settings by section; each may occur several times (systemd.syntax)."""
    settings: dict[str, dict[str, list[str]]] = {}
    section = ""
    for line in instructions(name):
        if line.startswith("["):
            section = line.strip("[]")
            continue
        key, _, value = line.partition("=")
        settings.setdefault(section, {}).setdefault(key, []).append(value)
    return settings


def assignments(name: str) -> dict[str, str]:
    """Return the variables of an environment file; a commented variable counts as one that can be set."""
    return dict(re.findall(r'^#?(WAYLIGHT_\w+)="?(.*?)"?$', read(name), re.MULTILINE))
