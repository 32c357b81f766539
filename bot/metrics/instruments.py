"""Functions that record events as metrics. Each call takes microseconds and raises nothing.

Several processes count in files that they share in memory (the multiprocess mode of prometheus_client): the folder must
be in PROMETHEUS_MULTIPROC_DIR before this module is imported. The danger is a person who gets no answer because of a
metric, if that folder is gone or full.
"""

import itertools
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any, Final, Literal

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Summary, disable_created_metrics

from bot.metrics.definitions import CHANNELS, METRICS, OTHER, ErrorKind, MetricDefinition, Outcome, VerificationState
from bot.privacy.exceptions import describe_exception

LOG = structlog.stdlib.get_logger(__name__)

REGISTRY: Final = CollectorRegistry()

# The time at which a counter was created would show when the first person wrote.
disable_created_metrics()  # type: ignore[no-untyped-call]


def _create(definition: MetricDefinition) -> Any:
    """Return a metric with all its label values at zero: one that appears later would reveal something too."""
    options: dict[str, Any] = {"registry": REGISTRY}
    if definition.kind == "gauge":
        options["multiprocess_mode"] = definition.multiprocess_mode
    if definition.kind == "histogram":
        options["buckets"] = definition.buckets
    kinds: dict[str, Any] = {"counter": Counter, "gauge": Gauge, "histogram": Histogram, "summary": Summary}
    metric = kinds[definition.kind](definition.name, definition.description, tuple(definition.labels), **options)
    label_values = [values for values in definition.labels.values() if isinstance(values, tuple)]
    if label_values and len(label_values) == len(definition.labels):
        for values in itertools.product(*label_values):
            metric.labels(*values)
    return metric


_METRICS: Final = {definition.name: _create(definition) for definition in METRICS}
_state: Final = {"store is reachable": True, "can record": True}
_WAITING_SINCE: ContextVar[float | None] = ContextVar("_WAITING_SINCE", default=None)
"""When the turn of this task began to wait, by `time.monotonic`."""


def _update(name: str, how: Literal["inc", "dec", "set", "observe"], by: float, *labels: str) -> None:
    """Update a metric; log the first failure only."""
    try:
        metric = _METRICS[name].labels(*labels) if labels else _METRICS[name]
        getattr(metric, how)(by)
    except Exception as exc:  # noqa: BLE001 - a missing file fails in many ways, and none is worth a turn
        if _state["can record"]:
            LOG.warning("metrics update failed", error=describe_exception(exc))
        _state["can record"] = False


@contextmanager
def _measure(name: str, *labels: str) -> Iterator[None]:
    since = time.perf_counter()
    try:
        yield
    finally:
        _update(name, "observe", time.perf_counter() - since, *labels)


@contextmanager
def _track(name: str, *labels: str) -> Iterator[None]:
    _update(name, "inc", 1, *labels)
    try:
        yield
    finally:
        _update(name, "dec", 1, *labels)


def record_message(channel: str, outcome: Outcome) -> None:
    """Count an inbound message."""
    _update("waylight_messages", "inc", 1, _channel_label(channel), outcome)


def record_replies(channel: str, count: int = 1) -> None:
    """Count replies that a network has accepted."""
    _update("waylight_replies", "inc", count, _channel_label(channel))


def record_sms_segments(count: int) -> None:
    """Count SMS segments, which Twilio charges for."""
    _update("waylight_sms_segments", "inc", count)


def record_error(kind: ErrorKind) -> None:
    """Count an error."""
    _update("waylight_faults", "inc", 1, kind)


def record_store_reachable(*, reachable: bool) -> None:
    """Record whether the store of conversations could be reached; count an error if not."""
    if _state["store is reachable"] is not reachable:  # it is called several times a turn
        _state["store is reachable"] = reachable
        _update("waylight_store_unreachable", "set", not reachable)
    if not reachable:
        record_error("store")


def record_store_memory(ratio: float) -> None:
    """Record how full the store is, 0 to 1; in hundredths, in which no single message shows."""
    _update("waylight_store_memory_ratio", "set", round(ratio, 2))


def measure_turn(channel: str) -> AbstractContextManager[None]:
    """Measure a turn."""
    return _measure("waylight_turn_seconds", _channel_label(channel))


def start_waiting() -> None:
    """Record that the turn of this task waits from now on."""
    _WAITING_SINCE.set(time.monotonic())


def record_wait() -> None:
    """Record how long the turn of this task has waited since `start_waiting`."""
    since = _WAITING_SINCE.get()
    if since is not None:
        _update("waylight_wait_seconds", "observe", time.monotonic() - since)


def track_waiting_turn() -> AbstractContextManager[None]:
    """Track a turn that waits."""
    return _track("waylight_turns", "waiting")


def track_running_turn() -> AbstractContextManager[None]:
    """Track a turn that runs."""
    return _track("waylight_turns", "running")


def measure_understanding() -> AbstractContextManager[None]:
    """Measure the understanding of a text."""
    return _measure("waylight_understanding_seconds")


def measure_embedding() -> AbstractContextManager[None]:
    """Measure a sentence embedding."""
    return _measure("waylight_embedding_seconds")


def record_start(version: str, model: str, trained_at: float) -> None:
    """Record the release that this process runs; the time is in seconds since 1970 (UTC)."""
    _update("waylight_processes", "set", 1)
    _update("waylight_started_timestamp_seconds", "set", time.time())
    _update("waylight_model_trained_timestamp_seconds", "set", trained_at)
    _update("waylight_build_info", "set", 1, version, model)


def track_leader() -> AbstractContextManager[None]:
    """Track that this process is the leader."""
    return _track("waylight_leading")


def record_resource_usage(cpu_seconds: float, memory_bytes: int) -> None:
    """Record the CPU seconds since the last call, and the memory now."""
    _update("waylight_cpu_seconds", "inc", cpu_seconds)
    _update("waylight_memory_bytes", "set", memory_bytes)


def record_directory_services(state: VerificationState, count: int) -> None:
    """Record how many services are in a verification state."""
    _update("waylight_directory_services", "set", count, state)


def _channel_label(channel: str) -> str:
    return channel if channel in CHANNELS else OTHER
