"""What was published, drawn: static SVG by Vega-Lite, without JavaScript and without a look at the network.

Numbers are printed on bars, and lines differ in dashes and points, so that nothing depends on colours. Labels come in
already translated. A page must give the numbers as a table beside a chart: a drawing is one picture to a screen reader.

What draws is a whole JavaScript engine: it would stay with 70 MB for good, so it runs in a process that ends with the
drawing (`drawing.py`), one at a time.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from threading import Lock
from typing import Any, Final

_BARS: Final = ("#1b4f72", "#f5b041")
"""Far apart in lightness, so that they differ in print and to whoever sees no colours."""
_LINES: Final = ("#1b4f72", "#9c640c")
"""Dark enough for a thin line on white."""
_EDGE: Final = "#1c2833"
_WIDTH: Final = 320
_FONT: Final = "system-ui, 'Noto Sans', sans-serif"
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.4.1.json"
_SECONDS: Final = 60
"""For one drawing, on the slowest server; it takes one or two."""

_one_at_a_time = Lock()

Specification = dict[str, Any]
"""Vega-Lite, or a part of it."""


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
    return await _drawn(found, words, _bars(found, words))


async def course(found: Sequence[Bar], words: Words) -> str:
    """Draw how numbers went from period to period: a line for each part, told apart by dashes and points too.

    Time runs from right to left for whoever reads so.
    """
    return await _drawn(found, words, _course(found, words))


def _bars(found: Sequence[Bar], words: Words) -> list[Specification]:
    near, inside, step = ("right", "left", 4) if words.right_to_left else ("left", "right", -4)
    placed = {
        "y": _label(found, axis={"title": None, "orient": near, "labelLimit": 180, "ticks": False}),
        "x": _number(words, "bottom", stack="zero", scale={"reverse": words.right_to_left}),
        "order": {"field": "order", "type": "quantitative"},
    }
    said: Specification = {
        "text": {"field": "printed", "type": "nominal"},
        "color": {"field": "ink", "type": "nominal", "scale": None},
    }
    return [
        _layer({"type": "bar", "stroke": _EDGE, "strokeWidth": 1}, placed, color=_part(words, _BARS)),
        _layer({"type": "text", "align": inside, "dx": step}, placed, **said),
    ]


def _course(found: Sequence[Bar], words: Words) -> list[Specification]:
    placed = {
        "x": _label(
            found,
            scale={"reverse": words.right_to_left},
            axis={"title": None, "labelAngle": 0, "labelOverlap": True},
        ),
        "y": _number(words, "right" if words.right_to_left else "left"),
        "color": _part(words, _LINES),
    }
    points = {"type": "point", "filled": True, "size": 70, "opacity": 1}
    return [
        _layer({"type": "line", "strokeWidth": 2}, placed, strokeDash=_part(words, ([1, 0], [6, 3]))),
        _layer(points, placed, shape=_part(words, ("circle", "square"))),
    ]


def _layer(mark: Specification, placed: Specification, **told_apart: Specification) -> Specification:
    return {"mark": mark, "encoding": placed | told_apart}


def _values(found: Sequence[Bar], words: Words) -> list[Specification]:
    return [
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


def _part(words: Words, shown_by: Sequence[Any]) -> Specification:
    """Return how the parts are told apart in one way; a legend only where there is something to tell."""
    legend = {"title": None, "orient": "top"} if len(words.parts) > 1 else None
    domain = list(words.parts)
    scale = {"domain": domain, "range": list(shown_by)}
    return {"field": "part", "type": "nominal", "sort": domain, "legend": legend, "scale": scale}


def _label(found: Sequence[Bar], **drawn: Specification) -> Specification:
    return {"field": "label", "type": "nominal", "sort": [bar.label for bar in found], **drawn}


def _number(words: Words, side: str, **drawn: Any) -> Specification:
    axis = {"title": words.number, "orient": side, "tickMinStep": 10, "format": "d", "grid": True}
    return {"field": "number", "type": "quantitative", "axis": axis, **drawn}


async def _drawn(found: Sequence[Bar], words: Words, layers: list[Specification]) -> str:
    """Render in a thread: it takes a second or two."""
    specification = {
        "$schema": _SCHEMA,
        "config": {"aria": False, "font": _FONT, "view": {"continuousWidth": 300, "continuousHeight": 300}},
        "title": {"text": words.title, "anchor": "end" if words.right_to_left else "start"},
        "width": _WIDTH,
        "data": {"values": _values(found, words)},
        "layer": layers,
    }
    return await asyncio.to_thread(_rendered, json.dumps(specification, sort_keys=True), words.title)


@lru_cache(maxsize=64)
def _rendered(specification: str, title: str) -> str:
    """Return the SVG, as one picture that is named by its title; the same for the same content.

    Raises `subprocess.SubprocessError`, which quotes nothing of the specification.
    """
    # It is given no environment: there are secrets in ours.
    command = [sys.executable, "-P", str(Path(__file__).with_name("chart_process.py"))]
    with _one_at_a_time:
        drawn = subprocess.run(
            command, input=specification, capture_output=True, encoding="utf-8", env={}, timeout=_SECONDS, check=True
        ).stdout
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(title)}" ', 1)
