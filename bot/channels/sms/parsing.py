"""Parse the forms that Twilio posts."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qsl

from starlette.datastructures import ImmutableMultiDict

from bot.channels.common.text_input import clean_text
from bot.core.message import Address, InboundMessage, MessageKind, Pseudonym, UserText

SMS, WHATSAPP = "sms", "whatsapp"

Form = ImmutableMultiDict[str, str]


class Keyword(StrEnum):
    """What a keyword does at Twilio; the values are those of the form field OptOutType."""

    STOP = "STOP"
    HELP = "HELP"
    START = "START"


KEYWORDS = {
    Keyword.STOP: frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}),
    Keyword.HELP: frozenset({"HELP", "INFO"}),
    Keyword.START: frozenset({"START", "UNSTOP"}),
}

AMBIGUOUS_KEYWORD = "YES"
"""Opts in a number that had opted out. From any other number it answers a question of ours."""

_WHATSAPP_PREFIX = "whatsapp:"
"""How Twilio writes a WhatsApp number."""
_FINAL_STATUSES = frozenset(("delivered", "undelivered", "failed", "read"))
"""Statuses of a message that don't change any more (Twilio, message status values)."""
_OPTED_OUT_ERROR = "21610"
"""Twilio's error for a recipient who has texted STOP (twilio.com/docs/api/errors/21610)."""
_KEYWORD_KINDS = {Keyword.STOP: MessageKind.OPT_OUT, Keyword.START: MessageKind.START}
_COUNTRY = re.compile(r"[A-Z]{2}")
_MAX_FIELDS = 200


@dataclass(frozen=True, slots=True)
class InboundSms:
    """One text message, and the number that it came from. Lives for one turn.

    The city, state and postcode that Twilio guesses are left out: they are not needed, and they say where a person is.
    """

    message_sid: str
    address: Address = field(repr=False)
    kind: MessageKind
    text: UserText = field(default=UserText(""), repr=False)
    country_hint: str | None = None

    @property
    def channel(self) -> str:
        """The network behind Twilio that it came by."""
        return channel_for(self.address)

    def to_message(self, sender: Pseudonym) -> InboundMessage:
        """Return the message for the engine, without the number."""
        return InboundMessage(
            self.channel, sender, self.kind, self.message_sid, self.text, country_hint=self.country_hint
        )


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """The final status of an outbound message, and the number that it was sent to."""

    message_sid: str
    address: Address = field(repr=False)
    opted_out: bool = False

    @property
    def channel(self) -> str:
        """The network behind Twilio that it was sent by."""
        return channel_for(self.address)


def channel_for(address: Address) -> str:
    """Return the network of an address at Twilio."""
    return WHATSAPP if address.startswith(_WHATSAPP_PREFIX) else SMS


def detect_keyword(body: str, opt_out_type: str, *, is_filtered: bool) -> Keyword | None:
    """Return what a whole message means to Twilio, or None for ordinary text.

    `opt_out_type` is the form field, empty if Advanced Opt-Out is not set up. Then only SMS `is_filtered`; on WhatsApp
    STOP and HELP are ordinary text.
    """
    word = body.strip().upper()
    if word == AMBIGUOUS_KEYWORD:
        return None
    if opt_out_type in set(Keyword):
        return Keyword(opt_out_type)
    keyword = next((keyword for keyword, words in KEYWORDS.items() if word in words), None)
    return keyword if is_filtered or keyword is Keyword.START else None


def parse_form(raw: bytes) -> Form:
    """Return the fields of an urlencoded body; raise ValueError if it is malformed or has too many fields."""
    pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    return ImmutableMultiDict(pairs)


def parse_message(form: Form, *, is_help_answered: bool = False) -> InboundSms | None:
    """Return what a person texted, or None if Twilio has answered it already.

    STOP becomes `MessageKind.OPT_OUT`: a second answer to it would be unwanted, and Twilio would refuse it. HELP is
    ordinary text unless the operator's own text answers it (`is_help_answered`). Raise
    ValueError on a form without a sender.
    """
    address = form.get("From", "").strip()
    if not address:
        message = "no sender"
        raise ValueError(message)
    body = form.get("Body", "")
    is_sms = channel_for(Address(address)) == SMS
    keyword = detect_keyword(body, form.get("OptOutType", ""), is_filtered=is_sms)
    if keyword is Keyword.HELP and is_help_answered:
        return None
    kind, text = (_KEYWORD_KINDS[keyword], UserText("")) if keyword in _KEYWORD_KINDS else _parse_text(body)
    country = form.get("FromCountry", "")
    country_hint = country if _COUNTRY.fullmatch(country) else None
    return InboundSms(form.get("MessageSid", ""), Address(address), kind, text, country_hint)


def parse_delivery_report(form: Form) -> DeliveryReport | None:
    """Return the status of an outbound message once it is final, else None."""
    if form.get("MessageStatus", "") not in _FINAL_STATUSES:
        return None
    opted_out = form.get("ErrorCode", "") == _OPTED_OUT_ERROR
    return DeliveryReport(form.get("MessageSid", ""), Address(form.get("To", "").strip()), opted_out)


def _parse_text(body: str) -> tuple[MessageKind, UserText]:
    text = clean_text(body)
    return (MessageKind.TEXT if text else MessageKind.UNREADABLE), text
