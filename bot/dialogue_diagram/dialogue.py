"""Read the dialogue as a reviewer thinks of it: a person says this, then the bot does and says that."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from nlu.text.yaml_files import read_yaml

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


_HERE = Path(__file__).parent
_DIALOGUE = _HERE.parent / "dialogue"
_DROPS_QUESTION = "action_deactivate_loop"
_FORM = "find_help_form"
_VARIANTS = ("_child", "_man", "_other")
"""Suffixes of responses that replace another for some people (bot/engine/response_collector.py)."""
_FRAGMENTS = re.compile(
    r"utter_(?:bot_(?:short_)?description|choice_|command_|cost_(?:chat|sms)|emergency_|fact_|need_|remark_"
    r"|round_the_clock|script_|sign_|word_(?:back|hide)$)"
)
"""Responses that are never sent alone but are put into others or onto choices."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, or two that differ only in whether a question is open. `steps` are actions, forms and responses."""

    topic: str
    title: str
    intents: tuple[str, ...]
    steps: tuple[str, ...]
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A file of rules with its number from 1, and a title and a sentence for reviewers."""

    name: str
    number: int
    title: str
    sentence: str
    rules: tuple[Rule, ...]


class Dialogue:
    """The rules, responses and actions of this source tree."""

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """Return all topics by name, in reading order."""
        topics = {}
        for number, (name, raw) in enumerate(read_yaml(_HERE / "topics.yml").items(), start=1):
            rules = [_rule(name, rule) for rule in read_yaml(_DIALOGUE / "rules" / f"{name}.yml")["rules"]]
            rules += [Rule(name, extra["rule"], (), tuple(extra["steps"])) for extra in raw.get("without_rule", ())]
            topics[name] = Topic(name, number, raw["title"], raw["sentence"], tuple(_joined(rules)))
        return topics

    @cached_property
    def responses(self) -> dict[str, list[dict[str, Any]]]:
        """Return the variations of each response by its name."""
        paths = sorted((_DIALOGUE / "domain" / "responses").glob("*.yml"))
        return {name: variations for path in paths for name, variations in read_yaml(path)["responses"].items()}

    @cached_property
    def actions(self) -> dict[str, Action]:
        """Return the custom actions by name."""
        return read_actions()

    @cached_property
    def topic_of_intent(self) -> dict[str, str]:
        """Return the topic whose rules answer each intent; rules that always hold come first."""
        rules = [rule for topic in self.topics.values() for rule in topic.rules]
        rules.sort(key=lambda rule: bool(rule.condition) and not rule.condition.startswith("also"), reverse=True)
        return {intent: rule.topic for rule in rules for intent in rule.intents}

    def sent_by(self, step: str) -> list[str]:
        """Return the responses that a step may send, without fragments; a response sends itself."""
        if step in self.responses:
            return [step]
        if step not in self.actions:
            return []
        sent = re.compile("|".join(self.actions[step].patterns) or "$^")
        names = [name for name in self.responses if sent.fullmatch(name) and not is_fragment(name)]
        variants = {f"{name}{suffix}" for name in names for suffix in _VARIANTS}
        return [name for name in self.responses if name in names or name in variants]

    def steps_after(self, step: str) -> list[str]:
        """Return the actions and forms that an action may continue with."""
        patterns = self.actions[step].patterns if step in self.actions else ()
        return [name for name in (*self.actions, _FORM) if re.escape(name) in patterns]


def is_fragment(response: str) -> bool:
    """Return whether a response is never sent alone."""
    return _FRAGMENTS.match(response) is not None


def intent_of(payload: str) -> str:
    """Return the intent of a choice's payload: '/choose_check{"check": "job"}' gives "choose_check"."""
    return payload.removeprefix("/").partition("{")[0]


def _rule(topic: str, raw: dict[str, Any]) -> Rule:
    intents = [step["intent"] for part in raw["steps"] for step in part.get("or", [part]) if "intent" in step]
    actions = [step["action"] for step in raw["steps"] if "action" in step]
    steps = tuple(action for action in actions if action != _DROPS_QUESTION)
    loops = [condition["active_loop"] for condition in raw.get("condition", ()) if "active_loop" in condition]
    if not intents:  # the rule that ends the form sends nothing itself
        return Rule(topic, _title(raw["rule"]), (), tuple(step for step in steps if step != _FORM))
    return Rule(topic, _title(raw["rule"]), tuple(intents), steps, _condition(loops, actions))


def _condition(loops: list[str | None], actions: list[str]) -> str:
    if not loops:
        return ""
    if loops == [None]:
        return "when no question is open"
    if _DROPS_QUESTION in actions:
        return "while a question is open; the question is dropped"
    return "while a question is open; the bot asks again" if _FORM in actions else "while a question is open"


def _joined(rules: list[Rule]) -> list[Rule]:
    """Join a rule and its twin that holds while a question is open."""
    joined: dict[tuple[tuple[str, ...], tuple[str, ...]], Rule] = {}
    for rule in rules:
        key = (rule.intents, rule.steps)
        if key not in joined:
            joined[key] = rule
        elif rule.condition and not joined[key].condition:
            joined[key] = replace(joined[key], condition=f"also {rule.condition}")
    return list(joined.values())


def _title(name: str | bool) -> str:  # noqa: FBT001 - YAML reads the rule named "no" as a truth value
    words = {True: "yes", False: "no"}[name] if isinstance(name, bool) else name
    return words[:1].upper() + words[1:]
