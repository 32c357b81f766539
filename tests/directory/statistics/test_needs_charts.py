"""Drawings of the numbers are plain SVG that anybody can read, in either direction."""

from collections.abc import Awaitable, Callable
from xml.etree import ElementTree as ET

import pytest

from directory.statistics.charts import Bar, Words, _rendered, bars, course

ENGLISH = Words("What was not found", "Times asked", ("Somebody was named", "Nothing suitable"))
ARABIC = Words("ما لم يوجد", "عدد المرات", ("ذُكرت جهة", "لا شيء مناسب"), right_to_left=True)
FOUND = (Bar("Shelter <b>", (120, 60)), Bar("Legal help", (40, 0)))
SVG = "{http://www.w3.org/2000/svg}"


def texts(drawn: str) -> dict[str, float]:
    """Return the texts of a drawing, and how far from the left each stands among its own group."""
    found: dict[str, float] = {}

    def walk(element: ET.Element, left: float) -> None:
        moved = element.get("transform", "").removeprefix("translate(").partition(",")[0]
        left += float(moved) if moved.replace(".", "").replace("-", "").isdigit() else 0
        if element.tag == f"{SVG}text" and element.text:
            found[element.text] = left
        for child in element:
            walk(child, left)

    walk(ET.fromstring(drawn), 0)  # noqa: S314 - our own drawing
    return found


@pytest.mark.parametrize("draw", [bars, course])
@pytest.mark.parametrize("words", [ENGLISH, ARABIC])
async def test_a_drawing_is_one_picture_without_code(draw: Callable[..., Awaitable[str]], words: Words) -> None:
    """No script, no style sheet, no look at the network; named by its title, with every label as text."""
    drawn = await draw(FOUND, words)
    root = ET.fromstring(drawn)  # noqa: S314 - our own drawing
    assert root.get("role") == "img"
    assert root.get("aria-label") == words.title
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {"svg", "g", "rect", "path", "line", "text"}
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name]
    assert {words.title, words.number, *words.parts, "Shelter <b>", "Legal help"} <= set(texts(drawn))


async def test_numbers_are_printed() -> None:
    """Each number that is not nought stands on its bar: nothing depends on colours."""
    said = texts(await bars(FOUND, ENGLISH))
    assert {"120", "60", "40"} <= set(said)


async def test_the_same_is_drawn_the_same() -> None:
    """The same numbers and words give the same drawing, to the letter, drawn anew or not."""
    first = await bars(FOUND, ENGLISH)
    assert await bars(FOUND, ENGLISH) is first
    _rendered.cache_clear()
    assert await bars(FOUND, ENGLISH) == first


async def test_right_to_left() -> None:
    """For whoever reads from right to left labels stand on the right, and time runs from right to left."""
    left, right = [texts(await bars(FOUND, words)) for words in (ENGLISH, ARABIC)]
    assert left["Shelter <b>"] < left["120"] < left["60"]
    assert right["Shelter <b>"] > right["120"] > right["60"]
    months = (Bar("first", (10,)), Bar("second", (20,)))
    one = Words("t", "n", ("p",))
    there = texts(await course(months, one))
    mirrored = texts(await course(months, Words("t", "n", ("p",), right_to_left=True)))
    assert there["first"] < there["second"]
    assert mirrored["first"] > mirrored["second"]
