"""Parse what a phone of the page sends, with the real network's own parser."""

from dataclasses import replace
from typing import Literal, Self

from fastapi import HTTPException
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from starlette.datastructures import ImmutableMultiDict
from telegram import Update

from bot.channels.sms.parsing import SMS, InboundSms, parse_message
from bot.channels.telegram.parsing import TelegramUpdate, parse_update
from bot.core.message import InboundMessage, Pseudonym

_WRITTEN_AT = 1
"""Seconds since 1970 of each message, and the present: the page delivers at once."""


class PreviewMessage(BaseModel):
    """The JSON that the page posts: exactly one of a text, a choice's token, and the start.

    `person` is a random number that the page generates at each load; `language` (BCP 47) and `country` (ISO 3166-1
    alpha-2) are what the network would guess.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)

    phone: Literal["telegram", "sms"]
    person: str = Field(pattern=r"^[1-9][0-9]{0,14}$", repr=False)
    words: str | None = Field(default=None, repr=False)
    choice: str | None = Field(default=None, max_length=64, repr=False)
    start: Literal[True] | None = None
    language: str | None = None
    country: str | None = None

    @model_validator(mode="after")
    def _check_content(self) -> Self:
        if [self.words, self.choice, self.start].count(None) != 2:  # noqa: PLR2004  all but one
            message = "give exactly one of words, choice and start"
            raise ValueError(message)
        if self.phone == "sms" and self.choice is not None:
            message = "a basic phone has no buttons: send the number as words"
            raise ValueError(message)
        return self


def parse_preview_message(raw: bytes) -> PreviewMessage:
    """Return the parsed body; raise HTTPException 400 if it is not JSON, 422 with what is wrong with it."""
    try:
        return PreviewMessage.model_validate_json(raw)
    except ValidationError as exc:
        errors = exc.errors(include_input=False, include_url=False)
    is_json = all(error["type"] != "json_invalid" for error in errors)
    raise HTTPException(422 if is_json else 400, "; ".join(_describe(error["loc"], error["msg"]) for error in errors))


def _describe(location: tuple[int | str, ...], message: str) -> str:
    return ": ".join([*map(str, location), message.removeprefix("Value error, ")])


def to_inbound_message(message: PreviewMessage, sender: Pseudonym) -> InboundMessage | None:
    """Return the message for the engine, or None if the network answers it itself (HELP, if the operator says so).

    Both hints are passed on from both phones, though a real network gives only one of them, because the page lets
    people choose a language and a country.
    """
    if message.phone == SMS:
        sms = _parse_sms(message)
        inbound = sms.to_message(sender) if sms else None
    else:
        update = _parse_telegram(message)
        inbound = update.to_message(sender, _WRITTEN_AT) if update else None
    if inbound is None:
        return None
    # Unlike Telegram, the page lets people begin with any text.
    return replace(inbound, id="", has_history=False, language_hint=message.language, country_hint=message.country)


def _parse_sms(message: PreviewMessage) -> InboundSms | None:
    body = "START" if message.start else message.words or ""
    return parse_message(ImmutableMultiDict({"From": message.person, "Body": body}))


def _parse_telegram(message: PreviewMessage) -> TelegramUpdate | None:
    person = int(message.person)
    user = {"id": person, "is_bot": False, "first_name": ""}
    content = {"message_id": 1, "date": _WRITTEN_AT, "chat": {"id": person, "type": "private"}, "from": user}
    if message.choice is not None:
        query = {"id": "1", "from": user, "chat_instance": "1", "data": message.choice, "message": content}
        update = {"update_id": 1, "callback_query": query}
    else:
        update = {"update_id": 1, "message": {**content, "text": "/start" if message.start else message.words}}
    parsed = parse_update(Update.de_json(update, None))
    return parsed if isinstance(parsed, TelegramUpdate) else None
