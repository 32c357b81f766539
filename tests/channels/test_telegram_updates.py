"""Every kind of update in Telegram's specification, in a private chat and in a group."""

import copy
from typing import Any

import pytest

from bot.channels.telegram.polling import ALLOWED_UPDATES
from bot.core.message import MessageKind
from tests.channels.bot_api_spec import spec
from tests.channels.virtual_users import TelegramUser
from tests.harness.fake_telegram import updates

SPEC = spec()
KINDS = sorted(set(SPEC.fields("Update")) - {"update_id"}) if SPEC else []
CONTENTS = sorted(name for name, one in SPEC.fields("Message").items() if not one["required"]) if SPEC else []
STATUSES = SPEC.subtypes("ChatMember") if SPEC else []
SERVICE = [name for name in CONTENTS if SPEC and "Service message" in SPEC.fields("Message")[name]["description"]]
"""Service messages, including those that don't occur in private chats."""
SENDER_FIELDS = {"from", "chat", "sender_chat", "via_bot", "sender_business_bot", "business_connection_id"}
"""Fields with the writer and the chat of a message."""
TEXTS = {"text": "hello", "caption": "hello"}
NO_REPLY: list[str] = []

pytestmark = pytest.mark.skipif(SPEC is None, reason="the Bot API's specification is not beside the project")


def parts(chat_id: int, chat_type: str) -> dict[str, Any]:
    """Return what all updates share: the user and the chat."""
    return {
        "Chat": {"id": chat_id, "type": chat_type},
        "User": updates.person(abs(chat_id), "en"),
        "MaybeInaccessibleMessage": updates.message(chat_id, chat_type=chat_type, text="asked"),
    }


def build_update(kind: str, chat_id: int, chat_type: str = "private") -> updates.Update:
    """Return an update of a kind with its required fields, and the message of a button press."""
    assert SPEC
    [name] = SPEC.fields("Update")[kind]["types"]
    also = ("message",) if kind == "callback_query" else ()
    what = SPEC.build(name, parts(chat_id, chat_type), *also)
    return updates.update(**{kind: copy.deepcopy(what)})


async def deliver_twice(user: TelegramUser, update: updates.Update) -> list[str]:
    """Deliver an update twice; return the replies, which the second delivery must not repeat."""
    assert await user.api.deliver(update) == 200
    calls = await user.api.calls()
    assert await user.api.deliver(update) == 200
    again = (await user.api.calls())[len(calls) :]
    # The bot leaves a group at each update, and answers a button press each time.
    assert {call["method"] for call in again} <= {"leaveChat", "answerCallbackQuery", "editMessageReplyMarkup"}
    return [call["params"]["text"] for call in calls if call["method"] == "sendMessage"]


def test_specification_has_every_kind() -> None:
    """The specification has 25 kinds, the requested ones among them."""
    assert len(KINDS) == 25
    assert set(ALLOWED_UPDATES) <= set(KINDS)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.endswith("channel_post")])
async def test_update_in_private_chat(user: TelegramUser, kind: str) -> None:
    """Each kind is acknowledged; only messages and button presses get a reply."""
    wanted = {"message": ["received unreadable"], "callback_query": ["received choice"]}
    assert await deliver_twice(user, build_update(kind, user.api.chat_id)) == wanted.get(kind, NO_REPLY)
    assert await user.api.calls("leaveChat") == []


@pytest.mark.parametrize("chat_type", ["group", "supergroup", "channel"])
@pytest.mark.parametrize("kind", KINDS)
async def test_update_in_group(user: TelegramUser, kind: str, chat_type: str) -> None:
    """Each kind is acknowledged without a reply, and the bot leaves a group once it knows that it is in one."""
    assert await deliver_twice(user, build_update(kind, -user.api.chat_id, chat_type)) == NO_REPLY
    left = {call["params"]["chat_id"] for call in await user.api.calls("leaveChat")}
    in_it = kind in {"message", "edited_message", "channel_post", "my_chat_member"}
    assert left == ({str(-user.api.chat_id)} if in_it else set())
    assert user.echo.messages == []


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("chat_type", ["private", "supergroup"])
async def test_every_membership(user: TelegramUser, chat_type: str, status: str) -> None:
    """A person who removes the bot has opted out; a group that adds it is left; neither gets a reply."""
    assert SPEC
    chat_id = user.api.chat_id if chat_type == "private" else -user.api.chat_id
    update = build_update("my_chat_member", chat_id, chat_type)
    update["my_chat_member"]["new_chat_member"] = SPEC.build(status, parts(chat_id, chat_type))
    assert await deliver_twice(user, update) == NO_REPLY
    outside = status in {"ChatMemberLeft", "ChatMemberBanned"}
    left = await user.api.calls("leaveChat")
    assert bool(left) == (chat_type != "private" and not outside)
    message = {message.kind for message in user.echo.messages}
    assert message == ({MessageKind.OPT_OUT} if outside and chat_type == "private" else set())


@pytest.mark.parametrize("content", sorted(set(CONTENTS) - SENDER_FIELDS))
async def test_every_message_content(user: TelegramUser, content: str) -> None:
    """Any content is acknowledged and answered at most once, and only its text reaches the engine."""
    assert SPEC
    message = SPEC.build("Message", parts(user.api.chat_id, "private"), "from", content)
    update = updates.update(message={**copy.deepcopy(message), **{k: v for k, v in TEXTS.items() if k == content}})
    assert len(await deliver_twice(user, update)) <= 1
    for message in user.echo.messages:
        assert message.text in {"", *TEXTS.values()}
        assert "zanzibar" not in str([getattr(message, name) for name in message.__slots__])


async def test_service_messages_are_ignored(user: TelegramUser) -> None:
    """What Telegram reports about a chat, such as a new auto-delete timer, is not a person's message."""
    assert SPEC
    answered = []
    for service in SERVICE:
        message = SPEC.build("Message", parts(user.api.chat_id, "private"), "from", service)
        number = updates.message(user.api.chat_id)["message_id"]
        before = len(user.echo.messages)
        await user.api.deliver(updates.update(message={**message, "message_id": number}))
        answered += [service] * (len(user.echo.messages) - before)
    assert len(SERVICE) > 40
    # python-telegram-bot does not count it as a service message; it occurs only in groups.
    assert answered == ["boost_added"]
