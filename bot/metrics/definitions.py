"""All that can ever be shown: each metric, its labels, and the values that a label can have.

A label that is rare points at a person: who is the only one to write in a language, or from a country, is counted
alone. So no label tells anything of a message or of who wrote it. What is not declared here can't be counted.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["counter", "gauge", "histogram", "summary"]
Values = tuple[str, ...] | re.Pattern[str]
"""The values of a label: a list, or the shape of what only a release can change."""

OTHER: Final = "other"
CHANNELS: Final = ("sms", "telegram", "whatsapp", OTHER)

Outcome = Literal["answered", "again", "apologized", "later", "too_many", "gone", "ignored", "refused", "malformed"]
Fault = Literal["store", "telegram", "twilio", "database", "action", "slow", "other"]
State = Literal["running", "waiting"]
Checked = Literal["verified", "stale", "unverified"]

OUTCOMES: Final[tuple[Outcome, ...]] = (
    "answered",
    "again",  # answered before: the network delivered twice
    "apologized",
    "later",  # the network will bring it again
    "too_many",
    "gone",  # they blocked us, or texted STOP
    "ignored",  # nothing for us to answer
    "refused",  # without the network's signature or secret
    "malformed",
)
FAULTS: Final[tuple[Fault, ...]] = ("store", "telegram", "twilio", "database", "action", "slow", "other")
STATES: Final[tuple[State, ...]] = ("running", "waiting")
CHECKED: Final[tuple[Checked, ...]] = ("verified", "stale", "unverified")

_TURN: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0)
"""Seconds; after twelve Twilio is told something else."""
_WAIT: Final = (0.01, 0.05, 0.25, 1.0, 3.0, 12.0)


@dataclass(frozen=True, slots=True)
class Declared:
    """One metric. `together` is how several processes make one number of a gauge (prometheus_client's modes)."""

    name: str
    kind: Kind
    says: str
    labels: Mapping[str, Values] = field(default_factory=dict)
    buckets: tuple[float, ...] = ()
    together: Literal["livesum", "livemax", "livemostrecent"] = "livesum"


_CHANNEL: Final[Mapping[str, Values]] = {"channel": CHANNELS}

METRICS: Final = (
    Declared("waylight_messages", "counter", "Messages that came in.", {**_CHANNEL, "outcome": OUTCOMES}),
    Declared("waylight_turn_seconds", "histogram", "Seconds of a turn, with handing over.", _CHANNEL, _TURN),
    Declared(
        "waylight_wait_seconds", "histogram", "Seconds until earlier turns of the same person were over.", {}, _WAIT
    ),
    Declared("waylight_turns", "gauge", "Turns now.", {"state": STATES}),
    Declared("waylight_replies", "counter", "Messages of ours that a network has taken.", _CHANNEL),
    Declared("waylight_sms_segments", "counter", "Segments of SMS that Twilio was given to send."),
    Declared("waylight_faults", "counter", "Faults, by what failed.", {"kind": FAULTS}),
    Declared(
        "waylight_store_unreachable", "gauge", "Processes that could not reach what is kept when they last asked."
    ),
    Declared("waylight_understanding_seconds", "summary", "Texts that were understood, and the seconds that took."),
    Declared("waylight_embedding_seconds", "summary", "Sentence embeddings, and the seconds they took."),
    Declared("waylight_processes", "gauge", "Processes that answer."),
    Declared("waylight_leading", "gauge", "Processes that do what only one of all does."),
    Declared("waylight_cpu_seconds", "counter", "Seconds of CPU of all processes that answer."),
    Declared("waylight_memory_bytes", "gauge", "Memory of all processes that answer, what they share once (Linux)."),
    Declared(
        "waylight_started_timestamp_seconds", "gauge", "When the newest process began to answer.", together="livemax"
    ),
    Declared("waylight_model_trained_timestamp_seconds", "gauge", "When the model was trained.", together="livemax"),
    Declared(
        "waylight_build_info",
        "gauge",
        "The version, and the fingerprint of what the model is made from.",
        {"version": re.compile(r"\d+\.\d+\.\d+\w*"), "model": re.compile(r"[0-9a-f]{16}")},
        together="livemax",
    ),
    Declared(
        "waylight_directory_services",
        "gauge",
        "Services in the directory, by whether somebody has checked them.",
        {"state": CHECKED},
        together="livemostrecent",
    ),
)
