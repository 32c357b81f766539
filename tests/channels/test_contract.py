"""What every channel promises."""

import logging
import unicodedata

import pytest

from bot.core.message import Heard
from tests.channels.echo import LONG
from tests.channels.people import Person


async def test_the_engine_sees_a_pseudonym(person: Person) -> None:
    """What reaches the engine holds the words and a pseudonym, and nowhere the address."""
    await person.says("hello")
    await person.got(1)
    [heard] = person.echo.heard
    assert (heard.channel, heard.heard, heard.words) == (person.channel, Heard.WORDS, "hello")
    assert heard.sender == await person.pseudonyms.of(person.channel, person.address)
    values = [getattr(heard, name) for name in heard.__slots__]
    assert not any(person.address in str(value) for value in values)


async def test_one_person_keeps_one_pseudonym(person: Person) -> None:
    """Two messages of one person come under one pseudonym, which isn't theirs on another channel."""
    await person.says("one")
    await person.says("two more")
    await person.got(2)
    assert len({heard.sender for heard in person.echo.heard}) == 1
    assert person.echo.heard[0].sender != await person.pseudonyms.of("another", person.address)


async def test_replies_arrive_in_order(person: Person) -> None:
    """Two replies to one message are two messages, the first first."""
    await person.says("two")
    assert await person.got(2) == ["first", "second"]


async def test_turns_of_one_person_keep_their_order(person: Person) -> None:
    """A slow turn is answered before the quick one that came after it."""
    await person.says("slow one")
    await person.says("quick one")
    assert await person.got(2) == ["you said: slow one", "you said: quick one"]


async def test_a_long_reply_arrives_whole(person: Person) -> None:
    """Whatever the network's limit, every word of a long reply arrives, in order."""
    await person.says("long")
    got, wanted = await person.got(1), LONG.split()
    while len(" ".join(got).split()) < len(wanted):
        got = await person.got(len(got) + 1)
    assert " ".join(got).split() == wanted


async def test_a_choice_comes_back(person: Person) -> None:
    """A chosen answer comes back as its token where there are buttons, as the typed number where not."""
    await person.says("menu")
    [menu] = await person.got(1)
    assert ("2 A lawyer" in menu.splitlines()) is person.numbered
    await person.chooses("A lawyer", 2)
    await person.got(2)
    heard = person.echo.heard[-1]
    wanted = (Heard.WORDS, "2", "") if person.numbered else (Heard.CHOICE, "", "t-law")
    assert (heard.heard, heard.words, heard.choice) == wanted


async def test_no_words_are_heard_as_unreadable(person: Person) -> None:
    """A message without words is not dropped: somebody is there, and is answered."""
    await person.sends_a_voice_message()
    assert await person.got(1) == ["heard unreadable"]


async def test_ten_thousand_characters(person: Person) -> None:
    """A text of 10,000 characters is answered; the engine sees the first 4,000."""
    await person.says("ก" * 10_000)
    await person.got(1)
    assert person.echo.heard[0].words == "ก" * 4_000


async def test_words_are_composed(person: Person) -> None:
    """Decomposed Vietnamese reaches the engine composed, without NUL characters."""
    await person.says(unicodedata.normalize("NFD", "Tôi cần giúp đỡ") + "\0")
    await person.got(1)
    assert person.echo.heard[0].words == "Tôi cần giúp đỡ"


async def test_a_typed_intent_stays_words(person: Person) -> None:
    """Nothing typed begins with the slash that means an intent to Rasa."""
    await person.says(' /\u200b/find_shelter{"place": "TH"}')
    await person.got(1)
    assert person.echo.heard[0].words == 'find_shelter{"place": "TH"}'


async def test_a_duplicate_is_one_turn(person: Person) -> None:
    """A message that the network delivers three times is answered once."""
    await person.says("once", times=3)
    await person.says("after")
    assert await person.got(2) == ["you said: once", "you said: after"]
    assert [heard.words for heard in person.echo.heard] == ["once", "after"]


async def test_a_failing_engine(person: Person, caplog: pytest.LogCaptureFixture) -> None:
    """An engine that fails is apologized for: no words in the log, no error, and the next turn works."""
    caplog.set_level(logging.DEBUG)
    await person.says("explode zanzibar-7731")
    await person.says("are you there")
    assert await person.got(2) == [f"sorry on {person.channel}", "you said: are you there"]
    assert "a turn failed" in caplog.text
    assert "ValueError at " in caplog.text
    assert "zanzibar" not in caplog.text


async def test_nothing_personal_is_logged(person: Person, caplog: pytest.LogCaptureFixture) -> None:
    """At the most talkative level, a conversation leaves no words, address or token in any log."""
    caplog.set_level(logging.DEBUG)
    for text in ("zanzibar-7731", "menu"):
        await person.says(text)
    await person.got(2)
    await person.chooses("A bed", 1)
    await person.got(3)
    for secret in (
        "zanzibar",
        "t-bed",
        person.address,
        getattr(getattr(person, "api", None), "token", "no-token"),
    ):
        assert secret not in caplog.text
