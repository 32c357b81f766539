"""Number and cost of messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.common.reply_text import with_numbered_choices
from bot.core.message import Choice, Reply
from bot.rendering.message_packer import (
    DEFAULT_MAX_LENGTH,
    MAX_LENGTHS,
    MAX_SMS_IN_A_ROW,
    SMS_SEGMENTS,
    pack_messages,
    split_messages,
)
from bot.rendering.segments import count_segments, is_gsm_7
from bot.rendering.utterance import RenderedMessage

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
    """A text costs what the standard says, without splitting a character."""
    assert count_segments(text) == cost


@given(st.text())
def test_longer_never_costs_less(text: str) -> None:
    """One more letter is never cheaper."""
    assert count_segments(text) <= count_segments(text + "a")
    assert is_gsm_7(text) is all(is_gsm_7(character) for character in text)


def test_packs_one_message_if_it_fits() -> None:
    """What fits is one message, with the choices of the last question."""
    messages = [RenderedMessage("Hello."), RenderedMessage("Which?", CHOICES)]
    assert pack_messages(messages, "telegram") == [RenderedMessage("Hello.\n\nWhich?", CHOICES)]


SAID = st.lists(
    st.builds(
        RenderedMessage, st.text(st.sampled_from("ab ก\n"), min_size=1, max_size=400), st.sampled_from([(), CHOICES])
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("channel", ["sms", "telegram", "whatsapp"])
@given(messages=SAID)
def test_keeps_all_text(channel: str, messages: list[RenderedMessage]) -> None:
    """All text is sent in order; only the last message has choices."""
    sent = pack_messages(messages, channel)
    assert "\n\n".join(message.text for message in sent) == "\n\n".join(message.text for message in messages)
    assert all(not message.choices for message in sent[:-1])
    assert sent[-1].choices == next((message.choices for message in reversed(messages) if message.choices), ())
    assert len(sent) <= len(messages)


def test_joins_within_budget() -> None:
    """Joined texts stay within the budget; a longer one is sent alone."""
    sms = pack_messages([RenderedMessage("ก" * 100)] * 5, "sms")
    assert all(count_segments(message.text) <= SMS_SEGMENTS for message in sms)
    assert all(
        len(message.text) <= DEFAULT_MAX_LENGTH
        for message in pack_messages([RenderedMessage("a" * 1500)] * 5, "telegram")
    )
    assert pack_messages([RenderedMessage("a" * 2000)], "sms") == [RenderedMessage("a" * 2000)]


def as_plain_text(message: RenderedMessage) -> str:
    """Return the text that a network without buttons sends."""
    return with_numbered_choices(Reply(message.text, tuple(Choice(label, "token") for label, _ in message.choices)))


@given(size=st.integers(300, 1700))
def test_whatsapp_limit(size: int) -> None:
    """A WhatsApp message holds 1600 characters including its choices."""
    messages = pack_messages([RenderedMessage("a" * 300), RenderedMessage("b" * size, CHOICES)], "whatsapp")
    together = as_plain_text(RenderedMessage("a" * 300 + "\n\n" + "b" * size, CHOICES))
    assert len(messages) == (1 if len(together) <= MAX_LENGTHS["whatsapp"] == 1600 else 2)


MORE = st.sampled_from([("MORE", "/more"), ("ត្រឡប់", "/more")])


@given(messages=SAID, more=MORE)
def test_split_keeps_all_messages(messages: list[RenderedMessage], more: tuple[str, str]) -> None:
    """A person who asks for more gets every SMS in order, at most three at once, the last with the choice for more."""
    waiting, got = pack_messages(messages, "sms"), []
    whole = list(waiting)
    for _ in range(len(whole)):
        now, waiting = split_messages(waiting, more)
        assert 1 <= len(now) <= MAX_SMS_IN_A_ROW
        assert all(not message.choices for message in now[:-1])
        got += now
        if not waiting:
            break
        assert now[-1].choices == (more,)
        assert now[-1].text in {"", whole[len([message for message in got if message.text]) - 1].text}
    assert waiting == []
    assert [message.text for message in got if message.text] == [message.text for message in whole]
    assert got[-1].choices == whole[-1].choices
    assert max(count_segments(as_plain_text(message)) for message in got) <= max(
        SMS_SEGMENTS, *(count_segments(as_plain_text(message)) for message in whole)
    )


def test_choice_for_more_fits_budget() -> None:
    """If the third SMS is full, two are sent; if all are full, the choice is sent alone."""
    full, short = RenderedMessage("a" * 459), RenderedMessage("short")
    assert split_messages([short, short, full, short], ("MORE", "/m")) == (
        [short, RenderedMessage("short", (("MORE", "/m"),))],
        [full, short],
    )
    alone = RenderedMessage("", (("MORE", "/m"),))
    assert split_messages([full] * 4, ("MORE", "/m")) == ([full, full, alone], [full, full])
