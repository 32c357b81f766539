"""Read what is shown, as Prometheus does, and compare it with what was declared."""

import itertools
from collections.abc import Iterator

from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from bot.metrics import instruments
from bot.metrics.definitions import METRICS, Declared

_SUFFIXES = {"counter": ("_total",), "gauge": ("",), "summary": ("_count", "_sum"), "histogram": ("_count", "_sum")}

Series = tuple[str, frozenset[tuple[str, str]]]


def samples(text: str) -> list[Sample]:
    """Return all numbers of a page; raise ValueError on one that Prometheus could not read."""
    return [sample for family in text_string_to_metric_families(text) for sample in family.samples]


def series(found: list[Sample]) -> set[Series]:
    """Return what is counted apart: names with their labels."""
    return {(one.name, frozenset(one.labels.items())) for one in found}


def value(found: list[Sample], name: str, **labels: str) -> float:
    """Return one number; raise StopIteration where it is not shown."""
    return next(one.value for one in found if one.name == name and one.labels == labels)


def listed() -> set[Series]:
    """Return all that can be shown but for what a release alone decides."""
    return {one for declared in METRICS for one in _of(declared)}


def _of(declared: Declared) -> Iterator[Series]:
    values = [values for values in declared.labels.values() if isinstance(values, tuple)]
    if len(values) < len(declared.labels):
        return
    for chosen in itertools.product(*values):
        labels = frozenset(zip(declared.labels, chosen, strict=True))
        for suffix in _SUFFIXES[declared.kind]:
            yield declared.name + suffix, labels
        for bucket in (*map(str, declared.buckets), "+Inf") if declared.buckets else ():
            yield declared.name + "_bucket", labels | {("le", bucket)}


class Steps:
    """What one metric of this process has counted since this was made."""

    def __init__(self, name: str) -> None:
        """Take the name of a counter as it is shown."""
        self._name = name
        self._before = self._now()

    def __call__(self) -> dict[str, float]:
        """Return the steps, by the labels' values in the order of their names; without those that took none."""
        return {of: now - self._before[of] for of, now in self._now().items() if now != self._before[of]}

    def _now(self) -> dict[str, float]:
        found = samples(generate_latest(instruments.REGISTRY).decode())
        return {
            " ".join(each for _, each in sorted(one.labels.items())): one.value
            for one in found
            if one.name == self._name
        }
