"""A process is cut off from what it shares with another: everybody is answered once, or told so at once."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio

from tests.directory.databases import paused_server
from tests.resilience.load.conversations import Conversation
from tests.resilience.load.virtual_users import Person, SmsPhone
from tests.resilience.partitions.links import NoNetworksError
from tests.resilience.partitions.stage import Stage, apologies, staged

pytestmark = [pytest.mark.slow, pytest.mark.serial, pytest.mark.asyncio(loop_scope="module")]

IN_TIME = 10
"""Seconds, on a busy machine; Twilio waits for fifteen."""
AT_ONCE = 6
ASKING = {
    channel: Conversation("asking", "en", (first, *("i need a lawyer in Bangkok",) * 4))
    for channel, first in (("telegram", "/start"), ("sms", "hello"))
}
"""Telegram lets nobody write who has not pressed its button, which sends /start."""
IN_DANGER = Conversation("in danger", "en", ("/start", "i am in Bangkok", "he is going to kill me"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(model_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """Start both processes once."""
    try:
        async with staged(tmp_path_factory.mktemp("partitions"), model_dir) as running:
            yield running
    except NoNetworksError as fault:
        pytest.skip(str(fault.__doc__))


def without_a_number(people: Sequence[Person]) -> list[Sequence[str]]:
    """Return the texts of those whose last one does not name the number of Thailand's police."""
    return [one.texts for one in people if "191" not in one.texts[-1]]


async def until_places_are_named(people: Sequence[Person]) -> None:
    """Let people ask again until all hear of a place; each may have to twice, while the process finds its way back."""
    for _ in range(2):
        await go_on(people)
        if all("+66" in "".join(person.texts[1:]) for person in people):
            return
    await go_on(people)
    assert [person.texts for person in people if "+66" not in "".join(person.texts[1:])] == []


async def go_on(people: Sequence[Person]) -> float:
    """Let each write their next message, and wait until all are taken; return the seconds."""
    begun = time.monotonic()
    await asyncio.gather(*(person.send_next().accepted for person in people))
    return time.monotonic() - begun


async def test_between_two_messages(stage: Stage) -> None:
    """Cut off from Redis a process says so at once, and the other answers; mended, it knows what was said meanwhile."""
    [somebody], [texting] = stage.people(1), stage.people(1, "sms")
    assert isinstance(texting.phone, SmsPhone)
    await go_on([somebody, texting])
    stage.to_redis.cut()
    told = stage.networks.twilio.send_text(texting.phone.number, "hello")
    took, _ = await asyncio.gather(go_on([somebody]), told.accepted)
    assert took < IN_TIME
    stage.to_redis.mend()
    await stage.is_ready()
    await go_on([somebody, texting])
    assert await stage.faults([somebody, texting]) == []
    assert (len(apologies(somebody)), len(apologies(texting))) == (1, 1)
    assert somebody.parcels[-1].attempts == texting.parcels[-1].attempts == 1


async def test_in_the_middle_of_turns(stage: Stage) -> None:
    """Cut off from Redis while it answers many, a process leaves nobody without their answer, nor with two."""
    people = stage.people(AT_ONCE)
    stage.when_first_said(stage.to_redis.cut)
    await go_on(people)
    stage.to_redis.mend()
    await stage.is_ready()
    await go_on(people)
    assert stage.networks.telegram.api.chats.edited() == []
    assert await stage.faults(people) == []
    assert any(person.parcels[0].attempts > 1 for person in people)
    assert all(len(apologies(person)) <= 1 for person in people)


async def test_a_process_that_stands_still(stage: Stage) -> None:
    """A process that stands still while it answers many says nothing of it when it wakes: the other has answered."""
    people = stage.people(AT_ONCE)
    stage.balancer.patience = 2
    stage.when_first_said(stage.cut_off.seen.suspend)
    await go_on(people)
    stage.cut_off.seen.resume()
    stage.balancer.patience = 14
    await stage.is_ready()
    await go_on(people)
    assert await stage.faults(people) == []
    assert any(person.parcels[0].attempts > 1 for person in people)
    assert [person for person in people if apologies(person)] == []


async def test_without_its_database(stage: Stage) -> None:
    """Cut off from the directory a process tells everybody in time what to call, and names places when it is mended."""
    channels = ("telegram", "sms") * (AT_ONCE // 2)
    people = [stage.population.newcomer(ASKING[channel], channel) for channel in channels]
    await go_on(people)
    stage.to_database.cut()
    took = await go_on(people)
    assert took < IN_TIME
    assert without_a_number(people) == []
    stage.to_database.mend()
    await stage.is_ready()
    await until_places_are_named(people)


async def test_a_database_that_stands_still(stage: Stage) -> None:
    """A directory that says nothing on connections that stand holds nobody up either, least of all in danger."""
    in_danger = stage.population.newcomer(IN_DANGER, "telegram")
    channels = ("telegram", "sms") * (AT_ONCE // 2)
    people = [stage.population.newcomer(ASKING[channel], channel) for channel in channels]
    await go_on([*people, in_danger])
    await go_on([in_danger])
    with paused_server(stage.database):
        took = await go_on([*people, in_danger])
        assert took < IN_TIME
        assert without_a_number([*people, in_danger]) == []
        assert await stage.readiness() == 503
    await stage.is_ready()
    await until_places_are_named(people)
