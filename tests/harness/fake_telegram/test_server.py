"""The emulator, as tests use it."""

import pytest

from tests.harness.fake_telegram import EmulatorClient, make_client, updates
from tests.harness.http_server import HttpRequest, HttpResponse, run_http_server


async def call(api: EmulatorClient, method: str, **said: object) -> int:
    """Call a method as the bot; return the status."""
    async with make_client(api.url) as client:
        return (await client.post(f"/bot{api.token}/{method}", data=said)).status_code


async def test_update_is_delivered_with_the_secret(bot_api: EmulatorClient) -> None:
    """An update is delivered to the webhook with its secret, and recorded once."""
    came: list[HttpRequest] = []

    async def handle(request: HttpRequest) -> HttpResponse:
        came.append(request)
        return HttpResponse(503 if len(came) == 1 else 200)

    async with run_http_server(handle) as url:
        await bot_api.use_webhook(f"{url}/hook", "a-secret")
        update = updates.update(message=updates.message(bot_api.chat_id, text="hello"))
        assert await bot_api.deliver_until_accepted(update) == [503, 200]
    assert {(item.path, item.headers["x-telegram-bot-api-secret-token"]) for item in came} == {("/hook", "a-secret")}
    assert [said.text for said in await bot_api.visible_messages()] == ["hello"]


async def test_update_waits_without_webhook(bot_api: EmulatorClient) -> None:
    """Without a webhook an update waits for getUpdates."""
    assert await bot_api.send_text("hello") == 0
    async with make_client(bot_api.url) as client:
        [update] = (await client.post(f"/bot{bot_api.token}/getUpdates")).json()["result"]
    assert update["message"]["text"] == "hello"


async def test_bots_are_separate(bot_api: EmulatorClient) -> None:
    """Bots have separate calls and messages; an invalid token is refused."""
    another = EmulatorClient(bot_api.url, chat_id=bot_api.chat_id)
    await bot_api.send_text("hello")
    assert await call(bot_api, "sendMessage", chat_id=bot_api.chat_id, text="hi") == 200
    assert await call(another, "sendMessage", chat_id=bot_api.chat_id, text="hi") == 400
    assert [said.text for said in await bot_api.sent_messages()] == ["hi"]
    assert await another.sent_messages() == []
    assert len(await another.calls("sendMessage")) == 1
    assert await call(EmulatorClient(bot_api.url, token="1:short"), "getMe") == 401


async def test_forced_failure(bot_api: EmulatorClient) -> None:
    """The next call of a method fails if a test asks for it, unless the test cancels it."""
    await bot_api.fail_next("getMe", 502, "Bad Gateway")
    assert [await call(bot_api, "getMe") for _ in range(2)] == [502, 200]
    await bot_api.fail_next("getMe", 502, "Bad Gateway")
    await bot_api.clear_failures("getMe")
    assert await call(bot_api, "getMe") == 200


@pytest.mark.parametrize(("status", "code"), [("kicked", 403), ("member", 200)])
async def test_blocked_bot_cannot_send(bot_api: EmulatorClient, status: str, code: int) -> None:
    """A bot that is blocked can't send until it is unblocked."""
    await bot_api.send_text("hello")
    await bot_api.deliver(updates.membership(bot_api.chat_id, "kicked"))
    await bot_api.deliver(updates.membership(bot_api.chat_id, status))
    assert await call(bot_api, "sendMessage", chat_id=bot_api.chat_id, text="hi") == code
