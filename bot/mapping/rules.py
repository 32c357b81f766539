"""The rules of the dialogue as a reviewer thinks of them: somebody says this, then the bot does that."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.mapping.files import DIALOGUE, FORM, sections
from bot.mapping.topics import topics

_DROPS = "action_deactivate_loop"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, or two that differ only in whether a question is open.

    `steps` are the names of actions, forms and responses in the order in which they come;
    `when` says in words when the rule holds, where it doesn't always.
    """

    topic: str
    title: str
    intents: tuple[str, ...]
    steps: tuple[str, ...]
    when: str = ""


def rules() -> list[Rule]:
    """Return all rules, topic by topic, and among them what the bot does without one."""
    held = dict(sections(DIALOGUE / "rules", "rules"))
    found: list[Rule] = []
    for topic in topics().values():
        ruled = _joined([_rule(topic.name, raw) for raw in held[topic.name]])
        found += [*_without_rule(topic.name, topic.first), *ruled, *_without_rule(topic.name, topic.last)]
    return found


def _without_rule(topic: str, described: Iterable[dict[str, Any]]) -> Iterator[Rule]:
    for one in described:
        yield Rule(topic, _sentence(one["rule"]), (), tuple(one["steps"]))


def _rule(topic: str, raw: dict[str, Any]) -> Rule:
    intents = [step["intent"] for part in raw["steps"] for step in part.get("or", [part]) if "intent" in step]
    actions = [step["action"] for step in raw["steps"] if "action" in step]
    steps = tuple(action for action in actions if action != _DROPS)
    if not intents:  # nothing is said when the form ends
        return Rule(topic, _sentence(raw["rule"]), (), tuple(step for step in steps if step != FORM))
    loops = [condition["active_loop"] for condition in raw.get("condition", ()) if "active_loop" in condition]
    return Rule(topic, _sentence(raw["rule"]), tuple(intents), steps, _when(loops, _DROPS in actions, FORM in steps))


def _when(loops: list[str | None], drops: bool, comes_back: bool) -> str:  # noqa: FBT001 - of one rule, read once
    if not loops:
        return ""
    if loops == [None]:
        return "when no question is open"
    then = "; the question is dropped" if drops else "; the question comes back" if comes_back else ""
    return f"while a question is open{then}"


def _joined(of_topic: list[Rule]) -> list[Rule]:
    """Draw a rule and its twin "..., while something is being asked" as one."""
    joined: list[Rule] = []
    for rule in of_topic:
        at = next((i for i, one in enumerate(joined) if (one.intents, one.steps) == (rule.intents, rule.steps)), None)
        if at is None or not rule.when or joined[at].when:
            joined.append(rule)
        else:
            joined[at] = replace(joined[at], when=f"also {rule.when}")
    return joined


def _sentence(name: str | bool) -> str:  # noqa: FBT001 - YAML reads the name of the rule "no" as a truth value
    words = {True: "yes", False: "no"}[name] if isinstance(name, bool) else name
    return words[:1].upper() + words[1:]
