"""Charts of published statistics: static SVG by Vega-Lite, without JavaScript and without network access.

Counts are printed on bars, and lines differ in dashes and points, so that nothing depends on colours. Labels come in
translated. A page must show the counts as a table beside a chart: for a screen reader a chart is one picture.

The renderer is a whole JavaScript engine that would keep 70 MB for good. So it runs in a process that ends with the
chart (`chart_process.py`), one at a time.
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

_BAR_COLOURS: Final = ("#1b4f72", "#f5b041")
"""Far apart in lightness: they differ in print and for people who see no colours."""
_LINE_COLOURS: Final = ("#1b4f72", "#9c640c")
"""Dark enough for a thin line on white."""
_EDGE: Final = "#1c2833"
_WIDTH: Final = 320
_FONT: Final = "system-ui, 'Noto Sans', sans-serif"
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.4.1.json"
_TIMEOUT_SECONDS: Final = 60
"""For one chart, on the slowest server; it takes one or two seconds."""

_render_lock = Lock()

Specification = dict[str, Any]
"""Vega-Lite, or a part of it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, or one point in time: its label, and a value for each series, of which there are one or two."""

    label: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChartLabels:
    """The texts around a chart, in the reader's language: title, title of the value axis, names of the series."""

    title: str
    value_title: str
    series: tuple[str, ...]
    right_to_left: bool = False


async def bar_chart(bars: Sequence[Bar], labels: ChartLabels) -> str:
    """Return horizontal bars in the given order, one below the other, each value printed."""
    return await _render(bars, labels, _bar_layers(bars, labels))


async def line_chart(points: Sequence[Bar], labels: ChartLabels) -> str:
    """Return one line for each series over time, told apart by dashes and points too.

    In right-to-left languages time runs from right to left.
    """
    return await _render(points, labels, _line_layers(points, labels))


def _bar_layers(bars: Sequence[Bar], labels: ChartLabels) -> list[Specification]:
    side, align, offset = ("right", "left", 4) if labels.right_to_left else ("left", "right", -4)
    encoding = {
        "y": _label_channel(bars, axis={"title": None, "orient": side, "labelLimit": 180, "ticks": False}),
        "x": _value_channel(labels, "bottom", stack="zero", scale={"reverse": labels.right_to_left}),
        "order": {"field": "order", "type": "quantitative"},
    }
    text: Specification = {
        "text": {"field": "printed", "type": "nominal"},
        "color": {"field": "ink", "type": "nominal", "scale": None},
    }
    return [
        _layer({"type": "bar", "stroke": _EDGE, "strokeWidth": 1}, encoding, color=_series(labels, _BAR_COLOURS)),
        _layer({"type": "text", "align": align, "dx": offset}, encoding, **text),
    ]


def _line_layers(points: Sequence[Bar], labels: ChartLabels) -> list[Specification]:
    encoding = {
        "x": _label_channel(
            points,
            scale={"reverse": labels.right_to_left},
            axis={"title": None, "labelAngle": 0, "labelOverlap": True},
        ),
        "y": _value_channel(labels, "right" if labels.right_to_left else "left"),
        "color": _series(labels, _LINE_COLOURS),
    }
    marks = {"type": "point", "filled": True, "size": 70, "opacity": 1}
    return [
        _layer({"type": "line", "strokeWidth": 2}, encoding, strokeDash=_series(labels, ([1, 0], [6, 3]))),
        _layer(marks, encoding, shape=_series(labels, ("circle", "square"))),
    ]


def _layer(mark: Specification, encoding: Specification, **more: Specification) -> Specification:
    return {"mark": mark, "encoding": encoding | more}


def _values(bars: Sequence[Bar], labels: ChartLabels) -> list[Specification]:
    return [
        {
            "label": bar.label,
            "part": labels.series[index],
            "number": value,
            "order": index,
            "printed": str(value) if value else "",
            "ink": _EDGE if index % 2 else "#ffffff",
        }
        for bar in bars
        for index, value in enumerate(bar.values)
    ]


def _series(labels: ChartLabels, scale_range: Sequence[Any]) -> Specification:
    """Return the encoding that tells the series apart; with a legend only if there are several."""
    legend = {"title": None, "orient": "top"} if len(labels.series) > 1 else None
    domain = list(labels.series)
    scale = {"domain": domain, "range": list(scale_range)}
    return {"field": "part", "type": "nominal", "sort": domain, "legend": legend, "scale": scale}


def _label_channel(bars: Sequence[Bar], **more: Specification) -> Specification:
    return {"field": "label", "type": "nominal", "sort": [bar.label for bar in bars], **more}


def _value_channel(labels: ChartLabels, side: str, **more: Any) -> Specification:
    axis = {"title": labels.value_title, "orient": side, "tickMinStep": 10, "format": "d", "grid": True}
    return {"field": "number", "type": "quantitative", "axis": axis, **more}


async def _render(bars: Sequence[Bar], labels: ChartLabels, layers: list[Specification]) -> str:
    """Render in a thread: it takes a second or two."""
    specification = {
        "$schema": _SCHEMA,
        "config": {"aria": False, "font": _FONT, "view": {"continuousWidth": 300, "continuousHeight": 300}},
        "title": {"text": labels.title, "anchor": "end" if labels.right_to_left else "start"},
        "width": _WIDTH,
        "data": {"values": _values(bars, labels)},
        "layer": layers,
    }
    return await asyncio.to_thread(_run_renderer, json.dumps(specification, sort_keys=True), labels.title)


@lru_cache(maxsize=64)
def _run_renderer(specification: str, title: str) -> str:
    """Return the SVG as one picture that is named by its title.

    Raises `subprocess.SubprocessError`, which quotes nothing of the specification.
    """
    # The process gets no environment: ours holds secrets.
    command = [sys.executable, "-P", str(Path(__file__).with_name("chart_process.py"))]
    with _render_lock:
        svg = subprocess.run(
            command,
            input=specification,
            capture_output=True,
            encoding="utf-8",
            env={},
            timeout=_TIMEOUT_SECONDS,
            check=True,
        ).stdout
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(title)}" ', 1)
