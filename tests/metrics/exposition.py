"""Parses the metrics as Prometheus does, and compares them with the definitions."""

import itertools
from collections.abc import Iterator

from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from bot.metrics import instruments
from bot.metrics.definitions import METRICS, MetricDefinition

_SUFFIXES = {"counter": ("_total",), "gauge": ("",), "summary": ("_count", "_sum"), "histogram": ("_count", "_sum")}

Series = tuple[str, frozenset[tuple[str, str]]]


def samples(text: str) -> list[Sample]:
    """Return all samples of a page; raise ValueError if Prometheus could not parse it."""
    return [sample for family in text_string_to_metric_families(text) for sample in family.samples]


def series(found: list[Sample]) -> set[Series]:
    """Return the series of the samples: names with their labels."""
    return {(sample.name, frozenset(sample.labels.items())) for sample in found}


def value(found: list[Sample], name: str, **labels: str) -> float:
    """Return the value of one sample; raise StopIteration if it is missing."""
    return next(sample.value for sample in found if sample.name == name and sample.labels == labels)


def expected_series() -> set[Series]:
    """Return all series that exist before a release is recorded."""
    return {series for metric in METRICS for series in _series_of(metric)}


def _series_of(metric: MetricDefinition) -> Iterator[Series]:
    values = [values for values in metric.labels.values() if isinstance(values, tuple)]
    if len(values) < len(metric.labels):
        return
    for combination in itertools.product(*values):
        labels = frozenset(zip(metric.labels, combination, strict=True))
        for suffix in _SUFFIXES[metric.kind]:
            yield metric.name + suffix, labels
        for bucket in (*map(str, metric.buckets), "+Inf") if metric.buckets else ():
            yield metric.name + "_bucket", labels | {("le", bucket)}


class CounterChanges:
    """The changes of one metric of this process since this object was created."""

    def __init__(self, name: str) -> None:
        """Take the name of a counter as it is exported."""
        self._name = name
        self._before = self._now()

    def __call__(self) -> dict[str, float]:
        """Return the changes by label values, in the order of the label names; unchanged ones are left out."""
        return {
            labels: now - self._before[labels] for labels, now in self._now().items() if now != self._before[labels]
        }

    def _now(self) -> dict[str, float]:
        found = samples(generate_latest(instruments.REGISTRY).decode())
        return {
            " ".join(value for _, value in sorted(sample.labels.items())): sample.value
            for sample in found
            if sample.name == self._name
        }
