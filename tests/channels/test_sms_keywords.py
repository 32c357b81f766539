"""Twilio's keywords in inbound messages."""

import pytest
from starlette.datastructures import ImmutableMultiDict

from bot.channels.sms.parsing import AMBIGUOUS_KEYWORD, KEYWORDS, InboundSms, Keyword, parse_message
from bot.core.message import MessageKind

NUMBER = "+15005550006"


def parse(
    body: str, opt_out_type: str = "", sender: str = NUMBER, *, is_help_answered: bool = False
) -> InboundSms | None:
    """Parse a form with this body; Twilio leaves OptOutType out if it is empty."""
    form = {"MessageSid": "SM1", "From": sender, "Body": body}
    form |= {"OptOutType": opt_out_type} if opt_out_type else {}
    return parse_message(ImmutableMultiDict(form), is_help_answered=is_help_answered)


def parsed_kind(*form: str) -> MessageKind | None:
    """Return the kind of the message, None for no message; a keyword is never passed on as text."""
    sms = parse(*form)
    assert sms is None or sms.kind is MessageKind.TEXT or sms.text == ""
    return sms.kind if sms else None


def spellings(kind_of: Keyword) -> list[str]:
    """Return the words of a keyword in several spellings."""
    return [typed for word in sorted(KEYWORDS[kind_of]) for typed in (word, word.lower(), f" {word.title()}\n")]


@pytest.mark.parametrize("body", spellings(Keyword.STOP))
def test_stop_is_an_opt_out(body: str) -> None:
    """After STOP Twilio delivers no reply, so the message is an opt-out."""
    assert parsed_kind(body) is MessageKind.OPT_OUT


@pytest.mark.parametrize("body", spellings(Keyword.HELP))
def test_help_is_text(body: str) -> None:
    """A person who needs help may write just that, so it is read like any words."""
    sms = parse(body)
    assert sms
    assert (sms.kind, sms.text.strip()) == (MessageKind.TEXT, body.strip())


@pytest.mark.parametrize(
    ("body", "opt_out_type"), [*((body, "") for body in spellings(Keyword.HELP)), ("ayuda", "HELP")]
)
def test_help_that_twilio_answers_is_ignored(body: str, opt_out_type: str) -> None:
    """If the operator's own text answers HELP, a second answer would disturb; a sentence is still ours."""
    assert parse(body, opt_out_type, is_help_answered=True) is None
    sms = parse("help me", is_help_answered=True)
    assert sms
    assert sms.text == "help me"


@pytest.mark.parametrize("body", [*spellings(Keyword.STOP), *spellings(Keyword.START)])
def test_other_keywords_do_not_depend_on_help(body: str) -> None:
    """Who answers HELP changes nothing about STOP and START."""
    assert parse(body, is_help_answered=True) == parse(body)


@pytest.mark.parametrize("body", spellings(Keyword.START))
def test_start_starts(body: str) -> None:
    """A keyword that opts in starts a conversation."""
    assert parsed_kind(body) is MessageKind.START


@pytest.mark.parametrize(
    ("body", "opt_out_type", "expected"),
    [
        ("ARRÊT", "STOP", MessageKind.OPT_OUT),
        ("baja ya", "STOP", MessageKind.OPT_OUT),
        ("ayuda", "HELP", MessageKind.TEXT),
        ("empezar", "START", MessageKind.START),
        ("hola", "SOMETHING", MessageKind.TEXT),
    ],
)
def test_opt_out_type_decides(body: str, opt_out_type: str, expected: MessageKind | None) -> None:
    """The OptOutType field decides, in any language; an unknown type is ordinary text."""
    assert parsed_kind(body, opt_out_type) is expected


@pytest.mark.parametrize("body", ["yes", "YES", " Yes "])
@pytest.mark.parametrize("opt_out_type", ["", "START"])
def test_yes_is_text(body: str, opt_out_type: str) -> None:
    """YES answers a question of ours, even if Twilio calls it a start."""
    sms = parse(body, opt_out_type)
    assert sms
    assert (sms.kind, sms.text.upper().strip()) == (MessageKind.TEXT, AMBIGUOUS_KEYWORD)


@pytest.mark.parametrize("body", ["stop him", "help me", "the end", "parar", "STOP.", "no info"])
def test_keyword_inside_a_sentence_is_text(body: str) -> None:
    """Only the bare keyword counts; everything else is ordinary text."""
    sms = parse(body)
    assert sms
    assert sms.text == body


@pytest.mark.parametrize(
    ("body", "opt_out_type", "expected"),
    [
        ("stop", "", MessageKind.TEXT),
        ("help", "", MessageKind.TEXT),
        ("help", "HELP", MessageKind.TEXT),
        ("start", "", MessageKind.START),
        ("stop", "STOP", MessageKind.OPT_OUT),
    ],
)
def test_whatsapp_has_no_keywords(body: str, opt_out_type: str, expected: MessageKind | None) -> None:
    """On WhatsApp Twilio filters nothing without Advanced Opt-Out, so a bare STOP is ordinary text."""
    assert parsed_kind(body, opt_out_type, f"whatsapp:{NUMBER}") is expected
