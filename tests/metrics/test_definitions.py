"""All metrics and label values are defined in one list."""

import subprocess
import sys

import pytest
from prometheus_client import generate_latest

from bot.metrics import instruments
from bot.metrics.definitions import CHANNELS, METRICS
from tests.metrics.exposition import expected_series, samples, series, value

ALLOWED = {"channel", "outcome", "kind", "state", "version", "model"}
"""Names of labels. What else there is to know of a message is of the person who wrote it."""


def exported() -> str:
    """Return the metrics of this process."""
    return generate_latest(instruments.REGISTRY).decode()


def test_new_process_exports_all_series() -> None:
    """All series exist at zero from the start: one that appears later would reveal a person."""
    code = "from prometheus_client import generate_latest\nfrom bot.metrics.instruments import REGISTRY\n"
    said = subprocess.run(
        [sys.executable, "-c", f"{code}print(generate_latest(REGISTRY).decode())"],
        capture_output=True,
        text=True,
        check=True,
    )
    found = samples(said.stdout)
    assert series(found) == expected_series()
    assert {sample.value for sample in found} == {0.0}


def test_labels_reveal_no_person() -> None:
    """These are all the labels, and each has a list of values or the format of a release."""
    assert {label for metric in METRICS for label in metric.labels} == ALLOWED
    open_ended = {
        label for metric in METRICS for label, values in metric.labels.items() if not isinstance(values, tuple)
    }
    assert open_ended == {"version", "model"}


@pytest.mark.parametrize("channel", ["+15005550123", "he locks the door", "th", "preview", ""])
def test_unknown_channel_is_other(channel: str) -> None:
    """An unknown channel is counted as "other" and exported nowhere."""
    before = value(samples(exported()), "waylight_messages_total", channel="other", outcome="answered")
    instruments.record_message(channel, "answered")
    instruments.record_replies(channel)
    with instruments.measure_turn(channel):
        pass
    found = samples(exported())
    assert value(found, "waylight_messages_total", channel="other", outcome="answered") == before + 1
    assert {sample.labels["channel"] for sample in found if "channel" in sample.labels} == set(CHANNELS)


def test_exports_no_creation_times() -> None:
    """No creation time is exported: it would be the second in which the first person wrote."""
    assert "_created" not in exported()


def test_measures_failed_turn() -> None:
    """A failed turn is measured, ends, and raises its exception."""
    before = value(samples(exported()), "waylight_turn_seconds_count", channel="sms")
    with pytest.raises(KeyError), instruments.measure_turn("sms"), instruments.track_running_turn():
        raise KeyError
    found = samples(exported())
    assert value(found, "waylight_turn_seconds_count", channel="sms") == before + 1
    assert value(found, "waylight_turns", state="running") == 0
