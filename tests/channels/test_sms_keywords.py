"""The words that Twilio takes for itself, as they come in."""

import pytest
from starlette.datastructures import ImmutableMultiDict

from bot.channels.sms.parsing import ALSO_AN_ANSWER, RESERVED, Keyword, Texted, hear
from bot.core.message import Heard

NUMBER = "+15005550006"


def heard(body: str, opt_out_type: str = "", sender: str = NUMBER) -> Texted | None:
    """Return what is heard of a form with this body; Twilio leaves OptOutType out where it is empty."""
    form = {"MessageSid": "SM1", "From": sender, "Body": body}
    return hear(ImmutableMultiDict(form | ({"OptOutType": opt_out_type} if opt_out_type else {})))


def kind(*form: str) -> Heard | None:
    """Return what kind of thing is heard, None for nothing; a reserved word is never handed on as words."""
    texted = heard(*form)
    assert texted is None or texted.heard is Heard.WORDS or texted.words == ""
    return texted.heard if texted else None


def in_any_case(kind_of: Keyword) -> list[str]:
    """Return the words of a kind as people type them."""
    return [typed for word in RESERVED[kind_of] for typed in (word, word.lower(), f" {word.title()}\n")]


@pytest.mark.parametrize("body", in_any_case(Keyword.STOP))
def test_stop_means_gone(body: str) -> None:
    """Whoever texts a word with which Twilio cuts them off from us is gone: nothing that we say would reach them."""
    assert kind(body) is Heard.GONE


@pytest.mark.parametrize("body", in_any_case(Keyword.HELP))
def test_help_is_answered_already(body: str) -> None:
    """What Twilio answers itself is not heard."""
    assert kind(body) is None


@pytest.mark.parametrize("body", in_any_case(Keyword.START))
def test_start_begins(body: str) -> None:
    """A word that opens the number again begins a conversation."""
    assert kind(body) is Heard.START


@pytest.mark.parametrize(
    ("body", "named", "means"),
    [
        ("ARRÊT", "STOP", Heard.GONE),
        ("baja ya", "STOP", Heard.GONE),
        ("ayuda", "HELP", None),
        ("empezar", "START", Heard.START),
        ("hola", "SOMETHING", Heard.WORDS),
    ],
)
def test_advanced_opt_out_names_the_kind(body: str, named: str, means: Heard | None) -> None:
    """What the operators set up in any language is what Twilio says it is; a kind that we don't know is words."""
    assert kind(body, named) is means


@pytest.mark.parametrize("body", ["yes", "YES", " Yes "])
@pytest.mark.parametrize("named", ["", "START"])
def test_yes_is_an_answer(body: str, named: str) -> None:
    """The word that opens a stopped number answers a question of ours, whether or not Twilio calls it a start."""
    texted = heard(body, named)
    assert texted
    assert (texted.heard, texted.words.upper().strip()) == (Heard.WORDS, ALSO_AN_ANSWER)


@pytest.mark.parametrize("body", ["stop him", "help me", "the end", "parar", "STOP.", "no info"])
def test_in_a_sentence_they_are_words(body: str) -> None:
    """Only the bare word is Twilio's; whatever else a person writes is heard."""
    texted = heard(body)
    assert texted
    assert texted.words == body


@pytest.mark.parametrize(
    ("body", "named", "means"),
    [("stop", "", Heard.WORDS), ("help", "", Heard.WORDS), ("start", "", Heard.START), ("stop", "STOP", Heard.GONE)],
)
def test_on_whatsapp(body: str, named: str, means: Heard | None) -> None:
    """On WhatsApp Twilio takes no word unless Advanced Opt-Out is set up there, so a bare STOP is answered by us."""
    assert kind(body, named, f"whatsapp:{NUMBER}") is means
