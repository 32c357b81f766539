"""Choices that stand, and those that no longer do."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.choices import intent_only, offered, resolved
from bot.rendering.utterance import Spoken
from tests.engine.writer import Writer

MENU = (("A doctor", "/find_medical_help"), ("Thailand", '/give_place{"place": {"country": "TH"}}'))


def test_tokens_say_nothing() -> None:
    """A token has at most Telegram's 64 bytes and holds neither label nor payload."""
    replies, _ = offered([Spoken("Which?", MENU)])
    for choice in replies[0].choices:
        assert re.fullmatch(r"[A-Za-z0-9_-]{8,64}", choice.token)
        assert not {"doctor", "find", "place", "TH"} & {choice.token}
        assert "/" not in choice.token


def test_tokens_are_never_the_same() -> None:
    """The same question asked again has other tokens, and no two choices share one."""
    tokens = [choice.token for _ in range(50) for choice in offered([Spoken("Which?", MENU)])[0][0].choices]
    assert len(set(tokens)) == len(tokens) == 100


def test_nothing_to_choose() -> None:
    """Replies without choices leave nothing standing."""
    replies, choices = offered([Spoken("Hello."), Spoken("Goodbye.")])
    assert [reply.choices for reply in replies] == [(), ()]
    assert choices == []


def test_a_standing_token() -> None:
    """A token that stands means its payload, with its entities."""
    _, choices = offered([Spoken("Which?", MENU)])
    parsed = resolved(choices[1]["token"], choices)
    assert parsed["intent"]["name"] == "give_place"
    assert parsed["entities"][0]["value"] == {"country": "TH"}


@given(st.text(max_size=100))
def test_a_forged_token(token: str) -> None:
    """Whatever is sent in place of a token is a choice that doesn't stand; no text is an intent."""
    _, choices = offered([Spoken("Which?", MENU)])
    assert resolved(token, choices) == intent_only("stale_choice")


@pytest.mark.parametrize("token", ["/find_shelter", '/give_place{"place": {"country": "TH"}}', "\ud800", "", "0", "é"])
async def test_a_forged_token_in_a_turn(writer: Writer, token: str) -> None:
    """A forged token sets no need and no place, and the person is told what they can do."""
    await writer.says("hello")
    await writer.chooses(token)
    assert "earlier" in writer.heard
    assert not {"need", "place"} & (await writer.record()).slots.keys()


async def test_a_choice_answers_the_question(writer: Writer) -> None:
    """A standing choice is taken for what it means."""
    await writer.says("menu")
    await writer.chooses(writer.tokens["A doctor"])
    assert (await writer.record()).slots["need"] == "medical_help"
    await writer.chooses(writer.tokens["Thailand"])
    assert (await writer.record()).slots["place"] == {"country": "TH"}


async def test_only_the_last_question_can_be_answered(writer: Writer) -> None:
    """The token of an earlier question is stale once another question stands."""
    await writer.says("menu")
    old = writer.tokens["A doctor"]
    await writer.says("i need a lawyer")
    await writer.chooses(old)
    assert "earlier" in writer.heard
    assert (await writer.record()).slots["need"] == "legal_help"


async def test_a_token_is_worth_nothing_to_another(writer: Writer) -> None:
    """One person's token means nothing in the conversation of another."""
    await writer.says("menu")
    other = Writer(writer.engine)
    await other.says("menu")
    await other.chooses(writer.tokens["A doctor"])
    assert "need" not in (await other.record()).slots


async def test_at_most_one_question_a_turn(writer: Writer) -> None:
    """In every turn at most one reply has choices: two sets of numbers could not be told apart."""
    for words in ("hello", "i need a place to sleep", "speak spanish", "hola", "Chiang Mai", "más", "asdf", "menu"):
        await writer.says(words)
        assert sum(bool(reply.choices) for reply in writer.replies) <= 1


async def test_the_number_means_the_choice(writer: Writer) -> None:
    """Typing a choice's number or its label is the same as pressing it."""
    for answer in ("3", "a doctor"):
        other = Writer(writer.engine)
        await other.says("menu")
        await other.says(answer)
        assert (await other.record()).slots["need"] == "medical_help"


@pytest.mark.parametrize("number", ["8", "9", "0", "๙"])
async def test_a_number_that_is_no_choice(writer: Writer, number: str) -> None:
    """A number that stands before no choice is a slip of a finger: no choice, and nobody's age."""
    await writer.says("menu")
    await writer.says(number)
    assert not {"need", "place", "age", "child"} & (await writer.record()).slots.keys()
    assert writer.tokens
