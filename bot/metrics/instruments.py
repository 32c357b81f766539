"""What the rooms call where something happens. Each call takes some microseconds, and none raises anything of its own.

Several processes count into files that they share in memory (prometheus_client's multiprocess mode): its folder has to
be in PROMETHEUS_MULTIPROC_DIR before this module is imported. The danger is a person without an answer for the sake of
a number, where that folder is gone or full.
"""

import itertools
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any, Final, Literal

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Summary, disable_created_metrics

from bot.metrics.definitions import CHANNELS, METRICS, OTHER, Checked, Declared, Fault, Outcome
from bot.privacy.exceptions import name_fault

LOG = structlog.stdlib.get_logger(__name__)

REGISTRY: Final = CollectorRegistry()

# When a number was first counted is when the first person wrote.
disable_created_metrics()  # type: ignore[no-untyped-call]


def _made(declared: Declared) -> Any:
    """Return a metric with all that it can ever show, each at zero: that one appears would tell something too."""
    options: dict[str, Any] = {"registry": REGISTRY}
    if declared.kind == "gauge":
        options["multiprocess_mode"] = declared.together
    if declared.kind == "histogram":
        options["buckets"] = declared.buckets
    kinds: dict[str, Any] = {"counter": Counter, "gauge": Gauge, "histogram": Histogram, "summary": Summary}
    metric = kinds[declared.kind](declared.name, declared.says, tuple(declared.labels), **options)
    listed = [values for values in declared.labels.values() if isinstance(values, tuple)]
    if listed and len(listed) == len(declared.labels):
        for values in itertools.product(*listed):
            metric.labels(*values)
    return metric


_METRICS: Final = {declared.name: _made(declared) for declared in METRICS}
_now: Final = {"store is reachable": True, "can count": True}
_WAITS_SINCE: ContextVar[float | None] = ContextVar("_WAITS_SINCE", default=None)
"""When the turn that this task runs began to wait, by `time.monotonic`."""


def _change(name: str, how: Literal["inc", "dec", "set", "observe"], by: float, *labels: str) -> None:
    """Change a number; where that can't be done say so, once."""
    try:
        metric = _METRICS[name].labels(*labels) if labels else _METRICS[name]
        getattr(metric, how)(by)
    except Exception as fault:  # noqa: BLE001 - a file that is gone is met in many ways, and none is worth a turn
        if _now["can count"]:
            LOG.warning("what happens could not be counted", fault=name_fault(fault))
        _now["can count"] = False


@contextmanager
def _measured(name: str, *labels: str) -> Iterator[None]:
    since = time.perf_counter()
    try:
        yield
    finally:
        _change(name, "observe", time.perf_counter() - since, *labels)


@contextmanager
def _in_progress(name: str, *labels: str) -> Iterator[None]:
    _change(name, "inc", 1, *labels)
    try:
        yield
    finally:
        _change(name, "dec", 1, *labels)


def message(channel: str, outcome: Outcome) -> None:
    """Count a message that came in."""
    _change("waylight_messages", "inc", 1, _known(channel), outcome)


def replies(channel: str, count: int = 1) -> None:
    """Count messages of ours that a network has taken."""
    _change("waylight_replies", "inc", count, _known(channel))


def sms_segments(count: int) -> None:
    """Count what Twilio will put on the bill."""
    _change("waylight_sms_segments", "inc", count)


def fault(kind: Fault) -> None:
    """Count a fault."""
    _change("waylight_faults", "inc", 1, kind)


def store_reachable(*, reachable: bool) -> None:
    """Note whether the state of conversations could be reached just now; count it as a fault where it could not."""
    if _now["store is reachable"] is not reachable:  # it is asked several times a turn
        _now["store is reachable"] = reachable
        _change("waylight_store_unreachable", "set", not reachable)
    if not reachable:
        fault("store")


def turn(channel: str) -> AbstractContextManager[None]:
    """Measure a turn."""
    return _measured("waylight_turn_seconds", _known(channel))


def waits() -> None:
    """Note that the turn that this task runs waits from now on."""
    _WAITS_SINCE.set(time.monotonic())


def waited() -> None:
    """Note that the turn waits no more, for whomever it has waited since `waits`."""
    since = _WAITS_SINCE.get()
    if since is not None:
        _change("waylight_wait_seconds", "observe", time.monotonic() - since)


def waiting() -> AbstractContextManager[None]:
    """Count a turn that waits."""
    return _in_progress("waylight_turns", "waiting")


def running() -> AbstractContextManager[None]:
    """Count a turn that runs."""
    return _in_progress("waylight_turns", "running")


def understanding() -> AbstractContextManager[None]:
    """Measure how long a text takes to be understood."""
    return _measured("waylight_understanding_seconds")


def embedding() -> AbstractContextManager[None]:
    """Measure how long a sentence embedding takes."""
    return _measured("waylight_embedding_seconds")


def started(version: str, model: str, trained_at: float) -> None:
    """Note what answers from now on; the time is in seconds since 1970 (UTC)."""
    _change("waylight_processes", "set", 1)
    _change("waylight_started_timestamp_seconds", "set", time.time())
    _change("waylight_model_trained_timestamp_seconds", "set", trained_at)
    _change("waylight_build_info", "set", 1, version, model)


def leading() -> AbstractContextManager[None]:
    """Count a process that does what only one of all does."""
    return _in_progress("waylight_leading")


def used(cpu_seconds: float, memory_bytes: int) -> None:
    """Note what this process used: CPU since the last time, memory now."""
    _change("waylight_cpu_seconds", "inc", cpu_seconds)
    _change("waylight_memory_bytes", "set", memory_bytes)


def directory_services(checked: Checked, count: int) -> None:
    """Note how many services have been checked, or not."""
    _change("waylight_directory_services", "set", count, checked)


def _known(channel: str) -> str:
    return channel if channel in CHANNELS else OTHER
