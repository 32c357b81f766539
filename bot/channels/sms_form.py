"""From Twilio's form to what one person said."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.datastructures import ImmutableMultiDict

from bot.channels.words import as_written
from bot.message import Address, Heard, InboundMessage, PersonsWords, Pseudonym

CHANNEL = "sms"

_ANSWERED_BY_TWILIO = frozenset(("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "HELP", "INFO"))
_BEGIN = frozenset(("START", "UNSTOP"))
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

    def by(self, sender: Pseudonym) -> InboundMessage:
        """Return the message as the engine may see it: without the number."""
        return InboundMessage(CHANNEL, sender, self.heard, self.words, country_hint=self.country_hint)


def parse_form(raw: bytes) -> ImmutableMultiDict[str, str]:
    """Return the fields of an urlencoded body; raise ValueError on one that isn't, or with too many."""
    text = raw.decode("ascii")
    pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS_AT_MOST)
    return ImmutableMultiDict(pairs)


def hear(form: ImmutableMultiDict[str, str]) -> Texted | None:
    """Return what a person texted, or None where Twilio has answered already.

    A second answer to STOP would be an unwanted message, and a refused one.
    Source of the words: Twilio's default opt-out keywords; OptOutType comes with
    Advanced Opt-Out. Raise ValueError on a form that names no sender.
    """
    address = form.get("From", "").strip()
    if not address:
        fault = "no sender"
        raise ValueError(fault)
    body = form.get("Body", "")
    keyword = body.strip().upper()
    if form.get("OptOutType") or keyword in _ANSWERED_BY_TWILIO:
        return None
    heard, words = (Heard.START, PersonsWords("")) if keyword in _BEGIN else _words(body)
    country = form.get("FromCountry", "")
    return Texted(form.get("MessageSid", ""), Address(address), heard, words, _country(country))


def _words(body: str) -> tuple[Heard, PersonsWords]:
    words = as_written(body)
    return (Heard.WORDS if words else Heard.UNREADABLE), words


def _country(code: str) -> str | None:
    return code if _COUNTRY.fullmatch(code) else None
