"""Write the dialogue as Markdown: a Mermaid chart for each topic, and below it every text and choice."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.dialogue_diagram.dialogue import Dialogue, Rule, Topic, intent_of
from locales.catalogue import translate
from locales.registry import LANGUAGES, SOURCE
from nlu.text.yaml_files import read_yaml

_TRAINING_TEXTS = Path(__file__).parents[2] / "nlu" / "data"
_INTENTS_SHOWN = 3
"""Intents of one rule that are named in the chart."""


class UnknownTopicError(ValueError):
    """There is no such topic or language; the message lists those that exist."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        """Take the unknown name and the known ones."""
        super().__init__(f"{name}: there are {', '.join(known)}.")


class Pages:
    """The pages of the dialogue in one language."""

    def __init__(self, language: str = SOURCE) -> None:
        """Read the dialogue; raise UnknownTopicError if there are no texts in `language`."""
        if language not in LANGUAGES:
            raise UnknownTopicError(language, LANGUAGES)
        self._language = language
        self._dialogue = Dialogue()
        self._examples = _first_examples(language)

    def all(self) -> dict[str, str]:
        """Return every page by its file name; `README.md` is the overview."""
        return {"README.md": self.overview(), **{f"{name}.md": self.topic(name) for name in self._dialogue.topics}}

    def overview(self) -> str:
        """Return the page with all topics and how they lead to each other."""
        topics = self._dialogue.topics.values()
        edges = [f"  {topic.name} --> {target}" for topic in topics for target in self._targets(topic)]
        nodes = [f'  {topic.name}["{topic.number} {_quoted(topic.title)}"]' for topic in topics]
        links = [f"{topic.number}. [{topic.title}]({topic.name}.md): {topic.sentence}" for topic in topics]
        return "\n".join(
            [
                "# The conversation",
                "",
                "What a person can say or choose, what the bot then does and says, and where each choice leads, read",
                "from the files that the bot runs on. `make diagram` writes these pages; a test keeps them current.",
                "",
                *links,
                "",
                *_chart("flowchart TD", [*nodes, *edges]),
                "",
                "Of several things that an action may say, the pages do not show when it says which. Words that are",
                "only put into other texts are left out.",
                "",
            ]
        )

    def topic(self, name: str) -> str:
        """Return the page of one topic; raise UnknownTopicError."""
        if name not in self._dialogue.topics:
            raise UnknownTopicError(name, self._dialogue.topics)
        topic = self._dialogue.topics[name]
        shown: set[str] = set()
        rules = [line for rule in topic.rules for line in self._rule(rule, shown)]
        heading = [f"# {topic.number} {topic.title}", "", topic.sentence, "", "[All topics](README.md)", ""]
        return "\n".join([*heading, *_chart("flowchart LR", self._topic_chart(topic)), "", *rules])

    def _topic_chart(self, topic: Topic) -> Iterator[str]:
        """Yield what people say, the steps that follow, and the topics that the offered choices lead to."""
        known: dict[str, str] = {}
        for number, rule in enumerate(topic.rules):
            before = f"says{number}"
            yield f'  {before}(["{_quoted(self._spoken(rule))}"])'
            for step in rule.steps:
                if step not in known:
                    known[step] = f"step{len(known)}"
                    yield f'  {known[step]}["{_quoted(self._summary(step))}"]'
                yield f"  {before} --> {known[step]}"
                before = known[step]
        for target in self._targets(topic):
            other = self._dialogue.topics[target]
            yield f'  {target}[["{other.number} {_quoted(other.title)}"]]'
            yield from (f"  {node} -.-> {target}" for step, node in known.items() if target in self._leads_to(step))

    def _rule(self, rule: Rule, shown: set[str]) -> Iterator[str]:
        """Yield the part of a page about one rule; the texts of a step stand where the page first has it."""
        yield f"## {rule.title}"
        yield ""
        if rule.condition:
            yield from (f"Holds {rule.condition}.", "")
        for intent in rule.intents:
            example = self._examples.get(intent)
            yield f"- The person: `{intent}`" + (f", such as “{example}”" if example else "")
        for step in rule.steps:
            if step in shown:
                yield f"- The bot: `{step}`, as above"
                continue
            shown.add(step)
            yield f"- The bot: `{step}`" + ("" if step in self._dialogue.responses else f". {self._summary(step)}.")
            for response in self._dialogue.sent_by(step):
                yield f"  - `{response}`: {self._text(response)}"
                yield from (f"    - {choice}" for choice in self._choices(response))
            yield from (f"  - continues with `{after}`" for after in self._dialogue.steps_after(step))
        yield ""

    def _spoken(self, rule: Rule) -> str:
        if not rule.intents:
            return rule.title
        names = rule.intents[:_INTENTS_SHOWN]
        more = len(rule.intents) - len(names)
        return ", ".join(names) + (f" and {more} more" if more else "")

    def _summary(self, step: str) -> str:
        action = self._dialogue.actions.get(step)
        return action.summary if action and action.summary else step

    def _choices(self, response: str) -> Iterator[str]:
        for button in self._dialogue.responses[response][0].get("buttons", ()):
            intent = intent_of(button["payload"])
            target = self._dialogue.topic_of_intent.get(intent)
            title = button["title"]
            label = self._text(title) if title in self._dialogue.responses else translate(self._language, title)
            yield f"[{label}] leads to `{intent}`" + (f" ([{target}]({target}.md))" if target else "")

    def _text(self, response: str) -> str:
        text = translate(self._language, self._dialogue.responses[response][0]["text"])
        return re.sub(r"\s*\n\s*", " / ", text).replace("<", "&lt;")

    def _leads_to(self, step: str) -> set[str]:
        """Return the topics that the choices after a step lead to."""
        buttons = [
            button
            for response in self._dialogue.sent_by(step)
            for button in self._dialogue.responses[response][0].get("buttons", ())
        ]
        topics = self._dialogue.topic_of_intent
        return {topics[intent] for button in buttons if (intent := intent_of(button["payload"])) in topics}

    def _targets(self, topic: Topic) -> list[str]:
        targets = {target for rule in topic.rules for step in rule.steps for target in self._leads_to(step)}
        return [name for name in self._dialogue.topics if name in targets - {topic.name}]


def _chart(kind: str, lines: Iterable[str]) -> list[str]:
    return ["```mermaid", kind, *lines, "```"]


def _quoted(text: str) -> str:
    return text.replace('"', "#quot;")


def _first_examples(language: str) -> dict[str, str]:
    """Return one training text for each intent."""
    path = _TRAINING_TEXTS / f"{language}.yml"
    blocks = read_yaml(path if path.exists() else _TRAINING_TEXTS / f"{SOURCE}.yml").get("nlu", ())
    return {block["intent"]: block["examples"].splitlines()[0].removeprefix("- ") for block in blocks}
