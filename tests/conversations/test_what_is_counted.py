"""What people ask for is counted, as numbers and in memory, where they are given an answer."""

from collections.abc import Callable

import pytest

from directory import Directory, UsageCounters
from directory.statistics.tables import AUDIENCES, LANGUAGES, PLACES, REFERRALS, Counts
from tests.conversations.person import Person


@pytest.fixture
def tally(directory: Directory, monkeypatch: pytest.MonkeyPatch) -> UsageCounters:
    """What is counted from now on in the directory that all conversations share, every referral too."""
    counted = UsageCounters(drop_rate=0)
    monkeypatch.setattr(directory, "_tally", counted)
    return counted


def places(tally: UsageCounters) -> Counts:
    """Return what was counted of needs and places."""
    return tally._counts[PLACES]


async def test_a_bed(person: Person, tally: UsageCounters) -> None:
    """Somebody who is named shelters counts once for need and province, language and network, and once a service."""
    await person.says("I need a shelter in Chiang Mai, I am a woman")
    person.was_offered("shelter")
    assert places(tally) == {("TH", "TH-50", "shelter", "referred"): 1}
    assert tally._counts[LANGUAGES] == {("TH", "en", "telegram"): 1}
    assert tally._counts[AUDIENCES] == {("TH", "women", "not_told"): 1}
    assert set(tally._counts[REFERRALS].values()) == {1}
    assert len(tally._counts[REFERRALS]) == person.told.count("utter_service")


async def test_asking_again_and_for_more(person: Person, tally: UsageCounters) -> None:
    """Asking the same again counts nothing; more services of the same search count as services only."""
    await person.says("I need a shelter in Bangkok, I am a woman")
    named = len(tally._counts[REFERRALS])
    await person.says("I need a shelter in Bangkok")
    await person.presses_payload("/more_options")
    assert sum(places(tally).values()) == 1
    assert len(tally._counts[REFERRALS]) > named
    assert set(tally._counts[REFERRALS].values()) == {1}


async def test_nothing_suitable(person: Person, tally: UsageCounters) -> None:
    """Where no service of the country answers the need that is what is counted."""
    await person.says("I need a shelter, I am in Nauru, I am a woman")
    person.was_told("utter_no_service")
    assert [cell[3] for cell in places(tally)] == ["nothing_suitable"]
    assert [cell[0] for cell in places(tally)] == ["NR"]


async def test_a_human_and_danger(people: Callable[..., Person], tally: UsageCounters) -> None:
    """Who asks for a human, and who is in danger, has an outcome of their own; self-harm counts as danger."""
    await people().says("I want to talk to a real person, I am in Thailand")
    await people("sms").says("he is going to kill me, I am in Thailand")
    await people().says("I want to kill myself, I am in Thailand")
    assert places(tally) == {("TH", "", "human", "human_asked"): 1, ("TH", "", "danger", "danger"): 2}


async def test_danger_counts_when_it_is_answered(person: Person, tally: UsageCounters) -> None:
    """Danger without a place counts once the place is told, and once only; the network's guess is no place."""
    await person.says("he is going to kill me")
    assert not places(tally)
    await person.says("Thailand")
    person.was_told("utter_danger_here")
    assert places(tally) == {("TH", "", "danger", "danger"): 1}


@pytest.mark.parametrize("channel", ["preview", "console"])
async def test_who_tries_it_out_is_not_counted(
    people: Callable[..., Person], tally: UsageCounters, channel: str
) -> None:
    """Nothing is counted of the preview and the console."""
    somebody = people(channel)
    await somebody.says("I need a shelter in Chiang Mai, I am a woman")
    somebody.was_offered("shelter")
    assert not any(tally._counts.values())


async def test_what_a_check_found(person: Person, tally: UsageCounters) -> None:
    """After a self-check with signs of it the kind is counted with what is then asked for."""
    await person.says("am I a victim of trafficking?")
    while await person.slot("check") and "found" not in (await person.slot("check") or {}):
        answer = "no" if person.told[-1] == "utter_check_under_18" else "yes"
        await person.presses_payload(f'/check_answer{{"answer": "{answer}"}}')
    assert await person.slot("check") == {"found": "work"}
    await person.says("I need a lawyer in Bangkok")
    assert [cell[2] for cell in tally._counts[AUDIENCES]] == ["work"]


async def test_after_erasing_nothing_of_a_check_is_known(person: Person, tally: UsageCounters) -> None:
    """What a check found is forgotten with all else at the person's word."""
    await person.says("am I a victim of trafficking?")
    await person.presses_payload('/check_answer{"answer": "stop"}')
    assert await person.slot("check") is None
    await person.says("erase everything")
    await person.says("I need a lawyer in Bangkok")
    assert [cell[2] for cell in tally._counts[AUDIENCES]] == ["not_told"]
