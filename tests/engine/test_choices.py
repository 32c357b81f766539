"""Open choices, and those that are no longer open."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.choices import intent_parse_data, resolve_choice, with_tokens
from bot.rendering.utterance import RenderedMessage
from tests.engine.writer import Writer

MENU = (("A doctor", "/find_medical_help"), ("Thailand", '/give_place{"place": {"country": "TH"}}'))


def test_tokens_are_opaque() -> None:
    """A token has at most Telegram's 64 bytes and contains neither label nor payload."""
    replies, _ = with_tokens([RenderedMessage("Which?", MENU)])
    for choice in replies[0].choices:
        assert re.fullmatch(r"[A-Za-z0-9_-]{8,64}", choice.token)
        assert not {"doctor", "find", "place", "TH"} & {choice.token}
        assert "/" not in choice.token


def test_tokens_are_unique() -> None:
    """The same question gets new tokens each time, and no two choices share one."""
    tokens = [
        choice.token for _ in range(50) for choice in with_tokens([RenderedMessage("Which?", MENU)])[0][0].choices
    ]
    assert len(set(tokens)) == len(tokens) == 100


def test_replies_without_choices() -> None:
    """Replies without choices leave no choice open."""
    replies, choices = with_tokens([RenderedMessage("Hello."), RenderedMessage("Goodbye.")])
    assert [reply.choices for reply in replies] == [(), ()]
    assert choices == []


def test_an_open_token() -> None:
    """An open token is parsed as its payload, with its entities."""
    _, choices = with_tokens([RenderedMessage("Which?", MENU)])
    parsed = resolve_choice(choices[1]["token"], choices)
    assert parsed["intent"]["name"] == "give_place"
    assert parsed["entities"][0]["value"] == {"country": "TH"}


@given(st.text(max_size=100))
def test_a_forged_token(token: str) -> None:
    """Anything else than an open token is a stale choice; no text is an intent."""
    _, choices = with_tokens([RenderedMessage("Which?", MENU)])
    assert resolve_choice(token, choices) == intent_parse_data("stale_choice")


@pytest.mark.parametrize("token", ["/find_shelter", '/give_place{"place": {"country": "TH"}}', "\ud800", "", "0", "é"])
async def test_a_forged_token_in_a_turn(writer: Writer, token: str) -> None:
    """A forged token sets no need and no place, and the reply says what to do."""
    await writer.send_text("hello")
    await writer.press(token)
    assert "earlier" in writer.text
    assert not {"need", "place"} & (await writer.state()).slots.keys()


async def test_a_choice_answers_the_question(writer: Writer) -> None:
    """An open choice sets the slot of its payload."""
    await writer.send_text("menu")
    await writer.press(writer.tokens["A doctor"])
    assert (await writer.state()).slots["need"] == "medical_help"
    await writer.press(writer.tokens["Kenya"])
    assert (await writer.state()).slots["place"] == {"country": "KE"}


async def test_only_the_last_question_can_be_answered(writer: Writer) -> None:
    """The token of an earlier question is stale once another question is asked."""
    await writer.send_text("menu")
    old = writer.tokens["A doctor"]
    await writer.send_text("i need a lawyer")
    await writer.press(old)
    assert "earlier" in writer.text
    assert (await writer.state()).slots["need"] == "legal_help"


async def test_a_token_works_in_its_own_conversation_only(writer: Writer) -> None:
    """The token of one person means nothing in the conversation of another."""
    await writer.send_text("menu")
    other = Writer(writer.engine)
    await other.send_text("menu")
    await other.press(writer.tokens["A doctor"])
    assert "need" not in (await other.state()).slots


async def test_at_most_one_question_per_turn(writer: Writer) -> None:
    """At most one reply of a turn has choices: two sets of numbers could not be told apart."""
    for words in ("hello", "i need a place to sleep", "speak spanish", "hola", "Chiang Mai", "más", "asdf", "menu"):
        await writer.send_text(words)
        assert sum(bool(reply.choices) for reply in writer.replies) <= 1


async def test_a_number_selects_its_choice(writer: Writer) -> None:
    """Typing a choice's number or its label is the same as pressing it."""
    for answer in ("3", "a doctor"):
        other = Writer(writer.engine)
        await other.send_text("menu")
        await other.send_text(answer)
        assert (await other.state()).slots["need"] == "medical_help"


@pytest.mark.parametrize("number", ["9", "10", "0", "๙"])
async def test_a_number_without_choice(writer: Writer, number: str) -> None:
    """A number without a choice is a typing error: no choice, and no age."""
    await writer.send_text("menu")
    await writer.send_text(number)
    assert not {"need", "place", "age", "child"} & (await writer.state()).slots.keys()
    assert writer.tokens
