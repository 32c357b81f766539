"""A task as a Rasa project such as a starter makes it: texts, a response and a rule an intent, a few stories."""

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
"""The name of a file -> what it says."""


def stock_project(task: Task) -> Project:
    """Return what `rasa train` needs, with the pipeline and the policies of `rasa init`."""
    intents = sorted({example.intent for example in task.training})
    return {
        "config.yml": CONFIG.read_text("utf-8"),
        "nlu.yml": _written({"nlu": _blocks(task.training)}),
        "domain.yml": _written({"intents": intents, "responses": _responses(intents), "session_config": _SESSION}),
        "rules.yml": _written({"rules": [_told("rule", intent, [intent]) for intent in intents]}),
        "stories.yml": _written({"stories": _stories(intents)}),
        # As it is by default, one REST channel and nothing else.
        "credentials.yml": "rest:\n",
    }


def texts_alone(examples: Iterable[Example]) -> Project:
    """Return the texts as files in Rasa's format, one for each language, which each block names: so ours are."""
    files: dict[str, list[Example]] = {}
    for example in examples:
        files.setdefault(example.language, []).append(example)
    return {
        f"{language}.yml": _written(
            {"nlu": [{**block, "metadata": {"language": language}} for block in _blocks(found)]}
        )
        for language, found in sorted(files.items())
    }


def write(project: Project, folder: Path) -> None:
    """Write the files of a project into a folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, said in project.items():
        (folder / name).write_text(said, "utf-8")


def _blocks(examples: Iterable[Example]) -> list[dict[str, str]]:
    lines: dict[str, str] = {}
    for example in examples:
        lines[example.intent] = lines.get(example.intent, "") + f"- {example.text}\n"
    return [{"intent": intent, "examples": said} for intent, said in lines.items()]


def _responses(intents: list[str]) -> dict[str, list[dict[str, str]]]:
    return {_response(intent): [{"text": f"You wrote to us: {intent.replace('_', ' ')}."}] for intent in intents}


def _response(intent: str) -> str:
    return f"utter_{intent}"


def _stories(intents: list[str]) -> list[dict[str, Any]]:
    """Return a few, as a starter has them: enough that both learnt policies have something to learn."""
    turns = min(_TURNS, len(intents))
    begins = range(0, len(intents) - turns + 1, max(1, len(intents) // _STORIES))
    return [_told("story", f"story {begin}", intents[begin : begin + turns]) for begin in begins]


def _told(kind: str, name: str, intents: list[str]) -> dict[str, Any]:
    steps = [step for intent in intents for step in ({"intent": intent}, {"action": _response(intent)})]
    return {kind: name, "steps": steps}


def _written(said: dict[str, Any]) -> str:
    return yaml.safe_dump({"version": _VERSION, **said}, allow_unicode=True, sort_keys=False)
