"""The choices that stand: made into opaque tokens on the way out, into meaning on the way in."""

import secrets
from collections.abc import Sequence
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.message import Choice, Reply
from bot.rendering.utterance import Spoken
from nlu.components.metadata import parsed_payload

Standing = dict[str, str]
"""{"label", "payload", "token"} of a choice that stands; kept in the slot `open_choices`."""


def standing(tracker: DialogueStateTracker) -> list[Standing]:
    """Return the choices that the person was last offered."""
    return tracker.get_slot("open_choices") or []


def offered(said: Sequence[Spoken]) -> tuple[list[Reply], list[Standing]]:
    """Return the replies of a turn, and the choices that stand after it.

    A token says nothing and can't be guessed. Assumes that at most one of `said` has
    choices, which `bot.rendering.message_packer` sees to.
    """
    nonce = secrets.token_urlsafe(6)
    replies, choices = [], []
    for spoken in said:
        own = [
            {"label": label, "payload": payload, "token": f"{nonce}{index}"}
            for index, (label, payload) in enumerate(spoken.choices)
        ]
        replies.append(Reply(spoken.text, tuple(Choice(choice["label"], choice["token"]) for choice in own)))
        choices += own
    return replies, choices


def resolved(token: str, choices: Sequence[Standing]) -> dict[str, Any]:
    """Return the parse data of the choice with this token; of `stale_choice` if it doesn't stand."""
    for choice in choices:
        if secrets.compare_digest(choice["token"].encode(), token.encode(errors="replace")):
            return parsed_payload(choice["payload"])
    return intent_only("stale_choice")


def intent_only(name: str) -> dict[str, Any]:
    """Return the parse data of something that is not words and has one meaning."""
    intent = {"name": name, "confidence": 1.0}
    return {"text": "", "intent": intent, "intent_ranking": [intent], "entities": []}
