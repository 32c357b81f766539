"""The top of each module of a package, parsed: what a name means there."""

import ast
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Module:
    """A module's own definitions by name, and what it takes from other modules of its package."""

    name: str
    caption: str
    defined: dict[str, ast.AST] = field(default_factory=dict)
    taken: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Name here -> (module, name there)."""


def modules(package: Path) -> dict[str, Module]:
    """Return the modules of a package by name, in alphabetical order; `__init__` only puts others together."""
    paths = sorted(path for path in package.glob("*.py") if path.stem != "__init__")
    return {path.stem: _parsed(path, package.name) for path in paths}


def first_sentence(docstring: str | None) -> str:
    """Return the first paragraph of a docstring up to its first full stop."""
    paragraph = " ".join((docstring or "").partition("\n\n")[0].split())
    return paragraph.partition(". ")[0].rstrip(".")


def _parsed(path: Path, package: str) -> Module:
    tree = ast.parse(path.read_text("utf-8"))
    module = Module(path.stem, first_sentence(ast.get_docstring(tree)))
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            module.defined[node.name] = node
        elif isinstance(node, ast.Assign):
            module.defined.update((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(f"{package}."):
            there = node.module.rpartition(".")[2]
            module.taken.update((alias.asname or alias.name, (there, alias.name)) for alias in node.names)
    return module
