"""Cards, chips and arrows in SVG: dark lines on white, told apart by shape and number before colour."""

from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree as ET

from bot.mapping.text import lines, width
from locales.registry import LANGUAGES

INK = "#1a1a1a"
QUIET = "#4d4d4d"
COLOURS = ("#005a8c", "#8a4b00", "#00664f", "#7a2e6b", "#5c5200", "#3d4a8f", "#a11d1d", "#4d4d4d")
"""One for each topic, by its number; each has a contrast of at least 5:1 on white."""
_PADDING = 12.0
_HEIGHT = 1.4
"""Of a line, as a part of the font's size: room for the marks above and below Thai, Khmer and Burmese letters."""

Shape = Literal["square", "round", "note", "pill"]
_RADIUS = {"square": 2.0, "round": 18.0, "note": 8.0, "pill": 13.0}


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of a card: at most `most` lines of a text in a language, in a size of pixels."""

    text: str
    size: float = 14.0
    bold: bool = False
    colour: str = INK
    language: str = "en"
    most: int = 99
    space: float = 0.0
    """Pixels that stay free below."""

    def broken(self, room: float) -> list[str]:
        """Return its lines where they may be `room` wide."""
        return lines(self.text, room, self.size, bold=self.bold, most=self.most)

    def height(self, room: float) -> float:
        """Return how high they are."""
        return len(self.broken(room)) * self.size * _HEIGHT + self.space


@dataclass(frozen=True, slots=True)
class Card:
    """A box with paragraphs in it, `wide` pixels; a dashed one points to another place, perhaps to a file `to`."""

    wide: float
    paragraphs: tuple[Words, ...]
    shape: Shape = "square"
    colour: str = INK
    fill: str = "#ffffff"
    dashed: bool = False
    to: str = ""

    @property
    def high(self) -> float:
        """Return its height in pixels."""
        inside = self.wide - 2 * _PADDING
        return sum(words.height(inside) for words in self.paragraphs) + (10 if self.shape == "pill" else 18)

    def draw(self, canvas: ET.Element, x: float, y: float) -> None:
        """Draw it with its upper left corner at (x, y)."""
        link = ET.SubElement(canvas, "a", {"href": self.to}) if self.to else canvas
        card = ET.SubElement(link, "g")
        box = {"x": x, "y": y, "width": self.wide, "height": self.high, "rx": _RADIUS[self.shape]}
        ET.SubElement(
            card,
            "rect",
            numbers(box) | {"fill": self.fill, "stroke": self.colour, "stroke-width": "1.5"} | _dash(self.dashed),
        )
        at = y + (self.high - sum(words.height(self.wide - 2 * _PADDING) for words in self.paragraphs)) / 2
        for words in self.paragraphs:
            write(card, words, x + _PADDING, at, self.wide - 2 * _PADDING)
            at += words.height(self.wide - 2 * _PADDING)


def chip(title: str, language: str, most: float) -> Card:
    """Return a choice as a pill, as wide as its words, at most `most`."""
    wide = min(most, width(title, 13) + 2 * _PADDING + 1)
    return Card(wide, (Words(title, 13, language=language, most=2),), "pill", INK, "#eeeeee")


def write(canvas: ET.Element, words: Words, x: float, y: float, room: float) -> None:
    """Write a paragraph into a column that begins at (x, y), from the right where it is read so."""
    spoken = LANGUAGES.get(words.language)
    backwards = spoken is not None and spoken.direction == "rtl"
    style = {"font-size": f"{words.size:g}", "fill": words.colour} | ({"font-weight": "bold"} if words.bold else {})
    if words.language != "en":
        style |= {"xml:lang": words.language}
    if backwards:
        style |= {"direction": "rtl"}
    for number, line in enumerate(words.broken(room)):
        at = {"x": x + room if backwards else x, "y": y + (number + 0.8) * words.size * _HEIGHT}
        ET.SubElement(canvas, "text", numbers(at) | style).text = line


def arrow(canvas: ET.Element, *points: tuple[float, float], colour: str = INK, head: bool = True) -> None:
    """Draw a line through points, with an arrow's head at the last."""
    path = "M" + " L".join(f"{short(x)},{short(y)}" for x, y in points)
    marked = {"marker-end": "url(#head)"} if head else {}
    ET.SubElement(canvas, "path", {"d": path, "fill": "none", "stroke": colour, "stroke-width": "1.5"} | marked)


def colour_of(number: int) -> str:
    """Return the colour of the topic with this number, from 1."""
    return COLOURS[(number - 1) % len(COLOURS)]


def numbers(values: dict[str, float]) -> dict[str, str]:
    """Return attributes whose values are numbers."""
    return {name: short(value) for name, value in values.items()}


def short(value: float) -> str:
    """Return a number of pixels as SVG has it, to a tenth."""
    return f"{round(value, 1):g}"


def _dash(dashed: bool) -> dict[str, str]:  # noqa: FBT001 - of one card, read once
    return {"stroke-dasharray": "5 3"} if dashed else {}
