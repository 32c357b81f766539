"""What comes from Telegram in the cases of the corpus."""

import asyncio
from collections.abc import Callable
from typing import Any

from tests.bench.stock_connectors.telegram_stage import ATTEMPTS, Play, TelegramUser
from tests.harness.fake_telegram import updates
from tests.harness.fault_injection import Fault

Make = Callable[[TelegramUser], updates.Update]


def send_text(*texts: str) -> Play:
    """Send one text after the other."""

    async def play(user: TelegramUser) -> None:
        for text in texts:
            await user.deliver(user.text(text))

    return play


def send_content(**content: Any) -> Play:
    """Send a message with other content."""
    return deliver(lambda user: updates.update(message=user.message(**content)))


def deliver(make: Make, times: int = 1) -> Play:
    """Deliver an update, several times if the network would."""

    async def play(user: TelegramUser) -> None:
        update = make(user)
        for _ in range(times):
            await user.deliver(update)

    return play


def post(
    make: Callable[[TelegramUser], bytes | updates.Update], secret: str | None = None, *, known: bool = True
) -> Play:
    """Post something to the webhook, with the right secret or another one."""
    return lambda user: user.post(make(user), secret=secret, known=known)


def deliver_ignored(kind: str) -> Play:
    """Deliver a well-formed update that is no turn."""
    return deliver(lambda user: updates.ignored_updates(user.person.chat_id)[kind])


def fail_next(method: str, code: int, description: str, play: Play, **parameters: int) -> Play:
    """Make Telegram refuse the next call of a method."""

    async def failing(user: TelegramUser) -> None:
        await user.person.fail_next(method, code, description, **parameters)
        await play(user)
        await user.person.clear_failures(method)

    return failing


async def block_bot(user: TelegramUser) -> None:
    """Write and block the bot: Telegram refuses everything sent to this user."""
    for _ in range(ATTEMPTS):
        await user.person.fail_next("sendMessage", 403, "Forbidden: bot was blocked by the user")
    await user.deliver(user.text("hello"))
    await user.person.clear_failures("sendMessage")


async def drop_connection(user: TelegramUser) -> None:
    """Write, and drop the connection after Telegram has taken the reply."""
    await user.person.inject_faults("sendMessage", Fault.DROPPED_AFTER)
    await user.deliver(user.text("hello"))


def press_data(data: str) -> Play:
    """Press a button with this data under a message of the bot."""
    return deliver(lambda user: updates.press(user.person.chat_id, data, user.message(text="What do you need?")))


async def press_offered_button(user: TelegramUser) -> None:
    """Open the menu and press its first button."""
    await user.deliver(user.text("menu"))
    await user.person.wait_for_replies()
    user.observation.answered.append([await user.person.press("A bed")])


async def deliver_twice_at_once(user: TelegramUser) -> None:
    """Deliver an update a second time while the first delivery is being answered."""
    slow = user.text("slow one")
    await asyncio.gather(user.deliver(slow), user.deliver(slow))


async def two_messages_at_once(user: TelegramUser) -> None:
    """Send a text that takes long, and a quick one right after it."""
    slow = asyncio.create_task(user.deliver(user.text("slow one")))
    await asyncio.sleep(0.1)
    await user.deliver(user.text("quick one"))
    await slow


async def check_acknowledgement(user: TelegramUser) -> None:
    """Check whether the reply has been sent when the update is acknowledged."""
    await user.deliver(user.text("slow one"))
    user.observation.measured = (
        "acknowledged after its reply" if await user.sent_texts() else "acknowledged before its reply"
    )


def press_of_an_old_message(user: TelegramUser) -> updates.Update:
    """Return a press that does not name its message."""
    update = updates.press(user.person.chat_id, "t-bed", {})
    del update["callback_query"]["message"]
    return update


def inaccessible(user: TelegramUser) -> updates.Update:
    """Return a press of a message whose content Telegram no longer gives."""
    chat = {"id": user.person.chat_id, "type": "private"}
    return updates.press(user.person.chat_id, "t-bed", {"chat": chat, "message_id": 7, "date": 0})


def edited(user: TelegramUser, **content: Any) -> updates.Update:
    """Return an edit of a message."""
    return updates.edited(user.person.chat_id, **content)


def large(user: TelegramUser) -> updates.Update:
    """Return an update of a megabyte, most of it padding."""
    return {**user.text("hello"), "padding": "x" * 1_000_000}


async def check_registration(user: TelegramUser) -> None:
    """Check which fields the connector registered its webhook with."""
    [*_, first] = reversed(await user.side.api.calls("setWebhook"))
    user.observation.measured = f"setWebhook({', '.join(sorted(first['params']))})"
