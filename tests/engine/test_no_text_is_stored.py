"""Nothing that people write is stored after the turn."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engine.engine import Engine
from tests.engine.writer import Writer
from tests.state.records import decrypted_records

SETTINGS = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
MAX_BYTES = 4096
"""Bytes that a record may have."""

# Words without meaning, long enough not to be part of anything of ours by accident.
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


def stored_by(engine: Engine) -> str:
    """Return all records, unsealed, and all attributes of the processor's stores, as text."""
    processor = engine._processor
    return (
        repr(decrypted_records(processor.tracker_store.store))
        + repr(vars(processor.lock_store))
        + repr(vars(processor.saved_conversations))
    )


@SETTINGS
@given(messages=st.lists(st.tuples(sentences, secrets), min_size=1, max_size=3))
async def test_records_have_no_words(engine: Engine, messages: list[tuple[str, str]]) -> None:
    """After any messages no record contains a word that only the person knows."""
    writer = Writer(engine)
    for sentence, secret in messages:
        await writer.send_text(sentence.format(secret, secret))
        assert secret not in stored_by(engine)
    assert (await writer.state()).slots


async def test_records_stay_small(writer: Writer) -> None:
    """The record of a long conversation has less than 4 kB throughout."""
    turns = ["hello", "i need a lawyer", "somewhere", "Chiang Mai", "more", "speak thai", "he has a knife", "more"]
    turns += ["my rights", "i am so afraid", "what is happening to me?", "1", "rain", "sun", "i want to pause", "1"]
    for words in turns * 5:
        await writer.send_text(words + " " + "x" * 200)
        assert len(repr(await writer.state()).encode()) < MAX_BYTES


async def test_places_are_stored_with_our_names(writer: Writer) -> None:
    """A place is stored in the spelling of our gazetteer, not that of the person, with tenths of a degree."""
    await writer.send_text("i need shelter, am in cHiAnG mAi since monday")
    assert (await writer.state()).slots["place"] == {
        "country": "TH",
        "region": "TH-50",
        "name": "Chiang Mai",
        "latitude": 18.8,
        "longitude": 99.0,
    }
    assert "cHiAnG" not in stored_by(writer.engine)
    assert "monday" not in stored_by(writer.engine)


async def test_names_are_not_stored(writer: Writer) -> None:
    """What is looked up as the name of a service is forgotten, in whatever spelling."""
    await writer.send_text("i need a lawyer in Bangkok")
    await writer.send_text("is there Brzkwx Foundation")
    assert "I know nothing of that name" in writer.text
    assert "brzkwx" not in stored_by(writer.engine).lower()


async def test_the_return_word_is_not_stored(writer: Writer) -> None:
    """The return word is in no record, and works all the same."""
    writer.channel = "telegram"  # which has room to offer it
    for words in ("menu", "rain", "sun", "choose my own word", "Xylophonic"):
        await writer.send_text(words)
    assert "xylophonic" not in stored_by(writer.engine).lower()
    await writer.send_text("rain")
    await writer.send_text("sun")
    assert "weather" in writer.text.lower()
    await writer.send_text("xylophonic")
    assert "A doctor" in writer.tokens


async def test_the_code_of_a_saved_conversation_is_not_stored(writer: Writer) -> None:
    """The code can't be read from the key of the saved conversation."""
    await writer.send_text("i need a lawyer in Bangkok")
    await writer.send_text("i want to pause")
    await writer.send_text("1")
    number = re.search(r"(\d{4}) (\d{4})", writer.text)
    assert number
    stored = stored_by(writer.engine)
    assert "legal_help" in stored
    assert not [code for code in (number[0], "".join(number.groups())) if code in stored]
