"""Follow an action's source from name to name, and find what it may say, offer and go on with."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from actions.checks import checks
from actions.situation import DANGER, SELF_HARM
from bot.mapping.definitions import Module
from bot.mapping.responses import Choice
from bot.mapping.syntax import choice_of, choices, defaults, switches, variables

ALARMS = {"DANGER": DANGER, "SELF_HARM": SELF_HARM}
"""The names of constants -> what they hold."""
_QUESTIONS = tuple(question for check in checks().values() for question in check["questions"])
_A_NAME = re.compile(r"(?:utter|action)_\w+|\w+_form")


@dataclass(frozen=True, slots=True)
class Named:
    """The name of a response or an action, as a pattern, and how far from the action's own source it stands."""

    pattern: str
    elsewhere: bool
    depth: int


@dataclass(frozen=True, slots=True)
class Offered:
    """A choice that an action adds beneath responses, as patterns; none where the source doesn't show which."""

    choice: Choice
    beneath: tuple[str, ...] = ()


Found: TypeAlias = Named | Offered


@dataclass(frozen=True, slots=True)
class Trace:
    """Where we are: in which module, how deep, with which switches thrown, and what is being followed."""

    modules: dict[str, Module]
    module: Module
    home: str
    alarms: tuple[str, ...] = tuple(ALARMS.values())
    """Which of them the action may be about."""
    depth: int = 0
    switches: dict[str, bool] = field(default_factory=dict)
    variables: dict[str, ast.expr] = field(default_factory=dict)
    """The function's own, and what they are set to."""
    following: tuple[str, ...] = ()

    def of(self, node: ast.AST) -> Iterator[Found]:
        """Yield everything that a piece of source names, in the order in which it stands there."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _A_NAME.fullmatch(node.value):
            yield self._named(node.value)
        elif isinstance(node, ast.JoinedStr):
            pattern = "".join(map(self._part, node.values))
            yield from [self._named(pattern)] if pattern.startswith("utter_") else []
        elif isinstance(node, ast.Dict) and (choice := choice_of(node)):
            yield Offered(choice)
        elif picked := choices(node, self.variables):
            yield from map(Offered, picked)
        elif isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id in self.switches:
            yield from self._each(node.body if self.switches[node.test.id] else node.orelse)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = replace(self, variables=variables(node))
            for statement in node.body:
                yield from inside.of(statement)
        elif isinstance(node, ast.Call):
            yield from self._call(node)
        elif isinstance(node, ast.Name):
            yield from self._follow(node.id, {})
        else:
            yield from self._each(ast.iter_child_nodes(node))

    def _call(self, node: ast.Call) -> Iterator[Found]:
        """Yield what a call names; the choices among it stand beneath the responses that it is given."""
        given = list(self._each([*node.args, *(keyword.value for keyword in node.keywords)]))
        said = tuple(one.pattern for one in given if isinstance(one, Named) and one.pattern.startswith("utter_"))
        thrown = switches((k.arg, k.value) for k in node.keywords)
        called = self._follow(node.func.id, thrown) if isinstance(node.func, ast.Name) else self.of(node.func)
        for one in (*given, *called):
            yield one if isinstance(one, Named) or one.beneath else replace(one, beneath=said)

    def _each(self, nodes: Iterator[ast.AST] | list[ast.AST] | list[ast.stmt] | list[ast.expr]) -> Iterator[Found]:
        for node in nodes:
            yield from self.of(node)

    def _part(self, node: ast.expr) -> str:
        """Return the pattern of a part of an f-string: a blank is anything, but for those of which we know more."""
        if isinstance(node, ast.Constant):
            return re.escape(str(node.value))
        name = ast.unparse(node).strip("f'{}\"").rpartition(".")[2]
        known = {"kind": self.alarms, "alarm": self.alarms, "question": _QUESTIONS}.get(name)
        return f"(?:{'|'.join(known)})" if known else r"\w+"

    def _named(self, pattern: str) -> Named:
        return Named(pattern, self.module.name != self.home, self.depth)

    def _follow(self, name: str, thrown: dict[str, bool]) -> Iterator[Found]:
        """Yield what is named where `name` is defined, in this package."""
        if name in self.variables:
            others = {other: value for other, value in self.variables.items() if other != name}
            yield from replace(self, variables=others).of(self.variables[name])
            return
        module = self.module
        while name in module.taken and module.taken[name][0] in self.modules:
            there, name = module.taken[name]
            module = self.modules[there]
        node = module.defined.get(name)
        if node is None or name in self.following:
            return
        deeper = replace(self, module=module, depth=self.depth + 1, following=(*self.following, name), variables={})
        yield from replace(deeper, switches=defaults(node) | thrown).of(node)
