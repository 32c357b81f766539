"""The picture of one topic: row by row what a person says, what the bot does and says, and where choices lead."""

from itertools import accumulate
from xml.etree import ElementTree as ET

from bot.mapping.cards import WIDE, Cards
from bot.mapping.dialogue import Dialogue, Row
from bot.mapping.files import FORM
from bot.mapping.paper import Picture
from bot.mapping.printing import MILLIMETRES
from bot.mapping.shapes import QUIET, Words, arrow, colour_of, write
from bot.mapping.sources import Action
from bot.mapping.topics import topics
from bot.mapping.tree import BESIDE, Node, join, stacked
from locales.registry import LANGUAGES

MARGIN = 40.0
_BETWEEN_ROWS = 36.0
_BETWEEN_STEPS = 34.0
_HEADINGS = ("A person says or chooses", "The bot does", "It says", "It offers", "That leads to")
_HOW_TO_READ = (
    "Read each row from left to right. Of what stands beneath each other, the bot says what fits. Dashed boxes point to"
    " where something is drawn in full. ‹Words in brackets› are filled in while the bot speaks. Small grey words are"
    " names in the program."
)
_COLUMNS = [MARGIN + x for x in accumulate((0.0, *(wide + BESIDE for wide in WIDE.values())))]
_WIDE = _COLUMNS[-1] - BESIDE + MARGIN
_PAGE = _WIDE * MILLIMETRES[1] / MILLIMETRES[0]
"""How much of the picture's height is on one page when it is printed as wide as that."""


def draw_topic(dialogue: Dialogue, name: str, language: str) -> bytes:
    """Return the picture of the topic `name` as SVG."""
    topic = topics()[name]
    read = f"Texts in {LANGUAGES[language].own_name}." if language != "en" else ""
    picture = Picture(topic.heading, topic.sentence, _WIDE)
    y = MARGIN
    for words in (
        Words(topic.heading, 28, bold=True, colour=colour_of(topic.number)),
        Words(topic.sentence, 17),
        Words(f"{_HOW_TO_READ} {read}", 13, colour=QUIET),
    ):
        write(picture.body, words, MARGIN, y, _WIDE - 2 * MARGIN)
        y += words.height(_WIDE - 2 * MARGIN) + 4
    y += 18
    for heading, x, wide in zip(_HEADINGS, _COLUMNS, WIDE.values(), strict=False):
        write(picture.body, Words(heading, 15, bold=True), x, y, wide)
    picture.high = y + 34
    cards, drawn = Cards(dialogue, topic, language), set[str]()
    for row in dialogue.rows[name]:
        _draw_row(picture, cards, row, drawn)
    picture.high += MARGIN - _BETWEEN_ROWS / 2
    return picture.svg()


def _draw_row(picture: Picture, cards: Cards, row: Row, drawn: set[str]) -> None:
    """Draw a row at the lower end of the picture; an action is drawn in full once, which `drawn` notes."""
    steps = []
    for action in _worth_drawing(row):
        here = cards.dialogue.drawn_in[action.name] == cards.topic and action.name not in drawn
        steps.append(cards.step(action, in_full=here))
        drawn.add(action.name)
    persons = [cards.person(rule) for rule in row.rules]
    high = max(_stacked_steps(steps), stacked(persons)) + _BETWEEN_ROWS
    y = _on_one_page(picture.high, high)
    arrow(picture.body, (MARGIN, y), (_WIDE - MARGIN, y), colour="#b3b3b3", head=False)
    join(picture.body, persons, _COLUMNS[0], y + _BETWEEN_ROWS / 2)
    _draw_steps(picture.body, steps, y + _BETWEEN_ROWS / 2)
    picture.high = y + high


def _on_one_page(y: float, high: float) -> float:
    """Return where to draw what is `high` pixels high: at `y`, or on the next page if this one would cut it in two."""
    left = _PAGE - y % _PAGE
    return y + left + 4 if left < high <= _PAGE else y


def _worth_drawing(row: Row) -> tuple[Action, ...]:
    """Leave the form out at the end where the rule says already that the question comes back."""
    told = row.steps[1:] and all("comes back" in rule.when for rule in row.rules)
    return tuple(action for action in row.steps if not (told and action.name == FORM))


def _stacked_steps(steps: list[Node]) -> float:
    return sum(node.high for node in steps) + _BETWEEN_STEPS * (len(steps) - 1)


def _draw_steps(canvas: ET.Element, steps: list[Node], y: float) -> None:
    """Draw what the bot does one after another."""
    middle = _COLUMNS[1] + WIDE["does"] / 2
    for number, node in enumerate(steps):
        node.draw(canvas, _COLUMNS[1:], y)
        end, y = y + node.thing.high, y + node.high + _BETWEEN_STEPS
        if steps[number + 1 :]:
            arrow(canvas, (middle, end), (middle, y))
