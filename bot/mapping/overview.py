"""The overview: every topic, and along coloured lines where its choices lead."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from bot.mapping.dialogue import Dialogue
from bot.mapping.paper import Picture
from bot.mapping.responses import Choice, label
from bot.mapping.shapes import QUIET, Card, Words, arrow, colour_of, numbers, write
from bot.mapping.topics import Topic, topics

_MARGIN = 40.0
_CARD = 520.0
_LABELS = 620.0
_FIRST_LANE = _MARGIN + _CARD + _LABELS
_LANE = 34.0
"""Pixels between two of the lines that run down the right side, one to each topic."""
_LINE = 34.0
_BETWEEN = 30.0
_JOINT = 19.0
_TITLE = "What can be talked about"
_ABOUT = (
    "Everything may be said at any time, in one's own words. Beside each topic stands what it offers and to which topic"
    " that leads; the line of a topic's colour and number runs back to it. Each topic has a picture of its own."
)


@dataclass(slots=True)
class _Lane:
    """The line that leads to a topic: where it stands, where it enters the topic's card, and where others join it."""

    x: float
    enters: float = 0.0
    joined: list[float] = field(default_factory=list)


def draw_overview(dialogue: Dialogue, language: str) -> bytes:
    """Return the picture of all topics as SVG."""
    led_to = [name for name in topics() if any(name in dialogue.ways(other) for other in topics())]
    lanes = {name: _Lane(_FIRST_LANE + _LANE * number) for number, name in enumerate(led_to)}
    picture = Picture(_TITLE, _ABOUT, _FIRST_LANE + _LANE * len(led_to) + _MARGIN, _MARGIN)
    for words in (Words(_TITLE, 28, bold=True), Words(_ABOUT, 15, colour=QUIET)):
        write(picture.body, words, _MARGIN, picture.high, picture.wide - 2 * _MARGIN)
        picture.high += words.height(picture.wide - 2 * _MARGIN) + 6
    picture.high += 24
    overview = _Overview(dialogue, language, picture, lanes)
    for topic in topics().values():
        overview.draw_topic(topic)
    for name in lanes:
        overview.draw_lane(topics()[name])
    picture.high += _MARGIN - _BETWEEN
    return picture.svg()


@dataclass(frozen=True, slots=True)
class _Overview:
    """The picture while it is drawn, from above downwards."""

    dialogue: Dialogue
    language: str
    picture: Picture
    lanes: dict[str, _Lane]

    def draw_topic(self, topic: Topic) -> None:
        """Draw a topic's card and the lines that lead away from it, and note where the lanes meet them."""
        card = self._card(topic)
        card.draw(self.picture.body, _MARGIN, self.picture.high)
        y = self.picture.high + _JOINT
        if topic.name in self.lanes:
            self.lanes[topic.name].enters = y
        for name, choices in self.dialogue.ways(topic.name).items():
            y += _LINE
            self._draw_way(topics()[name], choices, y)
        self.picture.high = max(self.picture.high + card.high, y + 12) + _BETWEEN

    def draw_lane(self, topic: Topic) -> None:
        """Draw the line that runs down the side and enters the topic's card."""
        lane, colour = self.lanes[topic.name], colour_of(topic.number)
        for end in (min(lane.joined), max(lane.joined)):
            arrow(self.picture.body, (lane.x, end), (lane.x, lane.enters), colour=colour, head=False)
        arrow(self.picture.body, (lane.x, lane.enters), (_MARGIN + _CARD, lane.enters), colour=colour)
        number = Words(str(topic.number), 13, bold=True, colour=colour)
        write(self.picture.body, number, lane.x + 5, lane.enters - 14, 20)

    def _card(self, topic: Topic) -> Card:
        said = " · ".join(rule.title for row in self.dialogue.rows[topic.name] for rule in row.rules)
        paragraphs = (
            Words(topic.heading, 19, bold=True, colour=colour_of(topic.number), space=3),
            Words(topic.sentence, 14.5, space=5),
            Words(said, 12.5, colour=QUIET, most=5),
        )
        return Card(_CARD, paragraphs, "round", colour_of(topic.number), to=f"{topic.name}.svg")

    def _draw_way(self, to: Topic, choices: Sequence[Choice], y: float) -> None:
        """Draw a line to a topic's lane, and above it the topic's number and the choices that lead there."""
        body, lane, colour = self.picture.body, self.lanes[to.name], colour_of(to.number)
        lane.joined.append(y)
        arrow(body, (_MARGIN + _CARD, y), (lane.x, y), colour=colour, head=False)
        ET.SubElement(body, "circle", numbers({"cx": lane.x, "cy": y, "r": 4}) | {"fill": colour})
        left, above = _MARGIN + _CARD + 12, y - 19
        write(body, Words(f"→ {to.number}", 12.5, bold=True, colour=colour), left, above, 40)
        labels = " · ".join(dict.fromkeys(label(choice, self.language) for choice in choices))
        by_itself = Words("the bot goes on there by itself", 12.5, colour=QUIET)
        words = Words(labels, 12.5, language=self.language, most=1) if labels else by_itself
        write(body, words, left + 40, above, _LABELS - 70)
