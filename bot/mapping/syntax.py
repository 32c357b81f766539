"""Read small pieces of an action's source: choices, switches and variables."""

import ast
from collections.abc import Iterable, Mapping
from typing import Any

from actions.pagination import CHOICES
from bot.mapping.responses import Choice, intent_of

_TITLES = {"country:": "‹name of a country›", "language:": "‹name of a language›"}
"""Titles that are made when the bot runs, by how they begin."""


def choice_of(node: ast.Dict) -> Choice | None:
    """Return the choice that a dictionary is, where its title and its intent can be read in the source."""
    held = {
        key.value: value for key, value in zip(node.keys, node.values, strict=True) if isinstance(key, ast.Constant)
    }
    title, payload = _beginning(held.get("title")), _beginning(held.get("payload"))
    return Choice(_TITLES.get(title, title), intent_of(payload)) if title and payload.startswith("/") else None


def _beginning(node: ast.expr | None) -> str:
    first = node.values[0] if isinstance(node, ast.JoinedStr) else node
    return str(first.value) if isinstance(first, ast.Constant) else ""


def choices(node: ast.AST, variables: Mapping[str, ast.expr]) -> list[Choice]:
    """Return what `CHOICES["more"]` means, or `[CHOICES[name] for name in names]`; of anything else, nothing."""
    picked = node.elt if isinstance(node, ast.ListComp) else node
    if not (isinstance(picked, ast.Subscript) and isinstance(picked.value, ast.Name) and picked.value.id == "CHOICES"):
        return []
    named = _strings(node.generators[0].iter if isinstance(node, ast.ListComp) else picked.slice, variables)
    return [Choice(held["title"], intent_of(held["payload"])) for name, held in CHOICES.items() if name in named]


def _strings(node: ast.AST, variables: Mapping[str, ast.expr]) -> set[Any]:
    """Return the constants in an expression, and in what its variables are set to."""
    found = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and one.id in variables:
            others = {name: value for name, value in variables.items() if name != one.id}
            found |= _strings(variables[one.id], others)
    return found


def switches(pairs: Iterable[tuple[str | None, ast.expr | None]]) -> dict[str, bool]:
    """Return, of names and what they are set to, those that are set to True or False."""
    held = [(name, node.value) for name, node in pairs if isinstance(node, ast.Constant)]
    return {name: value for name, value in held if name and isinstance(value, bool)}


def variables(node: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, ast.expr]:
    """Return what a function sets its variables to, the last time that it does."""
    set_to = [(one.targets[0], one.value) for one in ast.walk(node) if isinstance(one, ast.Assign)]
    return {target.id: value for target, value in set_to if isinstance(target, ast.Name)}


def defaults(node: ast.AST) -> dict[str, bool]:
    """Return the switches of a function as they stand where nobody throws them."""
    if not isinstance(node, ast.FunctionDef):
        return {}
    pairs = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    return switches((argument.arg, default) for argument, default in pairs)
