"""What is Telegram's own: a reply is said once, whatever goes wrong between us, Telegram and what is kept."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest

from bot.channels.telegram.chat_state import KIND as CHAT
from bot.channels.telegram.webhook import Telegram
from bot.core.message import Heard
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.idempotency import KIND as ANSWER
from bot.state.memory_store import InMemory
from tests.channels.dying import Dying, Forgetful, Slipping, Unreachable
from tests.channels.echo import Echo
from tests.channels.people import SECRET, OnTelegram, answered_once, on_telegram
from tests.channels.serving import served
from tests.harness.carriers.faults import Fault
from tests.harness.telegram_server import BotApi, updates

BLOCKED = "Forbidden: bot was blocked by the user"


def written(api: BotApi, text: str) -> updates.Update:
    """Return the update of a text that a person wrote."""
    return updates.update(message=updates.message(api.chat_id, text=text))


async def of_the_bot(api: BotApi) -> list[str]:
    """Return what the person sees of the bot's now."""
    return [said.text for said in await api.stands() if said.by_bot]


async def heard_something(echo: Echo) -> None:
    """Wait until a turn runs."""
    async with asyncio.timeout(5):
        while not echo.heard:  # noqa: ASYNC110  the turn is not ours to wait for
            await asyncio.sleep(0.01)


async def test_a_short_flood_limit(writer: OnTelegram) -> None:
    """Told to wait a second, the bot waits, and nothing is lost."""
    await writer.api.fails_next("sendMessage", 429, "Too Many Requests", retry_after=1)
    await writer.says("two")
    assert await of_the_bot(writer.api) == ["first", "second"]


@pytest.mark.parametrize("code", [500, 502])
async def test_telegram_out_of_order_for_a_moment(writer: OnTelegram, code: int) -> None:
    """What Telegram could not take is sent again, and nothing is lost or doubled."""
    await writer.api.fails_next("sendMessage", code, "Bad Gateway")
    await writer.says("two")
    assert await of_the_bot(writer.api) == ["first", "second"]


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.LOST])
@pytest.mark.parametrize("text", ["menu", "two"])
async def test_telegram_takes_a_message_and_nobody_hears_so(writer: OnTelegram, fault: Fault, text: str) -> None:
    """A message that Telegram took while the connection broke or went silent is found, and not sent twice."""
    await writer.says("before")
    await writer.api.meets("sendMessage", fault)
    await writer.says(text)
    wanted = {"menu": ["What do you need?"], "two": ["first", "second"]}[text]
    assert await of_the_bot(writer.api) == ["you said: before", *wanted]
    assert len(await writer.api.calls("sendMessage")) == 1 + len(wanted)
    if text == "menu":
        assert await writer.api.presses("A bed") == 200


async def test_telegram_out_of_order_for_longer(writer: OnTelegram) -> None:
    """What Telegram refuses for longer is not acknowledged, comes again, and is said once without a second turn."""
    await writer.api.meets("sendMessage", Fault.BROKEN, Fault.BROKEN, Fault.BROKEN)
    statuses = await writer.api.brings(written(writer.api, "hello"), patience=20)
    assert set(statuses[:-1]) == {503}
    assert await of_the_bot(writer.api) == ["you said: hello"]
    assert len(writer.echo.heard) == 1


@pytest.mark.parametrize(("code", "description", "wait"), [(429, "Too Many Requests", 3600), (401, "Unauthorized", 0)])
async def test_what_telegram_does_not_take_now_comes_again(
    writer: OnTelegram, caplog: pytest.LogCaptureFixture, code: int, description: str, wait: int
) -> None:
    """A reply that Telegram can't take now leaves the update with Telegram; it comes again, and is said once."""
    caplog.set_level(logging.DEBUG)
    await writer.api.fails_next("sendMessage", code, description, wait)
    update = written(writer.api, "zanzibar-7731")
    assert [await writer.api.delivers(update) for _ in range(3)] == [503, 200, 200]
    assert await of_the_bot(writer.api) == ["you said: zanzibar-7731"]
    assert len(writer.echo.heard) == 1
    for secret in ("zanzibar", writer.api.token, writer.address):
        assert secret not in caplog.text


async def test_what_telegram_never_takes_is_given_up(writer: OnTelegram, caplog: pytest.LogCaptureFixture) -> None:
    """A reply that Telegram will never take costs that reply alone, and nobody's anonymity."""
    caplog.set_level(logging.DEBUG)
    await writer.api.fails_next("sendMessage", 400, "Bad Request: zanzibar-7731 can't be sent")
    assert await writer.api.brings(written(writer.api, "two")) == [200]
    await writer.says("still there")
    assert await of_the_bot(writer.api) == ["second", "you said: still there"]
    for secret in ("zanzibar", writer.api.token, writer.address):
        assert secret not in caplog.text


async def test_somebody_has_blocked_us(writer: OnTelegram, caplog: pytest.LogCaptureFixture) -> None:
    """Where Telegram says that a person has blocked the bot, the engine hears so, and we forget them."""
    caplog.set_level(logging.DEBUG)
    await writer.says("hello")
    await writer.api.fails_next("sendMessage", 403, BLOCKED)
    await writer.says("zanzibar-7731")
    assert [one.heard for one in writer.echo.heard] == [Heard.WORDS, Heard.WORDS, Heard.GONE]
    assert len({one.sender for one in writer.echo.heard}) == 1
    assert await writer.store.get(CHAT, writer.echo.heard[0].sender) is None
    for secret in ("zanzibar", writer.api.token, writer.address):
        assert secret not in caplog.text


async def test_no_words_are_kept_for_somebody_who_has_blocked_us(writer: OnTelegram) -> None:
    """A reply that will never be handed over, because its reader has blocked the bot, does not wait for them."""
    await writer.api.fails_next("sendMessage", 403, BLOCKED)
    update = written(writer.api, "zanzibar-7731")
    assert await writer.api.delivers(update) == 200
    kept = await writer.store.get(ANSWER, f"telegram {update['update_id']}") or b""
    assert b"zanzibar" not in kept


@pytest.fixture
async def cut_off(bot_api: BotApi) -> AsyncIterator[tuple[OnTelegram, Unreachable]]:
    """Return somebody on Telegram, and what is kept, which can be made unreachable."""
    store = Unreachable()
    async with on_telegram(bot_api, store) as somebody:
        yield somebody, store


@pytest.mark.parametrize("known", [True, False])
async def test_what_is_kept_cannot_be_reached(cut_off: tuple[OnTelegram, Unreachable], known: bool) -> None:  # noqa: FBT001
    """While what is kept can't be reached a message gets one apology, at once, and its answer when it is back."""
    writer, store = cut_off
    before = ["you said: before"] if known else []
    if known:
        await writer.says("before")
    store.down = True
    update = written(writer.api, "hello")
    assert [await writer.api.delivers(update) for _ in range(2)] == [503, 503]
    assert await of_the_bot(writer.api) == [*before, "sorry on telegram"]
    store.down = False
    assert [await writer.api.delivers(update) for _ in range(2)] == [200, 200]
    assert await of_the_bot(writer.api) == [*before, "sorry on telegram", "you said: hello"]


async def test_nothing_can_be_noted_any_more(bot_api: BotApi) -> None:
    """Whoever has the answer is not told that something went wrong: the update comes again, and nothing is said."""
    store = Forgetful()
    async with on_telegram(bot_api, store) as writer:
        await writer.says("before")
        store.takes = 1
        update = written(writer.api, "hello")
        assert await writer.api.delivers(update) == 503
        assert await of_the_bot(writer.api) == ["you said: before", "you said: hello"]
        store.takes = None
        assert await writer.api.delivers(update) == 200
        assert await of_the_bot(writer.api) == ["you said: before", "you said: hello"]


async def test_a_turn_that_slips_away(bot_api: BotApi) -> None:
    """Where this process lost its hold before anything was said, the update comes again, and nobody gets an apology."""
    store = Slipping()
    async with on_telegram(bot_api, store) as writer:
        await writer.says("before")
        store.slips = True
        update = written(writer.api, "hello")
        assert [await writer.api.delivers(update) for _ in range(2)] == [503, 200]
        assert await of_the_bot(writer.api) == ["you said: before", "you said: hello"]


@pytest.mark.parametrize("fault", [Fault.BROKEN, Fault.CUT])
async def test_a_chat_that_cannot_be_emptied_yet(writer: OnTelegram, fault: Fault) -> None:
    """Nobody is told that it is done before it is: the update comes again, and empties the chat then."""
    await writer.says("zanzibar")
    await writer.api.meets("deleteMessages", fault)
    update = written(writer.api, "wipe")
    assert await writer.api.delivers(update) == 503
    assert "That is gone." not in await of_the_bot(writer.api)
    assert await writer.api.delivers(update) == 200
    assert [said.text for said in await writer.api.stands()] == ["That is gone."]


async def test_a_press_and_a_time_out(writer: OnTelegram) -> None:
    """A reply to a button is found too where Telegram took it and nobody heard so, also in a process that is new."""
    await writer.says("menu")
    writer.bot._taken._latest_id = 0  # as in a process that has just started
    await writer.api.meets("sendMessage", Fault.CUT)
    assert await writer.api.presses("A bed") == 200
    assert (await of_the_bot(writer.api)).count("heard choice t-bed") == 1


async def test_somebody_leaves_while_nothing_can_be_reached(cut_off: tuple[OnTelegram, Unreachable]) -> None:
    """Whoever blocks us then is forgotten as soon as that can be done, and is told nothing."""
    writer, store = cut_off
    await writer.says("hello")
    store.down = True
    update = updates.membership(writer.api.chat_id, "kicked")
    assert await writer.api.delivers(update) == 503
    store.down = False
    assert await writer.api.delivers(update) == 200
    assert writer.echo.heard[-1].heard is Heard.GONE
    assert len(await writer.api.calls("sendMessage")) == 1


async def until_it_dies(api: BotApi, store: InMemory, update: updates.Update, sends: int) -> Echo:
    """Run a process that dies as soon as it has called sendMessage so often; return who answered in it."""
    echo = Echo()
    bot = Telegram(api.token, SECRET, api.url, answered_once(echo, store), Pseudonyms(store))
    async with served(bot.router()) as url:
        await bot.connect(url)
        bringing = asyncio.create_task(api.delivers(update))
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
async def test_a_crash_after_sending(bot_api: BotApi, crash: str) -> None:
    """A process died before it noted that Telegram had its message: the next finds it, and nothing is said twice."""
    text, takes, sends, wanted = CRASHES[crash]
    store, update = Dying(), written(bot_api, text)
    store.takes = takes
    died = await until_it_dies(bot_api, store, update, sends)
    store.takes = None
    async with on_telegram(bot_api, store) as writer:
        assert await bot_api.delivers(update) == 200
        assert await of_the_bot(bot_api) == wanted
        assert len(await bot_api.calls("sendMessage")) == len(wanted)
        assert (len(died.heard), len(writer.echo.heard)) == (1, 0)
        await writer.says("and now")
        assert await of_the_bot(bot_api) == [*wanted, "you said: and now"]


async def test_a_crash_far_from_what_was_pressed(bot_api: BotApi) -> None:
    """The message is found also where others had written long after what was pressed, and not to who died."""
    store = Dying()
    async with on_telegram(bot_api, store) as writer:
        await writer.says("menu")
        assert await bot_api.another_person().says("hello") == 200
        menu = (await bot_api.everything_said())[-1]
    asked = {**updates.message(bot_api.chat_id, text=menu.text), "message_id": menu.message_id}
    press = updates.press(bot_api.chat_id, menu.keyboard["A bed"], asked)
    store.takes = 1
    await until_it_dies(bot_api, store, press, sends=3)
    store.takes = None
    said = await of_the_bot(bot_api)
    async with on_telegram(bot_api, store):
        assert await bot_api.delivers(press) == 200
    assert await of_the_bot(bot_api) == said
    assert len(await bot_api.calls("sendMessage")) == 3


async def test_a_crash_before_it_arrives(bot_api: BotApi) -> None:
    """A process died and Telegram never had its message: the next looks for it, finds nothing, and sends it."""
    store, update = InMemory(), written(bot_api, "menu")
    await bot_api.meets("sendMessage", Fault.SILENT)
    await until_it_dies(bot_api, store, update, sends=1)
    async with on_telegram(bot_api, store) as writer:
        assert await bot_api.delivers(update) == 200
        assert await of_the_bot(bot_api) == ["What do you need?"]
        assert await bot_api.presses("A bed") == 200
        assert [one.heard for one in writer.echo.heard] == [Heard.CHOICE]


async def test_a_crash_before_anything_is_kept(bot_api: BotApi) -> None:
    """A process that died before it kept its answer has done nothing: the message that comes again is a first one."""
    store, update = Dying(), written(bot_api, "hello")
    store.takes = 0
    echo = Echo()
    bot = Telegram(bot_api.token, SECRET, bot_api.url, answered_once(echo, store), Pseudonyms(store))
    async with served(bot.router()) as url:
        await bot.connect(url)
        bringing = asyncio.create_task(bot_api.delivers(update))
        await heard_something(echo)
        await bot.stop(within=timedelta(0))
        assert await bringing != 200
    store.takes = None
    async with on_telegram(bot_api, store) as writer:
        assert await bot_api.delivers(update) == 200
        assert await of_the_bot(bot_api) == ["you said: hello"]
        assert len(writer.echo.heard) == 1


async def test_people_do_not_wait_for_each_other(writer: OnTelegram) -> None:
    """While one person's turn takes long, another's is answered."""
    another = writer.api.another_person()
    slow = asyncio.create_task(writer.says("slow one"))
    await heard_something(writer.echo)
    assert await another.says("quick one") == 200
    assert await another.replies()
    assert await writer.api.everything_said() == []
    await slow
    assert await of_the_bot(writer.api) == ["you said: slow one"]


async def test_two_turns_of_one_person(writer: OnTelegram) -> None:
    """Two messages of one person that come at once are answered one after the other."""
    slow = asyncio.create_task(writer.says("slow one"))
    await heard_something(writer.echo)
    await writer.says("quick one")
    await slow
    assert await of_the_bot(writer.api) == ["you said: slow one", "you said: quick one"]


async def test_the_same_update_while_its_turn_runs(writer: OnTelegram) -> None:
    """An update that comes again while it is being answered is answered once, and acknowledged twice."""
    update = written(writer.api, "slow one")
    assert await asyncio.gather(writer.api.delivers(update), writer.api.delivers(update)) == [200, 200]
    assert await of_the_bot(writer.api) == ["you said: slow one"]


async def test_stopping_waits_for_running_turns(writer: OnTelegram) -> None:
    """A turn that runs when the service stops is answered first."""
    slow = asyncio.create_task(writer.says("slow one"))
    await heard_something(writer.echo)
    await writer.bot.stop()
    await slow
    assert await of_the_bot(writer.api) == ["you said: slow one"]


async def test_stopping_does_not_wait_for_ever(writer: OnTelegram) -> None:
    """A turn that takes too long is given up, and not acknowledged: its update comes again."""
    slow = asyncio.create_task(writer.api.says("slow one"))
    await heard_something(writer.echo)
    await writer.bot.stop(within=timedelta(milliseconds=1))
    assert await slow != 200
    assert await of_the_bot(writer.api) == []
