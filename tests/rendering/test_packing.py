"""How many messages, and what they cost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.common.numbered_choices import as_numbered
from bot.core.message import Choice, Reply
from bot.rendering.gsm7 import is_gsm_7
from bot.rendering.message_packer import AT_ONCE, LONGEST, SMS_SEGMENTS, USUAL, packed, parted
from bot.rendering.segments import segments
from bot.rendering.utterance import Spoken

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


SAID = st.lists(
    st.builds(Spoken, st.text(st.sampled_from("ab ก\n"), min_size=1, max_size=400), st.sampled_from([(), CHOICES])),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("channel", ["sms", "telegram", "whatsapp"])
@given(said=SAID)
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
    assert all(len(spoken.text) <= USUAL for spoken in packed([Spoken("a" * 1500)] * 5, "telegram"))
    assert packed([Spoken("a" * 2000)], "sms") == [Spoken("a" * 2000)]


def sent(spoken: Spoken) -> str:
    """Return the text that a network without buttons carries."""
    return as_numbered(Reply(spoken.text, tuple(Choice(label, "token") for label, _ in spoken.choices)))


@given(size=st.integers(300, 1700))
def test_whatsapp_holds_1600_with_its_choices(size: int) -> None:
    """On WhatsApp nothing is counted in segments: one message holds all that Twilio carries there, its choices too."""
    messages = packed([Spoken("a" * 300), Spoken("b" * size, CHOICES)], "whatsapp")
    together = sent(Spoken("a" * 300 + "\n\n" + "b" * size, CHOICES))
    assert len(messages) == (1 if len(together) <= LONGEST["whatsapp"] == 1600 else 2)


MORE = st.sampled_from([("MORE", "/more"), ("ត្រឡប់", "/more")])


@given(said=SAID, more=MORE)
def test_few_at_once_and_nothing_lost(said: list[Spoken], more: tuple[str, str]) -> None:
    """Who asks on gets every SMS in its order, at most three in a row, the last of them with the line for more."""
    waiting, got = packed(said, "sms"), []
    whole = list(waiting)
    for _ in range(len(whole)):
        now, waiting = parted(waiting, more)
        assert 1 <= len(now) <= AT_ONCE
        assert all(not spoken.choices for spoken in now[:-1])
        got += now
        if not waiting:
            break
        assert now[-1].choices == (more,)
        assert now[-1].text in {"", whole[len([spoken for spoken in got if spoken.text]) - 1].text}
    assert waiting == []
    assert [spoken.text for spoken in got if spoken.text] == [spoken.text for spoken in whole]
    assert got[-1].choices == whole[-1].choices
    assert max(segments(sent(spoken)) for spoken in got) <= max(
        SMS_SEGMENTS, *(segments(sent(spoken)) for spoken in whole)
    )


def test_a_line_for_more_costs_no_fourth_segment() -> None:
    """Where the third SMS is full, two are sent; where all are full, the line stands alone."""
    full, short = Spoken("a" * 459), Spoken("short")
    assert parted([short, short, full, short], ("MORE", "/m")) == (
        [short, Spoken("short", (("MORE", "/m"),))],
        [full, short],
    )
    alone = Spoken("", (("MORE", "/m"),))
    assert parted([full] * 4, ("MORE", "/m")) == ([full, full, alone], [full, full])
