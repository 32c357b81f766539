"""The emulator, as tests use it."""

import pytest

from tests.harness.carriers.http_server import Asked, Said, listening
from tests.harness.telegram_server import BotApi, loopback, updates


async def call(api: BotApi, method: str, **said: object) -> int:
    """Call a method as the bot; return the status."""
    async with loopback(api.url) as client:
        return (await client.post(f"/bot{api.token}/{method}", data=said)).status_code


async def test_an_update_is_brought_with_the_secret(bot_api: BotApi) -> None:
    """What a person writes reaches the webhook with its secret, and the status comes back; nothing is brought again."""
    came: list[Asked] = []

    async def handle(asked: Asked) -> Said:
        came.append(asked)
        return Said(503 if len(came) == 1 else 200)

    async with listening(handle) as url:
        await bot_api.use_webhook(f"{url}/hook", "a-secret")
        update = updates.update(message=updates.message(bot_api.chat_id, text="hello"))
        assert await bot_api.brings(update) == [503, 200]
    assert {(one.path, one.headers["x-telegram-bot-api-secret-token"]) for one in came} == {("/hook", "a-secret")}
    assert [said.text for said in await bot_api.stands()] == ["hello"]


async def test_without_a_webhook_an_update_waits(bot_api: BotApi) -> None:
    """Where no webhook is set, an update is kept for getUpdates."""
    assert await bot_api.says("hello") == 0
    async with loopback(bot_api.url) as client:
        [update] = (await client.post(f"/bot{bot_api.token}/getUpdates")).json()["result"]
    assert update["message"]["text"] == "hello"


async def test_bots_are_apart(bot_api: BotApi) -> None:
    """What one bot calls and says is no other's; a token that can be none is refused."""
    another = BotApi(bot_api.url, chat_id=bot_api.chat_id)
    await bot_api.says("hello")
    assert await call(bot_api, "sendMessage", chat_id=bot_api.chat_id, text="hi") == 200
    assert await call(another, "sendMessage", chat_id=bot_api.chat_id, text="hi") == 400
    assert [said.text for said in await bot_api.everything_said()] == ["hi"]
    assert await another.everything_said() == []
    assert len(await another.calls("sendMessage")) == 1
    assert await call(BotApi(bot_api.url, token="1:short"), "getMe") == 401


async def test_calls_fail_as_asked(bot_api: BotApi) -> None:
    """The next call of a method is refused where a test wants so, unless it takes that back."""
    await bot_api.fails_next("getMe", 502, "Bad Gateway")
    assert [await call(bot_api, "getMe") for _ in range(2)] == [502, 200]
    await bot_api.fails_next("getMe", 502, "Bad Gateway")
    await bot_api.forgives("getMe")
    assert await call(bot_api, "getMe") == 200


@pytest.mark.parametrize(("status", "code"), [("kicked", 403), ("member", 200)])
async def test_somebody_blocks_the_bot(bot_api: BotApi, status: str, code: int) -> None:
    """Whoever blocks the bot can't be written to until they let it again."""
    await bot_api.says("hello")
    await bot_api.delivers(updates.membership(bot_api.chat_id, "kicked"))
    await bot_api.delivers(updates.membership(bot_api.chat_id, status))
    assert await call(bot_api, "sendMessage", chat_id=bot_api.chat_id, text="hi") == code
