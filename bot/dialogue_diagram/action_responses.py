"""Find the responses that the custom actions may send, by reading their source.

An action's class, and everything it uses inside the `actions` package, is searched for response names. A name built by
an f-string stands for every response that fits. Reading is static, so it cannot tell when an action sends which.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "actions"
_NAME = re.compile(r"(?:utter|action)_\w+|\w+_form")


@dataclass(frozen=True, slots=True)
class Action:
    """A custom action: its registered name, a sentence about it, and patterns of the names that its source mentions."""

    name: str
    summary: str
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Module:
    definitions: dict[str, ast.AST] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Local name -> (module of the package, name there)."""


def read_actions() -> dict[str, Action]:
    """Return the actions of the `actions` package by their registered names."""
    modules = {path.stem: _parse(path) for path in sorted(PACKAGE.glob("*.py")) if path.stem != "__init__"}
    actions = {}
    for module_name, module in modules.items():
        for node in module.definitions.values():
            name = _registered_name(node) if isinstance(node, ast.ClassDef) else None
            if name and isinstance(node, ast.ClassDef):
                mentioned = dict.fromkeys(_mentions(node, modules, module_name, set()))
                mentioned.pop(re.escape(name), None)
                actions[name] = Action(name, _first_sentence(ast.get_docstring(node)), tuple(mentioned))
    return actions


def _parse(path: Path) -> _Module:
    module = _Module()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            module.definitions[node.name] = node
        elif isinstance(node, ast.Assign):
            targets = [
                target.id for outer in node.targets for target in ast.walk(outer) if isinstance(target, ast.Name)
            ]
            module.definitions.update(dict.fromkeys(targets, node.value))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            module.definitions[node.target.id] = node.value
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{PACKAGE.name}."):
            source = str(node.module).partition(".")[2]
            module.imports.update({alias.asname or alias.name: (source, alias.name) for alias in node.names})
    return module


def _registered_name(node: ast.ClassDef) -> str | None:
    """Return what the method `name` returns, if the class has one that returns a constant."""
    for method in node.body:
        if isinstance(method, ast.FunctionDef) and method.name == "name":
            returned = next((step.value for step in method.body if isinstance(step, ast.Return)), None)
            if isinstance(returned, ast.Constant) and isinstance(returned.value, str):
                return returned.value
    return None


def _mentions(node: ast.AST, modules: dict[str, _Module], here: str, visited: set[tuple[str, str]]) -> Iterator[str]:
    """Yield a pattern for each response, action or form that `node` names, itself or through what it uses."""
    inside_f_string = {
        id(part) for outer in ast.walk(node) if isinstance(outer, ast.JoinedStr) for part in outer.values
    }
    for inner in ast.walk(node):
        if isinstance(inner, ast.JoinedStr):
            pattern = "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"\w+" for p in inner.values)
            if pattern.startswith("utter_"):
                yield pattern
        elif isinstance(inner, ast.Constant) and isinstance(inner.value, str) and id(inner) not in inside_f_string:
            if _NAME.fullmatch(inner.value):
                yield re.escape(inner.value)
        elif isinstance(inner, ast.Name):
            module, name = modules[here].imports.get(inner.id, (here, inner.id))
            definition = modules[module].definitions.get(name) if module in modules else None
            if definition is not None and (module, name) not in visited:
                visited.add((module, name))
                yield from _mentions(definition, modules, module, visited)


def _first_sentence(docstring: str | None) -> str:
    paragraph = " ".join((docstring or "").partition("\n\n")[0].split())
    return paragraph.partition(". ")[0].rstrip(".")
