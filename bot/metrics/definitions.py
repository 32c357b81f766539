"""All metrics with their labels and label values. What is not defined here can't be counted.

A rare label points at a person: the only one who writes in a language, or from a country, is counted alone. So no label
says anything about a message or its sender.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["counter", "gauge", "histogram", "summary"]
Values = tuple[str, ...] | re.Pattern[str]
"""The values of a label: a list, or a pattern for values that only change with a release."""

OTHER: Final = "other"
CHANNELS: Final = ("sms", "telegram", "whatsapp", OTHER)

Outcome = Literal["answered", "again", "apologized", "later", "too_many", "gone", "ignored", "refused", "malformed"]
ErrorKind = Literal["store", "telegram", "twilio", "database", "action", "slow", "other"]
TurnState = Literal["running", "waiting"]
VerificationState = Literal["verified", "stale", "unverified"]

OUTCOMES: Final[tuple[Outcome, ...]] = (
    "answered",
    "again",  # answered before: the network delivered it twice
    "apologized",
    "later",  # the network will deliver it again
    "too_many",
    "gone",  # the person blocked the bot or texted STOP
    "ignored",  # nothing to answer
    "refused",  # without the network's signature or secret
    "malformed",
)
ERROR_KINDS: Final[tuple[ErrorKind, ...]] = ("store", "telegram", "twilio", "database", "action", "slow", "other")
TURN_STATES: Final[tuple[TurnState, ...]] = ("running", "waiting")
VERIFICATION_STATES: Final[tuple[VerificationState, ...]] = ("verified", "stale", "unverified")

_TURN_BUCKETS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0)
"""Seconds; after twelve Twilio gets another answer."""
_WAIT_BUCKETS: Final = (0.01, 0.05, 0.25, 1.0, 3.0, 12.0)


@dataclass(frozen=True, slots=True)
class MetricDefinition:
    """One metric. `multiprocess_mode` is how gauges of several processes are merged (modes of prometheus_client)."""

    name: str
    kind: Kind
    description: str
    labels: Mapping[str, Values] = field(default_factory=dict)
    buckets: tuple[float, ...] = ()
    multiprocess_mode: Literal["livesum", "livemax", "livemostrecent"] = "livesum"


_CHANNEL: Final[Mapping[str, Values]] = {"channel": CHANNELS}

METRICS: Final = (
    MetricDefinition("waylight_messages", "counter", "Inbound messages.", {**_CHANNEL, "outcome": OUTCOMES}),
    MetricDefinition(
        "waylight_turn_seconds",
        "histogram",
        "Seconds of a turn, including sending the replies.",
        _CHANNEL,
        _TURN_BUCKETS,
    ),
    MetricDefinition(
        "waylight_wait_seconds",
        "histogram",
        "Seconds that a turn waited for earlier turns of the same person.",
        {},
        _WAIT_BUCKETS,
    ),
    MetricDefinition("waylight_turns", "gauge", "Turns now.", {"state": TURN_STATES}),
    MetricDefinition("waylight_replies", "counter", "Replies that a network accepted.", _CHANNEL),
    MetricDefinition("waylight_sms_segments", "counter", "Segments of SMS that Twilio was given to send."),
    MetricDefinition("waylight_faults", "counter", "Errors, by what failed.", {"kind": ERROR_KINDS}),
    MetricDefinition(
        "waylight_store_unreachable", "gauge", "Processes that could not reach the store at their last call."
    ),
    MetricDefinition(
        "waylight_store_memory_ratio",
        "gauge",
        "Share of its memory that Redis uses, in hundredths.",
        multiprocess_mode="livemax",
    ),
    MetricDefinition(
        "waylight_understanding_seconds", "summary", "Texts that were understood, and the seconds they took."
    ),
    MetricDefinition("waylight_embedding_seconds", "summary", "Sentence embeddings, and the seconds they took."),
    MetricDefinition("waylight_processes", "gauge", "Processes that answer."),
    MetricDefinition("waylight_leading", "gauge", "Processes that are the leader."),
    MetricDefinition("waylight_cpu_seconds", "counter", "Seconds of CPU of all processes that answer."),
    MetricDefinition(
        "waylight_memory_bytes", "gauge", "Memory of all processes that answer, shared memory counted once (Linux)."
    ),
    MetricDefinition(
        "waylight_started_timestamp_seconds",
        "gauge",
        "When the newest process started to answer.",
        multiprocess_mode="livemax",
    ),
    MetricDefinition(
        "waylight_model_trained_timestamp_seconds", "gauge", "When the model was trained.", multiprocess_mode="livemax"
    ),
    MetricDefinition(
        "waylight_build_info",
        "gauge",
        "The version, and the fingerprint of the training data of the model.",
        {"version": re.compile(r"\d+\.\d+\.\d+\w*"), "model": re.compile(r"[0-9a-f]{16}")},
        multiprocess_mode="livemax",
    ),
    MetricDefinition(
        "waylight_directory_services",
        "gauge",
        "Services in the directory, by verification.",
        {"state": VERIFICATION_STATES},
        multiprocess_mode="livemostrecent",
    ),
)
