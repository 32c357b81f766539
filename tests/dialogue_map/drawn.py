"""Read the pictures back: what is written in them, and on which card."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class DrawnCard:
    """A card's edges in pixels, and its lines of text: (text, size, bold, baseline)."""

    left: float
    top: float
    right: float
    bottom: float
    lines: tuple[tuple[str, float, bool, float], ...]

    def overlaps(self, other: "DrawnCard") -> bool:
        """Tell whether two cards lie over each other."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


def root(picture: bytes) -> ET.Element:
    """Return a picture as XML; raises `ParseError` where it is none."""
    return ET.fromstring(picture)  # noqa: S314 - what we have just drawn


def words(picture: bytes) -> set[str]:
    """Return the words of a picture, as names are spelled: find_shelter."""
    return {word for text in root(picture).iter(f"{_SVG}text") for word in re.findall(r"[\w/]+", text.text or "")}


def cards(picture: bytes) -> Iterator[DrawnCard]:
    """Yield the cards of a picture."""
    for group in root(picture).iter(f"{_SVG}g"):
        box = group.find(f"{_SVG}rect")
        if box is not None:
            left, top, wide, high = (float(box.attrib[name]) for name in ("x", "y", "width", "height"))
            yield DrawnCard(left, top, left + wide, top + high, tuple(map(_line, group.findall(f"{_SVG}text"))))


def _line(text: ET.Element) -> tuple[str, float, bool, float]:
    return text.text or "", float(text.attrib["font-size"]), "font-weight" in text.attrib, float(text.attrib["y"])
