"""The bot only writes to people who wrote first."""

import pytest

from tests.acceptance.privacy.answers import answer_text
from tests.acceptance.privacy.parcels import (
    block_update,
    new_chat,
    new_number,
    sms_request,
    status_request,
    text_update,
)
from tests.acceptance.privacy.service_fixture import RunningService

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def test_never_writes_first(stage: RunningService) -> None:
    """Telegram messages go only to people who wrote before, and nothing is sent through Twilio."""
    assert (await stage.deliver(text_update(stage.networks, new_chat(), "hello"))).status == 200
    wrote: set[str] = {parcel.sender for parcel in stage.door.seen.values()}
    reached = {chat for _, chat in stage.calls if chat}
    assert reached
    assert reached <= wrote
    sent = [kept for kept in stage.networks.twilio.rest.messages.values() if kept.direction == "outbound-api"]
    assert sent == []


async def test_silent_after_block(stage: RunningService) -> None:
    """After a person blocks the bot nothing is sent to their chat."""
    chat = new_chat()
    await stage.deliver(text_update(stage.networks, chat, "hello"))
    assert len(stage.messages_in(chat)) == 1
    calls = len(stage.calls)
    for _ in range(2):
        assert (await stage.deliver(block_update(stage.networks, chat))).status == 200
    assert [call for call in stage.calls[calls:] if call[1] == str(chat)] == []


@pytest.mark.parametrize("word", ["STOP", "stop", " Unsubscribe ", "END"])
async def test_silent_after_stop(stage: RunningService, word: str) -> None:
    """STOP in any spelling gets no answer, and neither does Twilio's report about it."""
    number = new_number()
    assert answer_text(await stage.deliver(sms_request(stage.networks, number, "hello")))
    assert answer_text(await stage.deliver(sms_request(stage.networks, number, word))) == ""
    report = status_request(stage.networks, number, MessageStatus="undelivered", ErrorCode="21610")
    answer = await stage.deliver(report)
    assert (answer.status, answer.body) == (204, b"")
