"""What comes from Telegram in the cases of the corpus."""

import asyncio
from collections.abc import Callable
from typing import Any

from tests.bench.stock_connectors.telegram_stage import ATTEMPTS, OnTelegram, Play
from tests.harness.fake_telegram import updates
from tests.harness.fault_injection import Fault

Make = Callable[[OnTelegram], updates.Update]


def says(*texts: str) -> Play:
    """Write one text after the other."""

    async def play(on: OnTelegram) -> None:
        for text in texts:
            await on.brings(on.text(text))

    return play


def sends(**content: Any) -> Play:
    """Send something else in a message."""
    return brings(lambda on: updates.update(message=on.message(**content)))


def brings(make: Make, times: int = 1) -> Play:
    """Bring an update, several times where the network delivers it so often."""

    async def play(on: OnTelegram) -> None:
        update = make(on)
        for _ in range(times):
            await on.brings(update)

    return play


def posts(
    make: Callable[[OnTelegram], bytes | updates.Update], secret: str | None = None, *, known: bool = True
) -> Play:
    """Post something to the webhook, with the right secret or another one."""
    return lambda on: on.posts(make(on), secret=secret, known=known)


def unhandled(kind: str) -> Play:
    """Bring one of the well-formed updates that are no turn of anybody's."""
    return brings(lambda on: updates.ignored_updates(on.person.chat_id)[kind])


def fails(method: str, code: int, description: str, play: Play, **parameters: int) -> Play:
    """Let Telegram refuse the next call of a method."""

    async def failing(on: OnTelegram) -> None:
        await on.person.fail_next(method, code, description, **parameters)
        await play(on)
        await on.person.clear_failures(method)

    return failing


async def blocked_for_good(on: OnTelegram) -> None:
    """Write and be gone: whatever is sent to this person from now on is refused."""
    for _ in range(ATTEMPTS):
        await on.person.fail_next("sendMessage", 403, "Forbidden: bot was blocked by the user")
    await on.brings(on.text("hello"))
    await on.person.clear_failures("sendMessage")


async def broken_off(on: OnTelegram) -> None:
    """Write, and let the connection break when Telegram has the answer and has not said so."""
    await on.person.inject_faults("sendMessage", Fault.DROPPED_AFTER)
    await on.brings(on.text("hello"))


def presses(data: str) -> Play:
    """Press a button with this data under a message of the bot."""
    return brings(lambda on: updates.press(on.person.chat_id, data, on.message(text="What do you need?")))


async def presses_what_is_offered(on: OnTelegram) -> None:
    """Ask for the menu and press its first button."""
    await on.brings(on.text("menu"))
    await on.person.wait_for_replies()
    on.seen.answered.append([await on.person.press("A bed")])


async def both_at_once(on: OnTelegram) -> None:
    """Deliver one update a second time while the first is still being answered."""
    slow = on.text("slow one")
    await asyncio.gather(on.brings(slow), on.brings(slow))


async def two_at_once(on: OnTelegram) -> None:
    """Write something that takes long, and something quick right behind it."""
    slow = asyncio.create_task(on.brings(on.text("slow one")))
    await asyncio.sleep(0.1)
    await on.brings(on.text("quick one"))
    await slow


async def looks_when_it_is_acknowledged(on: OnTelegram) -> None:
    """Look whether the reply has gone out when Telegram is told that the update has arrived."""
    await on.brings(on.text("slow one"))
    on.seen.measured = "acknowledged after its reply" if await on.was_told() else "acknowledged before its reply"


def press_of_an_old_message(on: OnTelegram) -> updates.Update:
    """Return a press that no longer says of which message."""
    update = updates.press(on.person.chat_id, "t-bed", {})
    del update["callback_query"]["message"]
    return update


def inaccessible(on: OnTelegram) -> updates.Update:
    """Return a press of a message that Telegram gives no content of any more."""
    chat = {"id": on.person.chat_id, "type": "private"}
    return updates.press(on.person.chat_id, "t-bed", {"chat": chat, "message_id": 7, "date": 0})


def edited(on: OnTelegram, **content: Any) -> updates.Update:
    """Return an edit of a message."""
    return updates.edited(on.person.chat_id, **content)


def large(on: OnTelegram) -> updates.Update:
    """Return an update of a megabyte, most of it padding."""
    return {**on.text("hello"), "padding": "x" * 1_000_000}


async def looks_at_the_start(on: OnTelegram) -> None:
    """Look at what was told to Telegram when the connector began."""
    [*_, first] = reversed(await on.side.api.calls("setWebhook"))
    on.seen.measured = f"setWebhook({', '.join(sorted(first['said']))})"
