"""What people write is gone when the turn is over."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engine.engine import Engine
from tests.engine.writer import Writer
from tests.state.opened import opened

SETTINGS = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
SMALL = 4096
"""Bytes that a record may take."""

# Words that nobody needs for an answer, long enough not to be part of something of ours by accident.
secrets = st.text(st.sampled_from("bcdfghjkqwxz"), min_size=8, max_size=20)
sentences = st.sampled_from(
    [
        "my name is {}",
        "{} {} i need a place to sleep",
        "estoy en Chiang Mai, me llamo {}",
        "ช่วยด้วย {}",
        "/find_shelter{} {}",
        "{}",
        "call me at {} please, he has a knife",
    ]
)


def everything(engine: Engine) -> str:
    """Return all that is kept, unsealed, and all that hangs on the processor besides, as text."""
    processor = engine._processor
    return repr(opened(processor.tracker_store.kept)) + repr(vars(processor.lock_store)) + repr(vars(processor.pauses))


@SETTINGS
@given(said=st.lists(st.tuples(sentences, secrets), min_size=1, max_size=3))
async def test_no_words_in_a_record(engine: Engine, said: list[tuple[str, str]]) -> None:
    """After any messages nothing in the store has a word that only the person could know."""
    writer = Writer(engine)
    for sentence, secret in said:
        await writer.says(sentence.format(secret, secret))
        assert secret not in everything(engine)
    assert (await writer.record()).slots


async def test_a_long_conversation_stays_small(writer: Writer) -> None:
    """The record of a conversation with everything in it takes less than 4 kB, at the end as at the beginning."""
    turns = ["hello", "i need a lawyer", "somewhere", "Chiang Mai", "more", "speak thai", "he has a knife", "more"]
    turns += ["my rights", "i am so afraid", "what is happening to me?", "1", "rain", "sun", "i want to pause", "1"]
    for words in turns * 5:
        await writer.says(words + " " + "x" * 200)
        assert len(repr(await writer.record()).encode()) < SMALL


async def test_places_are_known_by_our_names(writer: Writer) -> None:
    """What is kept of a place is our gazetteer's spelling, not the person's, and tenths of a degree."""
    await writer.says("i need shelter, am in cHiAnG mAi since monday")
    assert (await writer.record()).slots["place"] == {
        "country": "TH",
        "region": "TH-50",
        "name": "Chiang Mai",
        "latitude": 18.8,
        "longitude": 99.0,
    }
    assert "cHiAnG" not in everything(writer.engine)
    assert "monday" not in everything(writer.engine)


async def test_a_word_of_ones_own_is_not_kept(writer: Writer) -> None:
    """The word with which somebody comes back is nowhere in what is kept, and brings them back all the same."""
    writer.channel = "telegram"  # where there is room to offer it
    for words in ("menu", "rain", "sun", "choose my own word", "Xylophonic"):
        await writer.says(words)
    assert "xylophonic" not in everything(writer.engine).lower()
    await writer.says("rain")
    await writer.says("sun")
    assert "weather" in writer.heard.lower()
    await writer.says("xylophonic")
    assert "A doctor" in writer.tokens


async def test_the_number_of_a_pause_is_not_kept(writer: Writer) -> None:
    """What a pause is kept under can't be read back as the number that brings it back."""
    await writer.says("i need a lawyer in Bangkok")
    await writer.says("i want to pause")
    await writer.says("1")
    number = re.search(r"(\d{4}) (\d{4})", writer.heard)
    assert number
    kept = everything(writer.engine)
    assert "legal_help" in kept
    assert not [one for one in (number[0], "".join(number.groups())) if one in kept]
