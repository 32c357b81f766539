"""What was published, drawn: static SVG by Vega-Altair, without JavaScript and without a look at the network.

Numbers are printed on bars, and lines differ in dashes and points, so that nothing depends on colours. Labels come in
already translated. A page must give the numbers as a table beside a chart: a drawing is one picture to a screen reader.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, Final, TypeVar

import altair as alt
import vl_convert

_BARS: Final = ("#1b4f72", "#f5b041")
"""Far apart in lightness, so that they differ in print and to whoever sees no colours."""
_LINES: Final = ("#1b4f72", "#9c640c")
"""Dark enough for a thin line on white."""
_EDGE: Final = "#1c2833"
_WIDTH: Final = 320
_FONT: Final = "system-ui, 'Noto Sans', sans-serif"

_Chart = alt.LayerChart | alt.FacetChart
_Channel = TypeVar("_Channel", alt.Color, alt.StrokeDash, alt.Shape)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, or one point in time: its label, and a number for each part, of which there are one or two."""

    label: str
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around a chart, in the reader's language: a title, what is counted, the names of the parts."""

    title: str
    number: str
    parts: tuple[str, ...]
    right_to_left: bool = False


async def bars(found: Sequence[Bar], words: Words) -> str:
    """Draw bars that lie, one below the other in the order given, each part printed with its number."""
    return await _drawn(_bars(found, words), words)


async def course(found: Sequence[Bar], words: Words) -> str:
    """Draw how numbers went from period to period: a line for each part, told apart by dashes and points too.

    Time runs from right to left for whoever reads so.
    """
    return await _drawn(_course(found, words), words)


def _bars(found: Sequence[Bar], words: Words) -> _Chart:
    base = alt.Chart(_data(found, words)).encode(
        y=alt.Y("label:N", sort=[bar.label for bar in found], axis=_label_axis(words)),
        x=alt.X("number:Q", stack="zero", scale=_scale(words), axis=_number_axis(words)),
        order=alt.Order("order:Q"),
    )
    drawn = base.mark_bar(stroke=_EDGE, strokeWidth=1).encode(color=_part(alt.Color, words, range=list(_BARS)))
    said = base.mark_text(align="left" if words.right_to_left else "right", dx=4 if words.right_to_left else -4)
    numbers = said.encode(text="printed:N", color=alt.Color("ink:N", scale=None))
    return alt.layer(drawn, numbers)


def _course(found: Sequence[Bar], words: Words) -> _Chart:
    base = alt.Chart(_data(found, words)).encode(
        x=alt.X(
            "label:N",
            sort=[bar.label for bar in found],
            scale=alt.Scale(reverse=words.right_to_left),
            axis=alt.Axis(title=None, labelAngle=0, labelOverlap=True),
        ),
        y=alt.Y("number:Q", axis=_number_axis(words, orient="right" if words.right_to_left else "left")),
    )
    coloured = base.encode(color=_part(alt.Color, words, range=list(_LINES)))
    line = coloured.mark_line(strokeWidth=2).encode(strokeDash=_part(alt.StrokeDash, words, range=[[1, 0], [6, 3]]))
    points = coloured.mark_point(filled=True, size=70, opacity=1).encode(
        shape=_part(alt.Shape, words, range=["circle", "square"])
    )
    return alt.layer(line, points)


def _data(found: Sequence[Bar], words: Words) -> alt.InlineData:
    return alt.InlineData(
        values=[
            {
                "label": bar.label,
                "part": words.parts[place],
                "number": number,
                "order": place,
                "printed": str(number) if number else "",
                "ink": _EDGE if place % 2 else "#ffffff",
            }
            for bar in found
            for place, number in enumerate(bar.parts)
        ]
    )


def _part(channel: type[_Channel], words: Words, **scale: Any) -> _Channel:
    """Return how the parts are told apart on one channel; a legend only where there is something to tell."""
    shown = alt.Legend(title=None, orient="top") if len(words.parts) > 1 else None
    return channel("part:N", sort=list(words.parts), legend=shown, scale=alt.Scale(domain=list(words.parts), **scale))


def _label_axis(words: Words) -> alt.Axis:
    return alt.Axis(title=None, orient="right" if words.right_to_left else "left", labelLimit=180, ticks=False)


def _number_axis(words: Words, orient: Any = "bottom") -> alt.Axis:
    return alt.Axis(title=words.number, orient=orient, tickMinStep=10, format="d", grid=True)


def _scale(words: Words) -> alt.Scale:
    return alt.Scale(reverse=words.right_to_left)


async def _drawn(chart: _Chart, words: Words) -> str:
    """Render in a thread: the first drawing of a process takes a second or two."""
    title = alt.Title(words.title, anchor="end" if words.right_to_left else "start")
    whole = chart.properties(title=title, width=_WIDTH).configure(aria=False, font=_FONT)
    specification = json.dumps(whole.to_dict(), sort_keys=True, ensure_ascii=False)
    return await asyncio.to_thread(_rendered, specification, words.title)


@lru_cache(maxsize=64)
def _rendered(specification: str, title: str) -> str:
    """Return the SVG, as one picture that is named by its title; the same for the same content."""
    drawn = vl_convert.vegalite_to_svg(json.loads(specification), allowed_base_urls=[])
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(title)}" ', 1)
