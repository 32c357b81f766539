"""Updates as Telegram sends them, by default from people in private chats."""

import itertools
import time
from typing import Any

Update = dict[str, Any]

_numbers = itertools.count(100_000, 100)
"""The ids leave room for the bot's messages: both sides share one sequence."""


def update(**content: Any) -> Update:
    """Return an update of one kind, with an increasing id."""
    return {"update_id": next(_numbers), **content}


def person(chat_id: int, language: str) -> dict[str, Any]:
    """Return the sender, with names that the bot must never repeat."""
    name = {"first_name": "Zuzanna", "last_name": "Testowa", "username": "zuzanna_test"}
    return {"id": chat_id, "is_bot": False, "language_code": language, **name}


def message(chat_id: int, language: str = "en", chat_type: str = "private", **content: Any) -> dict[str, Any]:
    """Return a message with any content: text=..., voice=..., photo=..."""
    chat = {"id": chat_id, "type": chat_type, "first_name": "Zuzanna"}
    return {
        "message_id": next(_numbers),
        "from": person(abs(chat_id), language),
        "chat": chat,
        "date": int(time.time()),
        **content,
    }


def press(chat_id: int, token: str, question: dict[str, Any], language: str = "en") -> Update:
    """Return the press of a button of the message `question`."""
    query = {
        "id": str(next(_numbers)),
        "from": person(chat_id, language),
        "chat_instance": str(chat_id),
        "message": question,
        "data": token,
    }
    return update(callback_query=query)


FILE = {"file_id": "file-0001", "file_unique_id": "unique-0001"}
DICE = {"dice": {"emoji": "🎲", "value": 3}}
"""A message that a bot can't delete in a private chat for a day."""
UNREADABLE: dict[str, dict[str, Any]] = {
    "photo": {"photo": [{**FILE, "width": 90, "height": 90}]},
    "voice": {"voice": {**FILE, "duration": 3}},
    "sticker": {
        "sticker": {
            **FILE,
            "type": "regular",
            "width": 9,
            "height": 9,
            "is_animated": False,
            "is_video": False,
        }
    },
    "contact": {"contact": {"phone_number": "+15005550006", "first_name": "Zuzanna"}},
    "blank text": {"text": " \u200b\u0000 "},
}
"""Contents of a message without text."""


def ignored_updates(chat_id: int) -> dict[str, Update]:
    """Return updates that get no reply."""
    text = message(chat_id, text="hello")
    group = message(-chat_id, chat_type="supergroup", text="hello")
    channel = {**message(-chat_id, chat_type="channel", text="hello")}
    user = person(chat_id, "en")
    return {
        "group": update(message=group),
        "group button": press(-chat_id, "token", group),
        "channel post": update(channel_post=channel),
        "channel edit": update(edited_channel_post=channel),
        "poll": update(
            poll={
                "id": "1",
                "question": "?",
                "options": [],
                "total_voter_count": 0,
                "is_closed": False,
                "is_anonymous": True,
                "type": "regular",
                "allows_multiple_answers": False,
            }
        ),
        "inline query": update(inline_query={"id": "1", "from": user, "query": "x", "offset": ""}),
        "message of a bot": update(message={**text, "from": {**user, "is_bot": True}}),
        "kind of tomorrow": update(telepathy={"thought": "hello"}),
        "half a message": update(message={"text": "no chat, no date"}),
        "wrong types": update(message={**text, "text": 5, "chat": "nowhere"}),
        "nothing": update(),
    }


LOCATION: dict[str, Any] = {"location": {"latitude": 18.79123, "longitude": 98.98456}}
"""A shared location, to the metre."""


def edited(chat_id: int, **content: Any) -> Update:
    """Return the edit of a message."""
    original = message(chat_id, **content)
    return update(edited_message={**original, "edit_date": original["date"]})


def membership(chat_id: int, status: str, chat_type: str = "private") -> Update:
    """Return the update of a person who blocks the bot ("kicked"), or of a group that adds or removes it."""
    bot = {"id": 1, "is_bot": True, "first_name": "Line"}
    until = {"until_date": 0} if status == "kicked" else {}
    return update(
        my_chat_member={
            "chat": {"id": chat_id, "type": chat_type},
            "from": person(abs(chat_id), "en"),
            "date": int(time.time()),
            "old_chat_member": {"user": bot, "status": "left"},
            "new_chat_member": {"user": bot, "status": status, **until},
        }
    )
