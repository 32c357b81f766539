"""The whole conversation, joined: who says what, what the bot does then, and where each choice leads."""

from dataclasses import dataclass, replace
from functools import cached_property

from bot.mapping.files import FORM
from bot.mapping.responses import Choice, label, responses
from bot.mapping.rules import Rule, rules
from bot.mapping.sources import Action, Said, actions, answer, machines
from bot.mapping.topics import Topic, topics

_FORM = Action(
    FORM,
    "Asks for what is missing, one question after another; when nothing is missing, names who can help",
    goes_on=("action_find_services",),
)


@dataclass(frozen=True, slots=True)
class Row:
    """Rules of one topic that lead to the same: what a person says, and what the bot does one after another."""

    rules: tuple[Rule, ...]
    steps: tuple[Action, ...]


class Dialogue:
    """Knows the conversation of the tree that it stands in."""

    @cached_property
    def rules(self) -> list[Rule]:
        """All rules, topic by topic."""
        return rules()

    @cached_property
    def actions(self) -> dict[str, Action]:
        """Whatever can be a step of a rule, by name; a response that a rule names is one that only says itself."""
        found = {FORM: _FORM} | actions() | machines()
        return found | {step: answer(step) for rule in self.rules for step in rule.steps if step in responses()}

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        """The rows of each topic's picture, in the order of its rules."""
        found: dict[str, dict[tuple[str, ...], Row]] = {name: {} for name in topics()}
        for rule in self.rules:
            steps = tuple(self.actions[step] for step in rule.steps)
            row = found[rule.topic].setdefault(rule.steps, Row((), steps))
            found[rule.topic][rule.steps] = replace(row, rules=(*row.rules, rule))
        return {name: list(of_topic.values()) for name, of_topic in found.items()}

    @cached_property
    def drawn_in(self) -> dict[str, Topic]:
        """The topic in whose picture an action is drawn in full: the first one that needs it."""
        return {step: topics()[rule.topic] for rule in reversed(self.rules) for step in rule.steps}

    @cached_property
    def said_by(self) -> dict[str, str]:
        """The action with which a response is drawn in full: the one that it is most of all for."""
        best: dict[str, tuple[int, bool, int, int, int]] = {}
        whose: dict[str, str] = {}
        for order, name in enumerate(dict.fromkeys(step for rule in self.rules for step in rule.steps)):
            for said in self.actions[name].says:
                elsewhere, depth = said.far
                few = len(self.actions[name].says)
                near = (_unlike(name, said.name), elsewhere, 0 if elsewhere else depth, few, order)
                if said.name not in best or near < best[said.name]:
                    best[said.name], whose[said.name] = near, name
        return whose

    @cached_property
    def leads_to(self) -> dict[str, Rule]:
        """The rule that an intent leads to; of several the one that holds whether or not a question is open."""
        ordered = sorted(self.rules, key=lambda rule: bool(rule.when) and not rule.when.startswith("also"))
        return {intent: rule for rule in reversed(ordered) for intent in rule.intents}

    @cached_property
    def choices(self) -> dict[str, list[Choice]]:
        """All choices by the intent that they mean, each title once."""
        found: dict[str, dict[Choice, None]] = {}
        for choice in (choice for action in self.actions.values() for said in action.says for choice in said.choices):
            found.setdefault(choice.intent, {})[choice] = None
        return {intent: list(of_intent) for intent, of_intent in found.items()}

    def labels(self, rule: Rule, language: str) -> list[str]:
        """Return what stands on the choices that lead to a rule, each once."""
        leading = [choice for intent in rule.intents for choice in self.choices.get(intent, ())]
        return list(dict.fromkeys(label(choice, language) for choice in leading))

    def drawn_with(self, action: Action) -> list[Said]:
        """Return the responses that are drawn in full with an action."""
        return [said for said in action.says if self.said_by[said.name] == action.name]

    def ways(self, topic: str) -> dict[str, list[Choice]]:
        """Return the topics that a topic leads to, and by which choices: by none where the bot goes there by itself."""
        own = [
            action
            for name, action in self.actions.items()
            if name in self.drawn_in and self.drawn_in[name].name == topic
        ]
        steps = [step.name for row in self.rows[topic] for step in row.steps]
        goes_on = [name for action in own for name in action.goes_on]
        found: dict[str, dict[Choice, None]] = {self.drawn_in[name].name: {} for name in (*steps, *goes_on)}
        for choice in (choice for action in own for said in self.drawn_with(action) for choice in said.choices):
            found.setdefault(self.leads_to[choice.intent].topic, {})[choice] = None
        return {name: list(found[name]) for name in topics() if name in found and name != topic}


def _unlike(action: str, response: str) -> int:
    """Return 0 where an action and a response have the same name, 1 where they share a word in it, else 2."""
    kind, _, name = action.partition("_")
    said = response.partition("_")[2]
    if kind != "action":
        return 2
    if said.startswith(name):
        return 0
    shared = {word.rstrip("s") for word in name.split("_")} & {word.rstrip("s") for word in said.split("_")}
    return 1 if shared else 2
