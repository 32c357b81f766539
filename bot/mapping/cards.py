"""What stands on the cards of a topic's picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.mapping.dialogue import Dialogue
from bot.mapping.responses import Choice, examples, label, responses, text_of
from bot.mapping.rules import Rule
from bot.mapping.shapes import QUIET, Card, Words, chip, colour_of
from bot.mapping.sources import Action
from bot.mapping.topics import Topic, topics
from bot.mapping.tree import BESIDE, Chips, Node

WIDE = {"person": 280.0, "does": 240.0, "says": 450.0, "choices": 250.0, "leads": 290.0}
"""The columns, from left to right, and how wide they are."""
_SMALL = 11.0
_MIDDLE = 12.5
_EXAMPLES = 3
_LINES = 3
"""Of a response's text."""


@dataclass(frozen=True, slots=True)
class Cards:
    """Writes the cards of one topic in one language."""

    dialogue: Dialogue
    topic: Topic
    language: str

    def person(self, rule: Rule) -> Card:
        """Return what somebody says or chooses."""
        known = examples(self.language)
        own = [intent for intent in rule.intents if self.dialogue.leads_to[intent] == rule]
        told = [known[intent] for intent in own if intent in known][:_EXAMPLES]
        labels = self.dialogue.labels(rule, self.language) if own else []
        paragraphs = [
            Words(rule.title, 15, bold=True),
            *([Words(rule.when, _MIDDLE, colour=QUIET)] if rule.when else []),
            *(Words(f"“{text}”", 13, language=self.language, most=2) for text in told),
            *([Words("Chosen as:", _MIDDLE, colour=QUIET)] if labels else []),
            *([Words(" · ".join(labels), 13, language=self.language, most=4)] if labels else []),
            *([Words(", ".join(rule.intents), _SMALL, colour=QUIET)] if rule.intents else []),
        ]
        return Card(WIDE["person"], tuple(paragraphs), "round", colour_of(self.topic.number))

    def step(self, action: Action, *, in_full: bool) -> Node:
        """Return what the bot does and says; where that is drawn elsewhere, where."""
        name = Words(action.name, _SMALL, colour=QUIET)
        caption = Words(action.caption, 14)
        if in_full:
            card = Card(WIDE["does"], (caption, name), fill="#f2f2f2")
            return Node(card, (*self._own(action), *self._said_elsewhere(action), *self._next(action)))
        if action.name in responses():
            caption = Words(text_of(action.name, self.language), 14, language=self.language, most=1)
        where = self.dialogue.drawn_in[action.name]
        return Node(self._elsewhere(WIDE["does"] + BESIDE + WIDE["says"], where, caption, name))

    def _own(self, action: Action) -> Iterator[Node]:
        """Yield the responses that are drawn here, those together that offer the same choices."""
        for choices, group in groupby(self.dialogue.drawn_with(action), lambda said: said.choices):
            said_so = list(group)
            words = [
                words for said in said_so for words in self._said(said.name, space=0 if said is said_so[-1] else 7)
            ]
            yield Node(Card(WIDE["says"], tuple(words), "note"), self.choices(choices))

    def _said(self, name: str, *, space: float) -> tuple[Words, Words]:
        text = Words(text_of(name, self.language), 14, language=self.language, most=_LINES)
        return text, Words(name, _SMALL, colour=QUIET, space=space)

    def _said_elsewhere(self, action: Action) -> Iterator[Node]:
        """Yield a card for each topic in which more that this action says is drawn."""
        others = [said.name for said in action.says if self.dialogue.said_by[said.name] != action.name]
        by_topic: dict[str, list[str]] = {}
        for name in others:
            by_topic.setdefault(self.dialogue.drawn_in[self.dialogue.said_by[name]].name, []).append(name)
        for topic, names in by_topic.items():
            first = Words(text_of(names[0], self.language), 13, language=self.language, most=1)
            more = f" · and {len(names) - 1} more" if names[1:] else ""
            yield Node(self._elsewhere(WIDE["says"], topics()[topic], first, more=more))

    def _next(self, action: Action) -> Iterator[Node]:
        for name in action.goes_on:
            then = self.dialogue.actions[name]
            words = Words(f"Then, where it fits: {then.caption}", 13), Words(name, _SMALL, colour=QUIET)
            yield Node(self._elsewhere(WIDE["says"], self.dialogue.drawn_in[name], *words))

    def choices(self, choices: Sequence[Choice]) -> tuple[Node, ...]:
        """Return choices and where they lead, those together that stand together and lead to the same."""
        groups = groupby(choices, lambda choice: self.dialogue.leads_to[choice.intent])
        return tuple(Node(self._chips(tuple(group)), (Node(self._target(rule)),)) for rule, group in groups)

    def _chips(self, choices: Sequence[Choice]) -> Chips:
        titles = (label(choice, self.language) for choice in choices)
        return Chips(WIDE["choices"], tuple(chip(title, self.language, WIDE["choices"]) for title in titles))

    def _target(self, rule: Rule) -> Card:
        return self._elsewhere(WIDE["leads"], topics()[rule.topic], Words(rule.title, 13))

    def _elsewhere(self, wide: float, topic: Topic, *words: Words, more: str = "") -> Card:
        """Return a dashed card that points to a topic's picture, or to this one."""
        here = topic == self.topic
        colour = colour_of(topic.number)
        where = ("in this picture" if here else f"→ {topic.heading}") + more
        heading = Words(where, _MIDDLE, bold=True, colour=colour)
        return Card(wide, (*words, heading), "note", colour, dashed=True, to="" if here else f"{topic.name}.svg")
