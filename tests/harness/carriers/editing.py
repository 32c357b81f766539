"""Changing and deleting what stands in a chat."""

import json
from typing import Any

from tests.harness.carriers.chats import Chats, Message
from tests.harness.carriers.refusals import check_keyboard, check_text, refuse

Form = dict[str, str]
DELETED_AT_ONCE = 100
_SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


def edit_text(chats: Chats, form: Form) -> Message:
    """Change a message's words and buttons; raise RefusedError where that can't be."""
    message = _to_edit(chats, form)
    check_text(form.get("text", ""))
    check_keyboard(form.get("reply_markup", ""))
    return _change(message, form["text"], form.get("reply_markup", ""))


def edit_keyboard(chats: Chats, form: Form) -> Message:
    """Change a message's buttons alone; raise RefusedError where that can't be."""
    message = _to_edit(chats, form)
    check_keyboard(form.get("reply_markup", ""))
    return _change(message, message.text, form.get("reply_markup", ""))


def delete(chats: Chats, form: Form) -> bool:
    """Take one message away; raise RefusedError where it is not there."""
    if not chats.remove(int(form["chat_id"]), int(form["message_id"])):
        refuse("Bad Request: message to delete not found")
    return True


def delete_many(chats: Chats, form: Form) -> bool:
    """Take messages away; those that are not there are passed over. Raise RefusedError where they are too many."""
    ids = json.loads(form["message_ids"])
    if not 1 <= len(ids) <= DELETED_AT_ONCE:
        refuse("Bad Request: " + ("too many message identifiers" if ids else "message identifiers are not specified"))
    for message_id in ids:
        chats.remove(int(form["chat_id"]), message_id)
    return True


def _to_edit(chats: Chats, form: Form) -> Message:
    message = chats.get(int(form["chat_id"]), int(form["message_id"]))
    if message is None:
        refuse("Bad Request: message to edit not found")
    if not message.by_bot:
        refuse("Bad Request: message can't be edited")
    return message


def _change(message: Message, text: str, keyboard: str) -> Message:
    if message.text == text and _rows(message.keyboard) == _rows(keyboard):
        refuse(_SAME)
    message.edits += message.text != text
    message.text, message.keyboard = text, keyboard
    return message


def _rows(keyboard: str) -> list[Any]:
    return (json.loads(keyboard) if keyboard else {}).get("inline_keyboard") or []
