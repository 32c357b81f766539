"""Usage statistics: what users ask for is counted, in memory and as numbers, when they get an answer."""

from collections.abc import Callable

import pytest

from directory import Directory, UsageCounters
from directory.statistics.tables import AUDIENCES, LANGUAGES, PLACES, REFERRALS, Counts
from tests.conversations.person import Person


@pytest.fixture
def tally(directory: Directory, monkeypatch: pytest.MonkeyPatch) -> UsageCounters:
    """The counters, emptied, of the directory that all conversations share; referrals are counted too."""
    counted = UsageCounters(drop_rate=0)
    monkeypatch.setattr(directory, "_counters", counted)
    return counted


def places(tally: UsageCounters) -> Counts:
    """Return the counts of needs and places."""
    return tally._counts[PLACES]


async def test_shelter(person: Person, tally: UsageCounters) -> None:
    """A search counts once for need and province, language and channel, and once for each service."""
    await person.send_text("I need a shelter in Chiang Mai, I am a woman")
    person.assert_services("shelter")
    assert places(tally) == {("TH", "TH-50", "shelter", "referred"): 1}
    assert tally._counts[LANGUAGES] == {("TH", "en", "telegram"): 1}
    assert tally._counts[AUDIENCES] == {("TH", "women", "not_told"): 1}
    assert set(tally._counts[REFERRALS].values()) == {1}
    assert len(tally._counts[REFERRALS]) == person.responses.count("utter_service")


async def test_repeated_search_and_more(person: Person, tally: UsageCounters) -> None:
    """A repeated search counts nothing; more services of the same search count only as services."""
    await person.send_text("I need a shelter in Bangkok, I am a woman")
    named = len(tally._counts[REFERRALS])
    await person.send_text("I need a shelter in Bangkok")
    await person.press_payload("/more_options")
    assert sum(places(tally).values()) == 1
    assert len(tally._counts[REFERRALS]) > named
    assert set(tally._counts[REFERRALS].values()) == {1}


async def test_no_suitable_service(person: Person, tally: UsageCounters) -> None:
    """If no service of the country meets the need, that is counted."""
    await person.send_text("I need a shelter, I am in Nauru, I am a woman")
    person.assert_responses("utter_no_service")
    assert [cell[3] for cell in places(tally)] == ["nothing_suitable"]
    assert [cell[0] for cell in places(tally)] == ["NR"]


async def test_human_and_danger(people: Callable[..., Person], tally: UsageCounters) -> None:
    """A request for a human and danger have their own outcomes; self-harm counts as danger."""
    await people().send_text("I want to talk to a real person, I am in Thailand")
    await people("sms").send_text("he is going to kill me, I am in Thailand")
    await people().send_text("I want to kill myself, I am in Thailand")
    assert places(tally) == {("TH", "", "human", "human_asked"): 1, ("TH", "", "danger", "danger"): 2}


async def test_danger_counts_when_answered(person: Person, tally: UsageCounters) -> None:
    """Danger without a place counts once, when the place is given; the network's country hint is no place."""
    await person.send_text("he is going to kill me")
    assert not places(tally)
    await person.send_text("Thailand")
    person.assert_responses("utter_danger_here")
    assert places(tally) == {("TH", "", "danger", "danger"): 1}


@pytest.mark.parametrize("channel", ["preview", "console"])
async def test_trial_channels_are_not_counted(
    people: Callable[..., Person], tally: UsageCounters, channel: str
) -> None:
    """The preview and console channels are not counted."""
    person = people(channel)
    await person.send_text("I need a shelter in Chiang Mai, I am a woman")
    person.assert_services("shelter")
    assert not any(tally._counts.values())


async def test_result_of_a_check(person: Person, tally: UsageCounters) -> None:
    """The result of a self-check with signs of trafficking is counted with the next search."""
    await person.send_text("am I a victim of trafficking?")
    while await person.slot("check") and "found" not in (await person.slot("check") or {}):
        answer = "no" if person.responses[-1] == "utter_check_under_18" else "yes"
        await person.press_payload(f'/check_answer{{"answer": "{answer}"}}')
    assert await person.slot("check") == {"found": "work"}
    await person.send_text("I need a lawyer in Bangkok")
    assert [cell[2] for cell in tally._counts[AUDIENCES]] == ["work"]


async def test_erase_forgets_the_check(person: Person, tally: UsageCounters) -> None:
    """Erasing also forgets the result of a self-check."""
    await person.send_text("am I a victim of trafficking?")
    await person.press_payload('/check_answer{"answer": "stop"}')
    assert await person.slot("check") is None
    await person.send_text("erase everything")
    await person.send_text("I need a lawyer in Bangkok")
    assert [cell[2] for cell in tally._counts[AUDIENCES]] == ["not_told"]
