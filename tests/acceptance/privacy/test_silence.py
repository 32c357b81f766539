"""The bot speaks when it is spoken to."""

import pytest

from tests.acceptance.privacy.hearing import words
from tests.acceptance.privacy.letters import (
    blocks,
    reported,
    somebody_on_telegram,
    somebody_with_a_phone,
    texted,
    written,
)
from tests.acceptance.privacy.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_it_never_writes_first(stage: Stage) -> None:
    """What was sent on Telegram went to somebody who had written before, and nothing is ever sent through Twilio."""
    assert (await stage.brings(written(stage.networks, somebody_on_telegram(), "hello"))).status == 200
    wrote: set[str] = {parcel.writer for parcel in stage.door.seen.values()}
    reached = {chat for _, chat in stage.calls if chat}
    assert reached
    assert reached <= wrote
    sent = [kept for kept in stage.networks.twilio.rest.messages.values() if kept.direction == "outbound-api"]
    assert sent == []


async def test_nothing_is_said_to_who_has_blocked_it(stage: Stage) -> None:
    """Once somebody has blocked the bot nothing more is called for their chat."""
    chat = somebody_on_telegram()
    await stage.brings(written(stage.networks, chat, "hello"))
    assert len(stage.said_to(chat)) == 1
    calls = len(stage.calls)
    for _ in range(2):
        assert (await stage.brings(blocks(stage.networks, chat))).status == 200
    assert [call for call in stage.calls[calls:] if call[1] == str(chat)] == []


@pytest.mark.parametrize("word", ["STOP", "stop", " Unsubscribe ", "END"])
async def test_nothing_is_said_to_who_texts_stop(stage: Stage, word: str) -> None:
    """STOP, however it is written, has no answer, and neither has Twilio's report that somebody is stopped."""
    number = somebody_with_a_phone()
    assert words(await stage.brings(texted(stage.networks, number, "hello")))
    assert words(await stage.brings(texted(stage.networks, number, word))) == ""
    report = reported(stage.networks, number, MessageStatus="undelivered", ErrorCode="21610")
    answer = await stage.brings(report)
    assert (answer.status, answer.body) == (204, b"")
