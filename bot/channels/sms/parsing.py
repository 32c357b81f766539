"""From Twilio's form to what one person said."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qsl

from starlette.datastructures import ImmutableMultiDict

from bot.channels.common.text_input import as_written
from bot.core.message import Address, Heard, InboundMessage, PersonsWords, Pseudonym


class Keyword(StrEnum):
    """What a word does at Twilio, as its forms say it in OptOutType."""

    STOP = "STOP"
    HELP = "HELP"
    START = "START"


RESERVED = {
    Keyword.STOP: frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}),
    Keyword.HELP: frozenset({"HELP", "INFO"}),
    Keyword.START: frozenset({"START", "UNSTOP"}),
}

ALSO_AN_ANSWER = "YES"
"""Opens a number that was stopped. Where none was, Twilio hands it over, and it answers a question of ours."""


def keyword(body: str, opt_out_type: str, *, filtered: bool) -> Keyword | None:
    """Return what a whole message is to Twilio, None for a person's words.

    `opt_out_type` is the form's field, empty where Advanced Opt-Out is not set up; then only SMS is `filtered`, and on
    WhatsApp STOP and HELP are words.
    """
    word = body.strip().upper()
    if word == ALSO_AN_ANSWER:
        return None
    if opt_out_type in set(Keyword):
        return Keyword(opt_out_type)
    found = next((kind for kind, words in RESERVED.items() if word in words), None)
    return found if filtered or found is Keyword.START else None


SMS, WHATSAPP = "sms", "whatsapp"

Form = ImmutableMultiDict[str, str]

_AT_WHATSAPP = "whatsapp:"
"""How Twilio writes a number there."""
_OVER = frozenset(("delivered", "undelivered", "failed", "read"))
"""States of a message that don't change any more (Twilio, message status values)."""
_OPTED_OUT = "21610"
"""Twilio's error where somebody texted STOP before (twilio.com/docs/api/errors/21610)."""
_MEANS = {Keyword.STOP: Heard.GONE, Keyword.START: Heard.START}
_COUNTRY = re.compile(r"[A-Z]{2}")
_FIELDS_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Texted:
    """What one person texted, and the number it came from. Lives for one turn.

    The city, state and postcode that Twilio guesses are not taken over: nobody
    asked for them, and they say where a person is.
    """

    message_sid: str
    address: Address = field(repr=False)
    heard: Heard
    words: PersonsWords = field(default=PersonsWords(""), repr=False)
    country_hint: str | None = None

    @property
    def channel(self) -> str:
        """Return which of the networks behind Twilio it came by."""
        return channel_of(self.address)

    def by(self, sender: Pseudonym) -> InboundMessage:
        """Return the message as the engine may see it: without the number."""
        return InboundMessage(
            self.channel, sender, self.heard, self.message_sid, self.words, country_hint=self.country_hint
        )


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of a message of ours, and the number that it went to."""

    message_sid: str
    address: Address = field(repr=False)
    opted_out: bool = False

    @property
    def channel(self) -> str:
        """Return which of the networks behind Twilio it went by."""
        return channel_of(self.address)


def channel_of(address: Address) -> str:
    """Return the network of an address at Twilio."""
    return WHATSAPP if address.startswith(_AT_WHATSAPP) else SMS


def parse_form(raw: bytes) -> Form:
    """Return the fields of an urlencoded body; raise ValueError on one that isn't, or with too many."""
    text = raw.decode("ascii")
    pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS_AT_MOST)
    return ImmutableMultiDict(pairs)


def hear(form: Form) -> Texted | None:
    """Return what a person texted, or None where Twilio has answered already.

    A second answer to STOP would be an unwanted message, and a refused one: whoever texted it is `Heard.GONE`.
    Raise ValueError on a form that names no sender.
    """
    address = form.get("From", "").strip()
    if not address:
        fault = "no sender"
        raise ValueError(fault)
    body = form.get("Body", "")
    found = keyword(body, form.get("OptOutType", ""), filtered=channel_of(Address(address)) == SMS)
    if found is Keyword.HELP:
        return None
    heard, words = (_MEANS[found], PersonsWords("")) if found else _words(body)
    country = form.get("FromCountry", "")
    return Texted(form.get("MessageSid", ""), Address(address), heard, words, _country(country))


def report(form: Form) -> Reported | None:
    """Return what became of a message of ours once that is certain, else None."""
    if form.get("MessageStatus", "") not in _OVER:
        return None
    opted_out = form.get("ErrorCode", "") == _OPTED_OUT
    return Reported(form.get("MessageSid", ""), Address(form.get("To", "").strip()), opted_out)


def _words(body: str) -> tuple[Heard, PersonsWords]:
    words = as_written(body)
    return (Heard.WORDS if words else Heard.UNREADABLE), words


def _country(code: str) -> str | None:
    return code if _COUNTRY.fullmatch(code) else None
