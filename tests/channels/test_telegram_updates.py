"""Every kind of update that Telegram's specification knows, built from it, comes in a private chat and in a group."""

import copy
from typing import Any

import pytest

from bot.channels.telegram.polling import KINDS as ASKED_FOR
from bot.core.message import Heard
from tests.channels.bot_api_spec import spec
from tests.channels.people import OnTelegram
from tests.harness.telegram_server import updates

SPEC = spec()
KINDS = sorted(set(SPEC.fields("Update")) - {"update_id"}) if SPEC else []
CONTENTS = sorted(name for name, one in SPEC.fields("Message").items() if not one["required"]) if SPEC else []
STATUSES = SPEC.subtypes("ChatMember") if SPEC else []
SERVICE = [name for name in CONTENTS if SPEC and "Service message" in SPEC.fields("Message")[name]["description"]]
"""What Telegram tells of a chat in the form of a message, also what it can't tell of a private one."""
OF_OTHERS = {"from", "chat", "sender_chat", "via_bot", "sender_business_bot", "business_connection_id"}
"""Fields of a message that tell who wrote it and where."""
WORDS = {"text": "hello", "caption": "hello"}
NOTHING_SAID: list[str] = []

pytestmark = pytest.mark.skipif(SPEC is None, reason="the Bot API's specification is not beside the project")


def parts(chat_id: int, chat_type: str) -> dict[str, Any]:
    """Return what is the same in all updates: who writes, and where."""
    return {
        "Chat": {"id": chat_id, "type": chat_type},
        "User": updates.person(abs(chat_id), "en"),
        "MaybeInaccessibleMessage": updates.message(chat_id, chat_type=chat_type, text="asked"),
    }


def built(kind: str, chat_id: int, chat_type: str = "private") -> updates.Update:
    """Return an update of a kind with its required fields, and a press's message, which tells its chat."""
    assert SPEC
    [name] = SPEC.fields("Update")[kind]["types"]
    also = ("message",) if kind == "callback_query" else ()
    what = SPEC.built(name, parts(chat_id, chat_type), *also)
    return updates.update(**{kind: copy.deepcopy(what)})


async def twice(writer: OnTelegram, update: updates.Update) -> list[str]:
    """Bring an update twice; return what is said to it, which must not grow by the second."""
    assert await writer.api.delivers(update) == 200
    calls = await writer.api.calls()
    assert await writer.api.delivers(update) == 200
    again = (await writer.api.calls())[len(calls) :]
    # Whoever is in a group can only leave it, however often they are told of it; a press is settled each time.
    assert {call["method"] for call in again} <= {"leaveChat", "answerCallbackQuery", "editMessageReplyMarkup"}
    return [call["said"]["text"] for call in calls if call["method"] == "sendMessage"]


def test_the_specification_has_every_kind() -> None:
    """There are twenty-five kinds, and those that we ask Telegram for are among them."""
    assert len(KINDS) == 25
    assert set(ASKED_FOR) <= set(KINDS)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.endswith("channel_post")])
async def test_in_a_private_chat(writer: OnTelegram, kind: str) -> None:
    """Each kind is acknowledged, and something is said only where a person wrote or pressed."""
    wanted = {"message": ["heard unreadable"], "callback_query": ["heard choice"]}
    assert await twice(writer, built(kind, writer.api.chat_id)) == wanted.get(kind, NOTHING_SAID)
    assert await writer.api.calls("leaveChat") == []


@pytest.mark.parametrize("chat_type", ["group", "supergroup", "channel"])
@pytest.mark.parametrize("kind", KINDS)
async def test_where_others_read(writer: OnTelegram, kind: str, chat_type: str) -> None:
    """Each kind is acknowledged, nothing is said, and the group is left as soon as we know that we are in it."""
    assert await twice(writer, built(kind, -writer.api.chat_id, chat_type)) == NOTHING_SAID
    left = {call["said"]["chat_id"] for call in await writer.api.calls("leaveChat")}
    in_it = kind in {"message", "edited_message", "channel_post", "my_chat_member"}
    assert left == ({str(-writer.api.chat_id)} if in_it else set())
    assert writer.echo.heard == []


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("chat_type", ["private", "supergroup"])
async def test_every_membership(writer: OnTelegram, chat_type: str, status: str) -> None:
    """Whatever we become in a chat: a person who puts us out is gone, a group that has us is left, nothing is said."""
    assert SPEC
    chat_id = writer.api.chat_id if chat_type == "private" else -writer.api.chat_id
    update = built("my_chat_member", chat_id, chat_type)
    update["my_chat_member"]["new_chat_member"] = SPEC.built(status, parts(chat_id, chat_type))
    assert await twice(writer, update) == NOTHING_SAID
    outside = status in {"ChatMemberLeft", "ChatMemberBanned"}
    left = await writer.api.calls("leaveChat")
    assert bool(left) == (chat_type != "private" and not outside)
    heard = {one.heard for one in writer.echo.heard}
    assert heard == ({Heard.GONE} if outside and chat_type == "private" else set())


@pytest.mark.parametrize("content", sorted(set(CONTENTS) - OF_OTHERS))
async def test_every_content_of_a_message(writer: OnTelegram, content: str) -> None:
    """Whatever a message holds, it is acknowledged and answered once at most, and nothing of it but words is heard."""
    assert SPEC
    message = SPEC.built("Message", parts(writer.api.chat_id, "private"), "from", content)
    update = updates.update(message={**copy.deepcopy(message), **{k: v for k, v in WORDS.items() if k == content}})
    assert len(await twice(writer, update)) <= 1
    for heard in writer.echo.heard:
        assert heard.words in {"", *WORDS.values()}
        assert "zanzibar" not in str([getattr(heard, name) for name in heard.__slots__])


async def test_what_happens_in_a_chat_is_no_message(writer: OnTelegram) -> None:
    """What Telegram tells of the chat, such as that messages delete themselves now, is nobody's message."""
    assert SPEC
    answered = []
    for service in SERVICE:
        message = SPEC.built("Message", parts(writer.api.chat_id, "private"), "from", service)
        number = updates.message(writer.api.chat_id)["message_id"]
        before = len(writer.echo.heard)
        await writer.api.delivers(updates.update(message={**message, "message_id": number}))
        answered += [service] * (len(writer.echo.heard) - before)
    assert len(SERVICE) > 40
    # python-telegram-bot doesn't count it among these; Telegram tells it of groups alone.
    assert answered == ["boost_added"]
