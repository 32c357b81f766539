"""What the actions written in Python may say, offer and go on with, as their sources show."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from bot.mapping.definitions import Module, first_sentence, modules
from bot.mapping.files import ACTIONS, BOT, FORM, known_actions
from bot.mapping.responses import Choice, choices_of, responses, sayable
from bot.mapping.tracing import ALARMS, Named, Offered, Trace

_FOR_SOME = ("_child", "_man", "_other")
"""Suffixes of response variants for some people (bot/engine/response_collector.py)."""


@dataclass(frozen=True, slots=True)
class Said:
    """A response that an action may say, with the choices that stand beneath it or that the action adds.

    The smaller `far`, the more it is this action's own.
    """

    name: str
    far: tuple[bool, int]
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """What an action does, in a sentence; what it may say, and which actions it may go on with."""

    name: str
    caption: str
    says: tuple[Said, ...] = ()
    goes_on: tuple[str, ...] = ()


@cache
def actions() -> dict[str, Action]:
    """Return the actions of the package `actions` by name."""
    parsed = modules(ACTIONS)
    found = [_action(parsed, module, *one) for module in parsed.values() for one in _classes(module)]
    return {action.name: action for action in found}


@cache
def machines() -> dict[str, Action]:
    """Return the modules of the engine that say something by themselves, as actions: "engine/hiding"."""
    parsed = modules(BOT / "engine")
    found = [
        _read(f"engine/{module.name}", module.caption, Trace(parsed, module, module.name), module.defined.values())
        for module in parsed.values()
    ]
    return {machine.name: machine for machine in found if machine.says}


def answer(name: str) -> Action:
    """Return the action of a rule that names a response: it says that one, or what some people are told instead."""
    return Action(name, "Answers", tuple(Said(one, (False, 1), choices_of(one)) for one in _matching(name)))


def _classes(module: Module) -> Iterator[tuple[str, ast.ClassDef]]:
    """Yield each action of a module by its name in Rasa."""
    for node in module.defined.values():
        names = re.findall(r"return '(\w+)'", ast.unparse(node)) if isinstance(node, ast.ClassDef) else []
        known = [name for name in names if name in known_actions()]
        if known and isinstance(node, ast.ClassDef):
            yield known[0], node


def _action(parsed: dict[str, Module], module: Module, name: str, node: ast.ClassDef) -> Action:
    about = tuple(ALARMS[one.id] for one in ast.walk(node) if isinstance(one, ast.Name) and one.id in ALARMS)
    trace = Trace(parsed, module, module.name, about or tuple(ALARMS.values()))
    return _read(name, first_sentence(ast.get_docstring(node)), trace, [node])


def _read(name: str, caption: str, trace: Trace, nodes: Iterable[ast.AST]) -> Action:
    found = [one for node in nodes for one in trace.of(node)]
    named = [one for one in found if isinstance(one, Named)]
    others = dict.fromkeys(one.pattern for one in named if one.pattern in {FORM, *known_actions()} - {name})
    return Action(name, caption, tuple(_said(named, [one for one in found if isinstance(one, Offered)])), tuple(others))


def _said(named: list[Named], offered: list[Offered]) -> Iterator[Said]:
    """Yield each response once: as it is first named, and behind it what some people are told instead."""
    nearest: dict[str, tuple[bool, int]] = {}
    for one in named:
        for name in _matching(one.pattern):
            nearest[name] = min(nearest.get(name, (True, 99)), (one.elsewhere, one.depth))
    for name, far in nearest.items():
        added = [one.choice for one in offered if any(name in _matching(pattern) for pattern in one.beneath)]
        yield Said(name, far, tuple(dict.fromkeys((*choices_of(name), *added))))


@cache
def _matching(pattern: str) -> tuple[str, ...]:
    names = [name for name in sayable() if re.fullmatch(pattern, name)]
    return tuple(name + some for name in names for some in ("", *_FOR_SOME) if name + some in responses())
