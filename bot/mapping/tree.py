"""Things beside each other in columns, each joined with what follows from it: lines never cross."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from xml.etree import ElementTree as ET

from bot.mapping.shapes import Card, arrow

BESIDE = 44.0
"""Pixels between two columns, in which the lines run."""
BELOW = 14.0
"""Pixels between two things in a column."""
_JOINT = 19.0
"""Pixels below the upper edge of a thing at which lines leave and meet it, in the middle of the lowest."""


_ABOVE = 6.0
"""Pixels above the first pills, so that arrows to and from them are level."""


class Drawn(Protocol):
    """Whatever has a size in pixels and can be drawn: a card, or chips."""

    @property
    def high(self) -> float:
        """The height."""

    @property
    def wide(self) -> float:
        """The width."""

    def draw(self, canvas: ET.Element, x: float, y: float) -> None:
        """Draw it with its upper left corner at (x, y)."""


@dataclass(frozen=True, slots=True)
class Chips:
    """Choices as pills, as many beside each other as fit into `room` pixels."""

    room: float
    chips: tuple[Card, ...]

    @property
    def wide(self) -> float:
        """The width of the first line, behind which the arrow begins."""
        return max(x + chip.wide for chip, (x, y) in zip(self.chips, self._places(), strict=True) if y == _ABOVE)

    @property
    def high(self) -> float:
        """The height of all lines of pills."""
        return max(y + chip.high for chip, (_, y) in zip(self.chips, self._places(), strict=True))

    def draw(self, canvas: ET.Element, x: float, y: float) -> None:
        """Draw them with the upper left corner at (x, y)."""
        for chip, (right, down) in zip(self.chips, self._places(), strict=True):
            chip.draw(canvas, x + right, y + down)

    def _places(self) -> list[tuple[float, float]]:
        places, x, y, high = [], 0.0, _ABOVE, 0.0
        for chip in self.chips:
            if x and x + chip.wide > self.room:
                x, y, high = 0.0, y + high + 6, 0.0
            places.append((x, y))
            x, high = x + chip.wide + 6, max(high, chip.high)
        return places


@dataclass(frozen=True, slots=True)
class Node:
    """A thing and what follows from it, in the next column."""

    thing: Drawn
    following: tuple["Node", ...] = ()

    @property
    def high(self) -> float:
        """The height of the thing, or of all that follows if that is higher."""
        return max(self.thing.high, stacked(self.following))

    def draw(self, canvas: ET.Element, columns: Sequence[float], y: float) -> None:
        """Draw it from `y` downwards; `columns` are the left edges of its own column and of those behind it."""
        self.thing.draw(canvas, columns[0], y)
        begin = columns[0] + self.thing.wide
        for node, top in zip(self.following, tops(self.following, y), strict=True):
            node.draw(canvas, columns[1:], top)
            turn(canvas, (begin, y + _JOINT), (columns[1], top + _JOINT))


def stacked(nodes: Sequence[Node | Drawn]) -> float:
    """Return the height of things below each other."""
    return sum(node.high for node in nodes) + BELOW * max(0, len(nodes) - 1)


def tops(nodes: Sequence[Node | Drawn], y: float) -> list[float]:
    """Return the upper edges of things below each other, the first at `y`."""
    return [y + stacked(nodes[:number]) + (BELOW if number else 0) for number in range(len(nodes))]


def join(canvas: ET.Element, things: Sequence[Drawn], column: float, y: float) -> None:
    """Draw things below each other, with lines that meet at what stands in the next column at `y`."""
    for thing, top in zip(things, tops(things, y), strict=True):
        thing.draw(canvas, column, top)
        edge = column + thing.wide
        turn(canvas, (edge, top + _JOINT), (edge + BESIDE, y + _JOINT))


def turn(canvas: ET.Element, begin: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw an arrow to a thing in the next column, that turns in the middle between the columns."""
    bend = end[0] - BESIDE / 2
    level = [] if begin[1] == end[1] else [(bend, begin[1]), (bend, end[1])]
    arrow(canvas, begin, *level, end)
