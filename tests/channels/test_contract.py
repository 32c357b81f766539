"""What every channel guarantees."""

import logging
import unicodedata

import pytest

from bot.core.message import MessageKind
from tests.channels.echo_engine import LONG
from tests.channels.virtual_users import VirtualUser


async def test_engine_sees_only_a_pseudonym(person: VirtualUser) -> None:
    """The engine's message holds the text and a pseudonym, and nowhere the address."""
    await person.send_text("hello")
    await person.received(1)
    [message] = person.echo.messages
    assert (message.channel, message.kind, message.text) == (person.channel, MessageKind.TEXT, "hello")
    assert message.sender == await person.pseudonyms.for_address(person.channel, person.address)
    values = [getattr(message, name) for name in message.__slots__]
    assert not any(person.address in str(value) for value in values)


async def test_pseudonym_is_stable(person: VirtualUser) -> None:
    """Two messages of one person have the same pseudonym, which differs from the one on another channel."""
    await person.send_text("one")
    await person.send_text("two more")
    await person.received(2)
    assert len({message.sender for message in person.echo.messages}) == 1
    assert person.echo.messages[0].sender != await person.pseudonyms.for_address("another", person.address)


async def test_replies_arrive_in_order(person: VirtualUser) -> None:
    """Two replies to one message are sent as two messages, in order."""
    await person.send_text("two")
    assert await person.received(2) == ["first", "second"]


async def test_turns_of_one_person_run_in_order(person: VirtualUser) -> None:
    """A slow turn is answered before the quick one that came after it."""
    await person.send_text("slow one")
    await person.send_text("quick one")
    assert await person.received(2) == ["you said: slow one", "you said: quick one"]


async def test_long_reply_arrives_complete(person: VirtualUser) -> None:
    """Every word of a reply over the network's limit arrives, in order."""
    await person.send_text("long")
    got, wanted = await person.received(1), LONG.split()
    while len(" ".join(got).split()) < len(wanted):
        got = await person.received(len(got) + 1)
    assert " ".join(got).split() == wanted


async def test_choice_is_returned(person: VirtualUser) -> None:
    """A choice is returned as its token from a button, or as the typed number."""
    await person.send_text("menu")
    [menu] = await person.received(1)
    assert ("2 A lawyer" in menu.splitlines()) is person.has_numbered_choices
    await person.choose("A lawyer", 2)
    await person.received(2)
    message = person.echo.messages[-1]
    wanted = (MessageKind.TEXT, "2", "") if person.has_numbered_choices else (MessageKind.CHOICE, "", "t-law")
    assert (message.kind, message.text, message.choice) == wanted


async def test_message_without_text_is_answered(person: VirtualUser) -> None:
    """A message without text is not dropped."""
    await person.send_voice_message()
    assert await person.received(1) == ["received unreadable"]


async def test_long_text_is_truncated(person: VirtualUser) -> None:
    """A text of 10,000 characters is answered; the engine sees the first 4,000."""
    await person.send_text("ก" * 10_000)
    await person.received(1)
    assert person.echo.messages[0].text == "ก" * 4_000


async def test_text_is_normalized(person: VirtualUser) -> None:
    """Decomposed Vietnamese reaches the engine composed, without NUL characters."""
    await person.send_text(unicodedata.normalize("NFD", "Tôi cần giúp đỡ") + "\0")
    await person.received(1)
    assert person.echo.messages[0].text == "Tôi cần giúp đỡ"


async def test_typed_intent_stays_text(person: VirtualUser) -> None:
    """No text begins with the slash that means an intent to Rasa."""
    await person.send_text(' /\u200b/find_shelter{"place": "TH"}')
    await person.received(1)
    assert person.echo.messages[0].text == 'find_shelter{"place": "TH"}'


async def test_duplicate_is_answered_once(person: VirtualUser) -> None:
    """A message that is delivered three times is answered once."""
    await person.send_text("once", times=3)
    await person.send_text("after")
    assert await person.received(2) == ["you said: once", "you said: after"]
    assert [message.text for message in person.echo.messages] == ["once", "after"]


async def test_engine_failure_gets_fallback_reply(person: VirtualUser, caplog: pytest.LogCaptureFixture) -> None:
    """If the engine fails, the person gets the fallback reply, no text is logged, and the next turn works."""
    caplog.set_level(logging.DEBUG)
    await person.send_text("explode zanzibar-7731")
    await person.send_text("are you there")
    assert await person.received(2) == [f"sorry on {person.channel}", "you said: are you there"]
    assert "turn failed" in caplog.text
    assert "ValueError at " in caplog.text
    assert "zanzibar" not in caplog.text


async def test_nothing_personal_is_logged(person: VirtualUser, caplog: pytest.LogCaptureFixture) -> None:
    """Even at DEBUG a conversation leaves no text, address or token in any log."""
    caplog.set_level(logging.DEBUG)
    for text in ("zanzibar-7731", "menu"):
        await person.send_text(text)
    await person.received(2)
    await person.choose("A bed", 1)
    await person.received(3)
    for secret in (
        "zanzibar",
        "t-bed",
        person.address,
        getattr(getattr(person, "api", None), "token", "no-token"),
    ):
        assert secret not in caplog.text
