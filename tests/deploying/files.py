"""The files of docs/deploying, read as their programs read them."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
DEPLOYING = ROOT / "docs" / "deploying"


def read(name: str) -> str:
    """Return what a file says."""
    return (DEPLOYING / name).read_text("utf-8")


def instructions(name: str) -> list[str]:
    """Return a file's lines without comments and without lines that are empty; what goes on is one line."""
    joined = re.sub(r"\\\n\s*", " ", read(name))
    return [line.strip() for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def compose() -> dict[str, Any]:
    """Return compose.yaml."""
    found: dict[str, Any] = yaml.safe_load(read("compose.yaml"))
    return found


def unit(name: str) -> dict[str, dict[str, list[str]]]:
    """Return a unit's settings by section; each may be there many times (systemd.syntax)."""
    found: dict[str, dict[str, list[str]]] = {}
    section = ""
    for line in instructions(name):
        if line.startswith("["):
            section = line.strip("[]")
            continue
        key, _, value = line.partition("=")
        found.setdefault(section, {}).setdefault(key, []).append(value)
    return found


def assignments(name: str) -> dict[str, str]:
    """Return the variables of an environment file; a variable in a comment counts as one that could be set."""
    return dict(re.findall(r"^#?(WAYLIGHT_\w+)=(.*)$", read(name), re.MULTILINE))
