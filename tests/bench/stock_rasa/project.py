"""A task as a Rasa project as a beginner makes it: texts, one response and rule per intent, a few stories."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from nlu.evaluation.dataset import Example
from tests.bench.stock_rasa.texts import Task

CONFIG = Path(__file__).parent / "config.yml"
_VERSION = "3.1"
_TURNS, _STORIES = 4, 6
_SESSION = {"session_expiration_time": 60, "carry_over_slots_to_new_session": True}

Project = dict[str, str]
"""File name -> content."""


def stock_project(task: Task) -> Project:
    """Return the files for `rasa train`, with the pipeline and policies of `rasa init`."""
    intents = sorted({example.intent for example in task.training})
    return {
        "config.yml": CONFIG.read_text("utf-8"),
        "nlu.yml": _to_yaml({"nlu": _blocks(task.training)}),
        "domain.yml": _to_yaml({"intents": intents, "responses": _responses(intents), "session_config": _SESSION}),
        "rules.yml": _to_yaml({"rules": [_story("rule", intent, [intent]) for intent in intents]}),
        "stories.yml": _to_yaml({"stories": _stories(intents)}),
        # The default: one REST channel and nothing else.
        "credentials.yml": "rest:\n",
    }


def texts_only(examples: Iterable[Example]) -> Project:
    """Return the texts as files in Rasa's format, one per language, which each block names, like ours."""
    files: dict[str, list[Example]] = {}
    for example in examples:
        files.setdefault(example.language, []).append(example)
    return {
        f"{language}.yml": _to_yaml(
            {"nlu": [{**block, "metadata": {"language": language}} for block in _blocks(group)]}
        )
        for language, group in sorted(files.items())
    }


def write(project: Project, folder: Path) -> None:
    """Write the files of a project into a folder and create the folder if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in project.items():
        (folder / name).write_text(content, "utf-8")


def _blocks(examples: Iterable[Example]) -> list[dict[str, str]]:
    lines: dict[str, str] = {}
    for example in examples:
        lines[example.intent] = lines.get(example.intent, "") + f"- {example.text}\n"
    return [{"intent": intent, "examples": text} for intent, text in lines.items()]


def _responses(intents: list[str]) -> dict[str, list[dict[str, str]]]:
    return {_response(intent): [{"text": f"You wrote to us: {intent.replace('_', ' ')}."}] for intent in intents}


def _response(intent: str) -> str:
    return f"utter_{intent}"


def _stories(intents: list[str]) -> list[dict[str, Any]]:
    """Return a few stories, enough that both learned policies have something to learn."""
    turns = min(_TURNS, len(intents))
    begins = range(0, len(intents) - turns + 1, max(1, len(intents) // _STORIES))
    return [_story("story", f"story {begin}", intents[begin : begin + turns]) for begin in begins]


def _story(kind: str, name: str, intents: list[str]) -> dict[str, Any]:
    steps = [step for intent in intents for step in ({"intent": intent}, {"action": _response(intent)})]
    return {kind: name, "steps": steps}


def _to_yaml(content: dict[str, Any]) -> str:
    return yaml.safe_dump({"version": _VERSION, **content}, allow_unicode=True, sort_keys=False)
