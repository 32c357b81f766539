"""How many messages, and what they cost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.replies.packing import LONGEST, SMS_SEGMENTS, packed
from bot.replies.segments import is_gsm_7, segments
from bot.replies.utterance import Spoken

CHOICES = (("A doctor", "/a"), ("A hotline", "/b"))


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("ñ" * 160, 1),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("á" * 70, 1),
        ("á" * 71, 2),
        ("ก" * 70, 1),
        ("ก" * 134, 2),
        ("ก" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 66, 2),
        ("😀" * 67, 3),
        ("a" * 152 + "€" * 77, 3),
    ],
)
def test_segments(text: str, cost: int) -> None:
    """A text costs what the standard says, with no character cut in half."""
    assert segments(text) == cost


@given(st.text())
def test_longer_never_costs_less(text: str) -> None:
    """A letter more is never cheaper."""
    assert segments(text) <= segments(text + "a")
    assert is_gsm_7(text) is all(is_gsm_7(character) for character in text)


def test_one_message_where_it_fits() -> None:
    """What fits goes out as one message, with the choices of the last question."""
    said = [Spoken("Hello."), Spoken("Which?", CHOICES)]
    assert packed(said, "telegram") == [Spoken("Hello.\n\nWhich?", CHOICES)]


@pytest.mark.parametrize("channel", ["sms", "telegram"])
@given(
    said=st.lists(
        st.builds(Spoken, st.text(st.sampled_from("ab ก\n"), min_size=1, max_size=400), st.sampled_from([(), CHOICES])),
        min_size=1,
        max_size=6,
    )
)
def test_nothing_is_lost(channel: str, said: list[Spoken]) -> None:
    """All words are sent in their order; only the last message has choices, those of the last question."""
    sent = packed(said, channel)
    assert "\n\n".join(spoken.text for spoken in sent) == "\n\n".join(spoken.text for spoken in said)
    assert all(not spoken.choices for spoken in sent[:-1])
    assert sent[-1].choices == next((spoken.choices for spoken in reversed(said) if spoken.choices), ())
    assert len(sent) <= len(said)


def test_joined_only_within_the_budget() -> None:
    """Joined texts stay within the channel's budget; what was long before is sent as it is."""
    sms = packed([Spoken("ก" * 100)] * 5, "sms")
    assert all(segments(spoken.text) <= SMS_SEGMENTS for spoken in sms)
    assert all(len(spoken.text) <= LONGEST for spoken in packed([Spoken("a" * 1500)] * 5, "telegram"))
    assert packed([Spoken("a" * 2000)], "sms") == [Spoken("a" * 2000)]
