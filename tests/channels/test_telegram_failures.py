"""Each reply stands once on Telegram, whatever fails: Telegram, the connection, the store or the process."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest

from bot.channels.telegram.chat_state import KIND as CHAT
from bot.channels.telegram.sender import SenderOptions
from bot.channels.telegram.webhook import TelegramChannel
from bot.core.message import MessageKind
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.idempotency import KIND as ANSWER
from bot.state.memory_store import MemoryStore
from tests.channels.echo_engine import EchoEngine
from tests.channels.failing_stores import (
    FailingStore,
    HangingStore,
    LockLosingStore,
    ResponseLosingStore,
    SuspendedStore,
    UnreachableStore,
)
from tests.channels.virtual_users import SECRET, TelegramUser, make_responder, run_server, run_telegram
from tests.harness.fake_telegram import EmulatorClient, updates
from tests.harness.fault_injection import Fault

IMPATIENT = SenderOptions(read_timeout=0.3)
BLOCKED = "Forbidden: bot was blocked by the user"


def text_update(api: EmulatorClient, text: str) -> updates.Update:
    """Return the update of a text message."""
    return updates.update(message=updates.message(api.chat_id, text=text))


async def visible_replies(api: EmulatorClient) -> list[str]:
    """Return the bot's messages that the person sees."""
    return [message.text for message in await api.visible_messages() if message.by_bot]


async def wait_for_turn(echo: EchoEngine) -> None:
    """Wait until a turn is running."""
    async with asyncio.timeout(5):
        while not echo.messages:  # noqa: ASYNC110  the turn is not ours to wait for
            await asyncio.sleep(0.01)


async def test_short_flood_limit(user: TelegramUser) -> None:
    """If Telegram asks for a pause of a second, the bot waits, and nothing is lost."""
    await user.api.fail_next("sendMessage", 429, "Too Many Requests", retry_after=1)
    await user.send_text("two")
    assert await visible_replies(user.api) == ["first", "second"]


@pytest.mark.parametrize("code", [500, 502])
async def test_short_outage(user: TelegramUser, code: int) -> None:
    """After a short outage the message is sent again, without loss or duplicates."""
    await user.api.fail_next("sendMessage", code, "Bad Gateway")
    await user.send_text("two")
    assert await visible_replies(user.api) == ["first", "second"]


@pytest.mark.parametrize("fault", [Fault.DROPPED_AFTER, Fault.NO_RESPONSE_AFTER])
@pytest.mark.parametrize("text", ["menu", "two"])
async def test_lost_response(bot_api: EmulatorClient, fault: Fault, text: str) -> None:
    """A message whose response was lost stands there once: of two copies the first stays, and its buttons work."""
    async with run_telegram(bot_api, options=IMPATIENT) as user:
        await user.send_text("before")
        await user.api.inject_faults("sendMessage", fault)
        await user.send_text(text)
        wanted = {"menu": ["What do you need?"], "two": ["first", "second"]}[text]
        assert await visible_replies(user.api) == ["you said: before", *wanted]
        assert len(await user.api.calls("editMessageText")) == 1
        if text == "menu":
            [_, menu] = [message for message in await user.api.visible_messages() if message.by_bot]
            assert menu.message_id < (await user.api.sent_messages())[-1].message_id
            assert await user.api.press("A bed") == 200


async def test_no_search_while_telegram_fails(user: TelegramUser) -> None:
    """While Telegram refuses messages nothing is searched for; afterwards only the ids that nobody accounts for."""
    await user.api.inject_faults("sendMessage", *[Fault.SERVER_ERROR] * 5)
    statuses = await user.api.deliver_until_accepted(text_update(user.api, "hello"), patience=20)
    assert statuses[-1] == 200
    assert await visible_replies(user.api) == ["you said: hello"]
    assert await user.api.calls("editMessageText") == []


async def test_long_outage(user: TelegramUser) -> None:
    """An update whose reply can't be sent is delivered again, and answered once, in one turn."""
    await user.api.inject_faults("sendMessage", Fault.SERVER_ERROR, Fault.SERVER_ERROR, Fault.SERVER_ERROR)
    statuses = await user.api.deliver_until_accepted(text_update(user.api, "hello"), patience=20)
    assert set(statuses[:-1]) == {503}
    assert await visible_replies(user.api) == ["you said: hello"]
    assert len(user.echo.messages) == 1


async def test_refused_reply_is_redelivered(user: TelegramUser, caplog: pytest.LogCaptureFixture) -> None:
    """If Telegram can't accept a reply now, the update is delivered again, and the reply sent once."""
    caplog.set_level(logging.DEBUG)
    await user.api.fail_next("sendMessage", 401, "Unauthorized")
    update = text_update(user.api, "zanzibar-7731")
    assert [await user.api.deliver(update) for _ in range(3)] == [503, 200, 200]
    assert await visible_replies(user.api) == ["you said: zanzibar-7731"]
    assert len(user.echo.messages) == 1
    for secret in ("zanzibar", user.api.token, user.address):
        assert secret not in caplog.text


async def test_rejected_reply_is_dropped(user: TelegramUser, caplog: pytest.LogCaptureFixture) -> None:
    """A reply that Telegram will never accept is dropped; the others are sent, and nothing personal is logged."""
    caplog.set_level(logging.DEBUG)
    await user.api.fail_next("sendMessage", 400, "Bad Request: zanzibar-7731 can't be sent")
    assert await user.api.deliver_until_accepted(text_update(user.api, "two")) == [200]
    await user.send_text("still there")
    assert await visible_replies(user.api) == ["second", "you said: still there"]
    for secret in ("zanzibar", user.api.token, user.address):
        assert secret not in caplog.text


async def test_blocked_bot_is_an_opt_out(user: TelegramUser, caplog: pytest.LogCaptureFixture) -> None:
    """If Telegram reports that the person has blocked the bot, it is an opt-out."""
    caplog.set_level(logging.DEBUG)
    await user.send_text("hello")
    await user.api.fail_next("sendMessage", 403, BLOCKED)
    await user.send_text("zanzibar-7731")
    assert [message.kind for message in user.echo.messages] == [MessageKind.TEXT, MessageKind.TEXT, MessageKind.OPT_OUT]
    assert len({message.sender for message in user.echo.messages}) == 1
    assert await user.store.get(CHAT, user.echo.messages[0].sender) is None
    for secret in ("zanzibar", user.api.token, user.address):
        assert secret not in caplog.text


async def test_blocked_bot_stores_no_reply(user: TelegramUser) -> None:
    """A reply to a person who has blocked the bot is not stored."""
    await user.api.fail_next("sendMessage", 403, BLOCKED)
    update = text_update(user.api, "zanzibar-7731")
    assert await user.api.deliver(update) == 200
    stored = await user.store.get(ANSWER, f"telegram {update['update_id']}") or b""
    assert b"zanzibar" not in stored


@pytest.fixture
async def unreachable(bot_api: EmulatorClient) -> AsyncIterator[tuple[TelegramUser, UnreachableStore]]:
    """Yield a Telegram user, and their store, which can be made unreachable."""
    store = UnreachableStore()
    async with run_telegram(bot_api, store) as somebody:
        yield somebody, store


@pytest.mark.parametrize("known", [True, False])
async def test_unavailable_store(unreachable: tuple[TelegramUser, UnreachableStore], known: bool) -> None:  # noqa: FBT001
    """While the store is unavailable a message gets one fallback reply, and its answer afterwards."""
    user, store = unreachable
    before = ["you said: before"] if known else []
    if known:
        await user.send_text("before")
    store.is_down = True
    update = text_update(user.api, "hello")
    assert [await user.api.deliver(update) for _ in range(2)] == [503, 503]
    assert await visible_replies(user.api) == [*before, "sorry on telegram"]
    store.is_down = False
    assert [await user.api.deliver(update) for _ in range(2)] == [200, 200]
    assert await visible_replies(user.api) == [*before, "sorry on telegram", "you said: hello"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("hello", ["you said: hello"]), ("menu", ["What do you need?"]), ("two", ["first", "second"])],
)
async def test_fallback_reply_is_not_edited_into_the_answer(
    bot_api: EmulatorClient, text: str, wanted: list[str]
) -> None:
    """After a fallback reply the answer comes as a new message.

    The answer was stored, but the process was cut off before it knew: the next delivery searches for messages that may
    have been sent.
    """
    store = ResponseLosingStore()
    async with run_telegram(bot_api, store) as user:
        await user.send_text("before")
        store.loses_response = True
        update = text_update(user.api, text)
        assert [await user.api.deliver(update) for _ in range(2)] == [503, 200]
        assert await visible_replies(user.api) == ["you said: before", "sorry on telegram", *wanted]
        assert len(await user.api.calls("sendMessage")) == 2 + len(wanted)


async def test_suspended_before_turn(bot_api: EmulatorClient) -> None:
    """A process that was suspended before its turn sends no fallback reply: others may have answered meanwhile."""
    store = SuspendedStore()
    async with run_telegram(bot_api, store) as user:
        await user.send_text("before")
        store.was_suspended = True
        update = text_update(user.api, "hello")
        assert [await user.api.deliver(update) for _ in range(2)] == [503, 200]
        assert await visible_replies(user.api) == ["you said: before", "you said: hello"]


async def test_progress_not_saved(bot_api: EmulatorClient) -> None:
    """If a reply is sent but not recorded, the redelivered update sends nothing more."""
    store = FailingStore()
    async with run_telegram(bot_api, store) as user:
        await user.send_text("before")
        store.writes_left = 1
        update = text_update(user.api, "hello")
        assert await user.api.deliver(update) == 503
        assert await visible_replies(user.api) == ["you said: before", "you said: hello"]
        store.writes_left = None
        assert await user.api.deliver(update) == 200
        assert await visible_replies(user.api) == ["you said: before", "you said: hello"]


async def test_lost_lock(bot_api: EmulatorClient) -> None:
    """If the lock is lost before a reply is sent, the update is delivered again, without a fallback reply."""
    store = LockLosingStore()
    async with run_telegram(bot_api, store) as user:
        await user.send_text("before")
        store.loses_lock = True
        update = text_update(user.api, "hello")
        assert [await user.api.deliver(update) for _ in range(2)] == [503, 200]
        assert await visible_replies(user.api) == ["you said: before", "you said: hello"]


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.DROPPED_AFTER])
async def test_failed_erase_is_redelivered(user: TelegramUser, fault: Fault) -> None:
    """The erase is confirmed only once it is done: if it fails, the update is delivered again."""
    await user.send_text("zanzibar")
    await user.api.inject_faults("deleteMessages", fault)
    update = text_update(user.api, "wipe")
    assert await user.api.deliver(update) == 503
    assert not {"That is gone.", "Not all is gone."}.intersection(await visible_replies(user.api))
    assert await user.api.deliver(update) == 200
    assert [message.text for message in await user.api.visible_messages()] == ["Not all is gone."]


async def test_lost_response_to_button_press(user: TelegramUser) -> None:
    """The reply to a button press is found after a lost response, even in a new process."""
    await user.send_text("menu")
    user.bot._sender.seen.__init__()  # type: ignore[misc]  # as in a process that has just started
    await user.api.inject_faults("sendMessage", Fault.DROPPED_AFTER)
    assert await user.api.press("A bed") == 200
    assert (await visible_replies(user.api)).count("received choice t-bed") == 1


async def test_opt_out_while_store_is_unavailable(unreachable: tuple[TelegramUser, UnreachableStore]) -> None:
    """An opt-out is processed once the store is back, and nothing is sent."""
    user, store = unreachable
    await user.send_text("hello")
    store.is_down = True
    update = updates.membership(user.api.chat_id, "kicked")
    assert await user.api.deliver(update) == 503
    store.is_down = False
    assert await user.api.deliver(update) == 200
    assert user.echo.messages[-1].kind is MessageKind.OPT_OUT
    assert len(await user.api.calls("sendMessage")) == 1


async def crash_after(api: EmulatorClient, store: MemoryStore, update: updates.Update, sends: int) -> EchoEngine:
    """Run a process that dies after so many calls of sendMessage; return its engine."""
    echo = EchoEngine()
    bot = TelegramChannel(api.token, SECRET, api.url, make_responder(echo, store), Pseudonyms(store))
    async with run_server(bot.router()) as url:
        await bot.register_webhook(url)
        bringing = asyncio.create_task(api.deliver(update))
        await api.wait_for_call("sendMessage", at_least=sends)
        await asyncio.sleep(0.1)
        await bot.stop(within=timedelta(0))
        assert await bringing != 200
    return echo


CRASHES: dict[str, tuple[str, int, int, Sequence[str]]] = {
    "the only message": ("hello", 1, 1, ["you said: hello"]),
    "a message with buttons": ("menu", 1, 1, ["What do you need?"]),
    "the first of two": ("two", 1, 1, ["first", "second"]),
    "the last of two": ("two", 2, 2, ["first", "second"]),
}
"""What is written, the writes that the process lives to see, the messages it sends, and what is to stand there."""


@pytest.mark.parametrize("crash", CRASHES)
async def test_crash_after_sending(bot_api: EmulatorClient, crash: str) -> None:
    """If a process dies before it records a sent message, the next one leaves no copy of it."""
    text, takes, sends, wanted = CRASHES[crash]
    store, update = HangingStore(), text_update(bot_api, text)
    store.writes_left = takes
    died = await crash_after(bot_api, store, update, sends)
    store.writes_left = None
    async with run_telegram(bot_api, store) as user:
        assert await bot_api.deliver(update) == 200
        assert await visible_replies(bot_api) == wanted
        assert (len(died.messages), len(user.echo.messages)) == (1, 0)
        await user.send_text("and now")
        assert await visible_replies(bot_api) == [*wanted, "you said: and now"]


async def test_crash_with_messages_in_between(bot_api: EmulatorClient) -> None:
    """The message is found even if others wrote in between, and the next process has seen none of it."""
    store = HangingStore()
    async with run_telegram(bot_api, store) as user:
        await user.send_text("menu")
        assert await bot_api.another_user().send_text("hello") == 200
        menu = (await bot_api.sent_messages())[-1]
    question = {**updates.message(bot_api.chat_id, text=menu.text), "message_id": menu.message_id}
    press = updates.press(bot_api.chat_id, menu.keyboard["A bed"], question)
    store.writes_left = 1
    await crash_after(bot_api, store, press, sends=3)
    store.writes_left = None
    message = await visible_replies(bot_api)
    async with run_telegram(bot_api, store):
        assert await bot_api.deliver(press) == 200
    assert await visible_replies(bot_api) == message


async def test_crash_before_arrival(bot_api: EmulatorClient) -> None:
    """If a process dies and Telegram never got its message, the next one searches for it and sends it."""
    store, update = MemoryStore(), text_update(bot_api, "menu")
    await bot_api.inject_faults("sendMessage", Fault.NO_RESPONSE)
    await crash_after(bot_api, store, update, sends=1)
    async with run_telegram(bot_api, store) as user:
        assert await bot_api.deliver(update) == 200
        assert await visible_replies(bot_api) == ["What do you need?"]
        assert await bot_api.press("A bed") == 200
        assert [message.kind for message in user.echo.messages] == [MessageKind.CHOICE]


async def test_crash_before_anything_is_stored(bot_api: EmulatorClient) -> None:
    """If a process dies before it stores its reply, the redelivered message is handled as new."""
    store, update = HangingStore(), text_update(bot_api, "hello")
    store.writes_left = 0
    echo = EchoEngine()
    bot = TelegramChannel(bot_api.token, SECRET, bot_api.url, make_responder(echo, store), Pseudonyms(store))
    async with run_server(bot.router()) as url:
        await bot.register_webhook(url)
        bringing = asyncio.create_task(bot_api.deliver(update))
        await wait_for_turn(echo)
        await bot.stop(within=timedelta(0))
        assert await bringing != 200
    store.writes_left = None
    async with run_telegram(bot_api, store) as user:
        assert await bot_api.deliver(update) == 200
        assert await visible_replies(bot_api) == ["you said: hello"]
        assert len(user.echo.messages) == 1


async def test_people_do_not_wait_for_each_other(user: TelegramUser) -> None:
    """While one person's turn takes long, another's message is answered."""
    another = user.api.another_user()
    slow = asyncio.create_task(user.send_text("slow one"))
    await wait_for_turn(user.echo)
    assert await another.send_text("quick one") == 200
    assert await another.wait_for_replies()
    assert await user.api.sent_messages() == []
    await slow
    assert await visible_replies(user.api) == ["you said: slow one"]


async def test_two_turns_of_one_person(user: TelegramUser) -> None:
    """Two simultaneous messages of one person are answered one after the other."""
    slow = asyncio.create_task(user.send_text("slow one"))
    await wait_for_turn(user.echo)
    await user.send_text("quick one")
    await slow
    assert await visible_replies(user.api) == ["you said: slow one", "you said: quick one"]


async def test_duplicate_during_its_turn(user: TelegramUser) -> None:
    """An update delivered again during its turn is answered once, and acknowledged twice."""
    update = text_update(user.api, "slow one")
    assert await asyncio.gather(user.api.deliver(update), user.api.deliver(update)) == [200, 200]
    assert await visible_replies(user.api) == ["you said: slow one"]


async def test_stopping_waits_for_running_turns(user: TelegramUser) -> None:
    """A turn that runs when the service stops is answered first."""
    slow = asyncio.create_task(user.send_text("slow one"))
    await wait_for_turn(user.echo)
    await user.bot.stop()
    await slow
    assert await visible_replies(user.api) == ["you said: slow one"]


async def test_stopping_does_not_wait_for_ever(user: TelegramUser) -> None:
    """A turn that takes too long is given up, and not acknowledged: its update comes again."""
    slow = asyncio.create_task(user.api.send_text("slow one"))
    await wait_for_turn(user.echo)
    await user.bot.stop(within=timedelta(milliseconds=1))
    assert await slow != 200
    assert await visible_replies(user.api) == []
