"""The open choices of a conversation: opaque tokens on the way out, parse data on the way in."""

import secrets
from collections.abc import Sequence
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.message import Choice, Reply
from bot.rendering.utterance import RenderedMessage
from nlu.components.metadata import parse_payload

OpenChoice = dict[str, str]
"""{"label", "payload", "token"} of a choice that is still valid; stored in the slot `open_choices`."""


def open_choices(tracker: DialogueStateTracker) -> list[OpenChoice]:
    """Return the choices that the person can still use."""
    return tracker.get_slot("open_choices") or []


def with_tokens(messages: Sequence[RenderedMessage]) -> tuple[list[Reply], list[OpenChoice]]:
    """Return the replies of a turn and its open choices.

    A token reveals nothing and can't be guessed. Assumes that at most one message has choices, which
    `bot.rendering.message_packer` ensures.
    """
    nonce = secrets.token_urlsafe(6)
    replies, choices = [], []
    for message in messages:
        own = [
            {"label": label, "payload": payload, "token": f"{nonce}{index}"}
            for index, (label, payload) in enumerate(message.choices)
        ]
        replies.append(Reply(message.text, tuple(Choice(choice["label"], choice["token"]) for choice in own)))
        choices += own
    return replies, choices


def resolve_choice(token: str, choices: Sequence[OpenChoice]) -> dict[str, Any]:
    """Return the parse data of the choice with this token, or of the intent `stale_choice` if it is not open."""
    for choice in choices:
        if secrets.compare_digest(choice["token"].encode(), token.encode(errors="replace")):
            return parse_payload(choice["payload"])
    return intent_parse_data("stale_choice")


def intent_parse_data(name: str) -> dict[str, Any]:
    """Return the parse data of a message without text that has this one intent, which is certain."""
    intent = {"name": name, "confidence": 1.0}
    return {"text": "", "intent": intent, "intent_ranking": [intent], "entities": []}
