"""Charts are plain SVG that anybody can read, in either direction."""

from collections.abc import Awaitable, Callable
from xml.etree import ElementTree as ET

import pytest

from directory.statistics.charts import Bar, ChartLabels, _run_renderer, bar_chart, line_chart

ENGLISH = ChartLabels("What was not found", "Times asked", ("Somebody was named", "Nothing suitable"))
ARABIC = ChartLabels("ما لم يوجد", "عدد المرات", ("ذُكرت جهة", "لا شيء مناسب"), right_to_left=True)
BARS = (Bar("Shelter <b>", (120, 60)), Bar("Legal help", (40, 0)))
SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> dict[str, float]:
    """Return the texts of a chart, and how far from the left each is in its group."""
    result: dict[str, float] = {}

    def walk(element: ET.Element, left: float) -> None:
        moved = element.get("transform", "").removeprefix("translate(").partition(",")[0]
        left += float(moved) if moved.replace(".", "").replace("-", "").isdigit() else 0
        if element.tag == f"{SVG}text" and element.text:
            result[element.text] = left
        for child in element:
            walk(child, left)

    walk(ET.fromstring(svg), 0)  # noqa: S314 - our own drawing
    return result


@pytest.mark.parametrize("draw", [bar_chart, line_chart])
@pytest.mark.parametrize("labels", [ENGLISH, ARABIC])
async def test_chart_is_one_image_without_code(draw: Callable[..., Awaitable[str]], labels: ChartLabels) -> None:
    """No script, style sheet or network access; named by its title, with every label as text."""
    svg = await draw(BARS, labels)
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    assert root.get("role") == "img"
    assert root.get("aria-label") == labels.title
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {"svg", "g", "rect", "path", "line", "text"}
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name]
    assert {labels.title, labels.value_title, *labels.series, "Shelter <b>", "Legal help"} <= set(texts(svg))


async def test_prints_values() -> None:
    """Each value above zero is printed on its bar: nothing depends on colours."""
    text = texts(await bar_chart(BARS, ENGLISH))
    assert {"120", "60", "40"} <= set(text)


async def test_rendering_is_deterministic() -> None:
    """The same values and labels give the same SVG, cached or not."""
    first = await bar_chart(BARS, ENGLISH)
    assert await bar_chart(BARS, ENGLISH) is first
    _run_renderer.cache_clear()
    assert await bar_chart(BARS, ENGLISH) == first


async def test_right_to_left() -> None:
    """In right-to-left languages labels are on the right, and time runs from right to left."""
    left, right = [texts(await bar_chart(BARS, labels)) for labels in (ENGLISH, ARABIC)]
    assert left["Shelter <b>"] < left["120"] < left["60"]
    assert right["Shelter <b>"] > right["120"] > right["60"]
    months = (Bar("first", (10,)), Bar("second", (20,)))
    one = ChartLabels("t", "n", ("p",))
    there = texts(await line_chart(months, one))
    mirrored = texts(await line_chart(months, ChartLabels("t", "n", ("p",), right_to_left=True)))
    assert there["first"] < there["second"]
    assert mirrored["first"] > mirrored["second"]
