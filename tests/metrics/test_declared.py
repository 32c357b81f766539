"""What can ever be shown is one list, with every value of every label."""

import subprocess
import sys

import pytest
from prometheus_client import generate_latest

from bot.metrics import instruments
from bot.metrics.definitions import CHANNELS, METRICS
from tests.metrics.shown import listed, samples, series, value

ALLOWED = {"channel", "outcome", "kind", "state", "version", "model"}
"""Names of labels. What else there is to know of a message is of the person who wrote it."""


def shown() -> str:
    """Return what this process would show."""
    return generate_latest(instruments.REGISTRY).decode()


def test_a_new_process_shows_the_whole_list() -> None:
    """All that can be shown is there from the start, at zero: that a row appears would tell of somebody too."""
    code = "from prometheus_client import generate_latest\nfrom bot.metrics.instruments import REGISTRY\n"
    said = subprocess.run(
        [sys.executable, "-c", f"{code}print(generate_latest(REGISTRY).decode())"],
        capture_output=True,
        text=True,
        check=True,
    )
    found = samples(said.stdout)
    assert series(found) == listed()
    assert {one.value for one in found} == {0.0}


def test_no_label_is_of_a_person() -> None:
    """The labels are these and no others, and each has a list of values or the shape of a release."""
    assert {label for declared in METRICS for label in declared.labels} == ALLOWED
    open_ended = {label for one in METRICS for label, values in one.labels.items() if not isinstance(values, tuple)}
    assert open_ended == {"version", "model"}


@pytest.mark.parametrize("channel", ["+15005550123", "he locks the door", "th", "preview", ""])
def test_what_is_not_declared_is_other(channel: str) -> None:
    """Whatever is handed in as a channel by mistake is counted among all others, and shown nowhere."""
    before = value(samples(shown()), "waylight_messages_total", channel="other", outcome="answered")
    instruments.message(channel, "answered")
    instruments.replies(channel)
    with instruments.turn(channel):
        pass
    found = samples(shown())
    assert value(found, "waylight_messages_total", channel="other", outcome="answered") == before + 1
    assert {one.labels["channel"] for one in found if "channel" in one.labels} == set(CHANNELS)


def test_nothing_tells_when_it_was_first_counted() -> None:
    """No time of creation is shown: it would be the second in which the first person wrote."""
    assert "_created" not in shown()


def test_a_fault_in_a_turn_is_measured_and_goes_on() -> None:
    """A turn that fails is measured, runs no more, and its fault reaches whoever has to know."""
    before = value(samples(shown()), "waylight_turn_seconds_count", channel="sms")
    with pytest.raises(KeyError), instruments.turn("sms"), instruments.running():
        raise KeyError
    found = samples(shown())
    assert value(found, "waylight_turn_seconds_count", channel="sms") == before + 1
    assert value(found, "waylight_turns", state="running") == 0
