"""What people tell or ask of their situation: alone, and in the middle of a question."""

import pytest

from directory import Audience, Directory, ServiceResult, Limitation, Need, Place
from tests.conversations.person import Person

ANSWERS = {
    "my boss does not pay me and i work 16 hours a day": ["utter_exploitation"],
    "is this job offer real?": ["utter_which_offer"],
    "will they punish me for what i was forced to do?": ["utter_rights"],
    "my friend needs help, she is being forced to work": ["utter_someone_else"],
    "i feel so ashamed and alone": ["utter_feeling_ashamed", "utter_after_feeling"],
}
"""Words -> the answer, whose choices lead on."""
TO_HELP = {
    "utter_exploitation": ["Legal help"],
    "utter_which_offer": ["A job", "Stop asking", "A hotline"],
    "utter_rights": ["My pay", "Legal help"],
    "utter_someone_else": ["An adult"],
    "utter_after_feeling": ["Someone to talk to"],
}
"""The answer -> choices that lead from it to people."""
NEEDS = {
    "i have no food and no clothes": "basic_needs",
    "i want to learn a trade": "work",
    "i lost my visa, how do i get a new one?": "immigration",
    "i want someone to talk to about what happened": "counselling",
    "i want to report my trafficker to the police": "report_crime",
}
QUESTIONS = {
    "utter_ask_need": "i am in Hanoi",
    "utter_ask_place": "i need a lawyer",
    "utter_ask_home_country": "i want to go home, i am in Hanoi",
}
"""A question of the form -> the words that lead to it."""

in_the_middle = pytest.mark.parametrize("question", QUESTIONS)


@pytest.mark.parametrize("words", ANSWERS)
async def test_told_at_first(person: Person, words: str) -> None:
    """It is answered once, with something to choose."""
    await person.says(words)
    assert person.told == ["utter_intro", "utter_hide_hint", *ANSWERS[words]]
    assert person.choices


@in_the_middle
@pytest.mark.parametrize("words", ANSWERS)
async def test_told_in_the_middle(person: Person, words: str, question: str) -> None:
    """It is answered instead of the question that stood; what is chosen then leads to services.

    Where the person is says nothing of where somebody else is: that is asked again.
    """
    await person.says(QUESTIONS[question])
    person.was_asked(question)
    await person.says(words)
    assert person.told == ANSWERS[words]
    for label in TO_HELP[ANSWERS[words][-1]]:
        await person.presses(label)
    if question == "utter_ask_place" or "utter_ask_place_other" in person.told:
        assert person.told[-1].startswith("utter_ask_place")
        await person.presses("Thailand")
    person.was_told("utter_service")


@pytest.mark.parametrize("words", NEEDS)
async def test_a_need(person: Person, words: str) -> None:
    """Each need is searched for where the person is."""
    await person.says(words)
    person.was_asked("utter_ask_place")
    assert await person.slot("need") == NEEDS[words]
    await person.presses("Thailand")
    if NEEDS[words] == "immigration":
        person.was_asked("utter_ask_home_country")
        await person.presses("I'd rather not say")
        person.was_told("utter_services_instead", "utter_service")  # nobody in the starter directory offers it there
    else:
        person.was_offered(NEEDS[words])


@in_the_middle
@pytest.mark.parametrize("words", NEEDS)
async def test_a_need_in_the_middle(person: Person, words: str, question: str) -> None:
    """A need told instead of an answer is the one that counts."""
    await person.says(QUESTIONS[question])
    await person.says(words)
    assert await person.slot("need") == NEEDS[words]
    assert person.told[-1] != "utter_clarify"
    assert person.choices


async def test_where_they_are_beside_what_they_tell(person: Person) -> None:
    """A place told beside something else is not asked for again."""
    await person.says("i need a lawyer")
    await person.says("will the police arrest me in Thailand for working without papers?")
    person.was_asked("utter_rights")
    await person.presses("My pay")
    person.was_asked("utter_rights_page")
    await person.presses("Legal help")
    person.was_offered("legal_help")


async def test_where_an_offer_leads_to(person: Person) -> None:
    """Where a job is offered is not where the person is."""
    await person.says("is this job in Dubai safe?")
    person.was_asked("utter_which_offer")
    for label in ("A job", "Stop asking", "A hotline"):
        await person.presses(label)
    person.was_asked("utter_ask_place")


@pytest.mark.parametrize("before", [[], ["i am in Bangkok"], ["i need a lawyer"], ["i need a lawyer in Bangkok"]])
async def test_a_report_is_their_choice(person: Person, before: list[str]) -> None:
    """Whoever wants to report reads once, and first of all, that it is their choice."""
    for words in before:
        await person.says(words)
    await person.says("i want to report my trafficker to the police")
    assert next(told for told in person.told if told not in {"utter_intro", "utter_hide_hint"}) == "utter_before_report"
    assert person.told.count("utter_before_report") == 1
    assert person.choices


def shown(person: Person) -> list[str]:
    """Return whom the last answer named."""
    return [utterance.values["name"] for utterance in person.utterances if utterance.response == "utter_service"]


def open_to_children(directory: Directory, need: Need) -> list[ServiceResult]:
    """Return those in Bangkok that take children, as far as is known."""
    child = (Audience.GIRLS, Audience.BOYS)
    found = directory.find_services(need, Place("TH", "TH-10", (13.8, 100.5)), "en", person=child, limit=100)
    return [service for service in found.services if Limitation.FOR_OTHERS not in service.limitations]


@pytest.mark.parametrize(
    "conversation",
    [
        ["I'm 15 and need a hotline in Bangkok"],
        ["im 15", "i need a hotline, i am in Bangkok"],
        ["i am in Bangkok", "i'm only 15", "i need a hotline"],
        ["i need a hotline", "im 15, im in Bangkok"],
        ["i need a hotline", "i am still a child", "Bangkok"],
    ],
)
async def test_a_child(person: Person, directory: Directory, conversation: list[str]) -> None:
    """Whoever is under 18 gets services open to children, and other ones than an adult, however they tell it."""
    for words in conversation:
        await person.says(words)
    child = shown(person)
    assert set(child) <= {service.organization for service in open_to_children(directory, Need.HUMAN)}
    assert any("Childline" in name for name in child)


@pytest.mark.parametrize("words", ["im 15", "i am a child"])
@in_the_middle
async def test_a_child_in_the_middle(person: Person, words: str, question: str) -> None:
    """A child reads once that it is not their fault, then the question comes back."""
    await person.says(QUESTIONS[question])
    await person.says(words)
    assert person.told == ["utter_child", question]


async def test_erasing(person: Person) -> None:
    """What was told is forgotten at their word, danger too; only the language stays."""
    await person.says("quiero hablar en ingles")
    await person.says("i am 15 and need a lawyer, i am in Bangkok")
    await person.says("he is going to kill me")
    await person.says("delete everything i wrote")
    assert person.told == ["utter_erased"]
    forgotten = ("need", "place", "alarm", "age", "child", "shown", "home_country", "open_choices")
    assert not [name for name in forgotten if await person.slot(name)]
    assert (await person.slot("language"), await person.slot("language_chosen")) == ("en", True)
    await person.says("i need a lawyer")
    person.was_asked("utter_ask_place")


@in_the_middle
async def test_erasing_in_the_middle(person: Person, question: str) -> None:
    """A question that stood is dropped with what it was for."""
    await person.says(QUESTIONS[question])
    await person.says("delete everything i wrote")
    assert person.told == ["utter_erased"]
    await person.says("hello")
    assert person.told == ["utter_ask_safe"]


async def test_erasing_danger_that_waits(person: Person) -> None:
    """An alarm that waits for the country is forgotten too."""
    await person.says("he is going to kill me")
    await person.says("delete everything i wrote")
    assert await person.slot("alarm") is None
    await person.says("thailand")
    person.was_asked("utter_ask_need")


async def test_the_second_page_of_the_menu(person: Person) -> None:
    """What the menu has no room for stands behind its last choice, and each of it is answered."""
    await person.says("menu")
    await person.presses("Something else")
    person.was_asked("utter_more_needs")
    page = person.choices
    assert len(page) == 8
    for label in page:
        await person.says("menu")
        await person.presses("Something else")
        await person.presses(label)
        assert person.choices
        assert not {"utter_stale_choice", "utter_clarify", "utter_ask_need"} & set(person.told), label


async def test_nobody_but_seafarers_lines(person: Person) -> None:
    """Who would not say where they are and wants to talk is told how to find a human, not that there are more."""
    await person.says("i want someone to talk to about what happened")
    await person.presses("I'd rather not say")
    person.was_asked("utter_hand_over_where")
    await person.presses("Thailand")
    person.was_offered("counselling")


@pytest.mark.parametrize("words", ["help he hit me in bangkok", "he follows me bangkok"])
async def test_danger_in_the_answer_to_where(person: Person, words: str) -> None:
    """A short answer to "where are you?" that holds a place and danger is danger first."""
    await person.says("i need a doctor")
    person.was_asked("utter_ask_place")
    await person.says(words)
    person.was_told("utter_danger_here")
    assert "191" in person.read


async def test_whoever_tells_an_age_later_is_as_old_as_that(person: Person) -> None:
    """The age that somebody tells counts more than what was understood before."""
    await person.says("i am a child")
    await person.says("i am 34 years old")
    assert await person.slot("age") == 34
    await person.says("i need a hotline in Bangkok")
    person.was_told("utter_service")
