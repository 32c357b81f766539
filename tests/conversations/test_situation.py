"""What users report or ask about their situation: as a first message, and during a question."""

import pytest

from directory import Audience, Directory, Limitation, Need, Place, ServiceResult
from tests.conversations.person import Person

EXPLOITATION = "my boss does not pay me and i work 16 hours a day"
ANSWERS = {
    EXPLOITATION: ["utter_exploitation"],
    "is this job offer real?": ["utter_check_start", "utter_check_fees"],
    "what are my rights?": ["utter_rights"],
    "i want to help somebody who is forced to work": ["utter_someone_else"],
    "i feel so ashamed and alone": ["utter_feeling_ashamed", "utter_after_feeling"],
}
"""Message -> the responses, whose choices lead on."""
TO_HELP = {
    "utter_exploitation": ["Legal help"],
    "utter_check_fees": ["Stop asking", "A hotline"],
    "utter_rights": ["My pay", "Legal help"],
    "utter_someone_else": ["An adult"],
    "utter_after_feeling": ["Someone to talk to"],
}
"""The response -> choices that lead from it to services."""
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
"""A question of the form -> the message that leads to it."""

during_a_question = pytest.mark.parametrize("question", QUESTIONS)


@pytest.mark.parametrize("words", ANSWERS)
async def test_situation_as_first_message(person: Person, words: str) -> None:
    """The first message is answered once, with choices."""
    await person.send_text(words)
    assert person.responses == ["utter_intro", *ANSWERS[words]]
    assert person.choices


@pytest.mark.parametrize(
    ("words", "question"),
    [
        (words, question)
        for words in ANSWERS
        for question in QUESTIONS
        if words != EXPLOITATION or question == "utter_ask_place"
    ],
)
async def test_situation_during_a_question(person: Person, words: str, question: str) -> None:
    """The message is answered instead of the open question, and its choices lead to services.

    The user's place is not the place of the person they write about: that is asked for.
    """
    await person.send_text(QUESTIONS[question])
    person.assert_question(question)
    await person.send_text(words)
    assert person.responses == ANSWERS[words]
    for label in TO_HELP[ANSWERS[words][-1]]:
        await person.press(label)
    if question == "utter_ask_place" or "utter_ask_place_other" in person.responses:
        assert person.responses[-1].startswith("utter_ask_place")
        await person.press("Kenya")
    person.assert_responses("utter_service")


async def test_exploitation_in_a_known_place(person: Person) -> None:
    """If the place is known, whoever tells of exploitation is thanked, and services follow."""
    await person.send_text(QUESTIONS["utter_ask_need"])
    await person.send_text(EXPLOITATION)
    assert person.responses[:2] == ["utter_thank_for_telling", "utter_services_in_country"]
    person.assert_services("human")
    person.assert_question("utter_after_services")


async def test_exploitation_instead_of_the_home_country(person: Person) -> None:
    """Whoever tells of exploitation at that question is thanked, and the question comes back."""
    await person.send_text(QUESTIONS["utter_ask_home_country"])
    await person.send_text(EXPLOITATION)
    assert person.responses == ["utter_thank_for_telling", "utter_ask_home_country"]
    await person.press("I'd rather not say")
    person.assert_services("return_home")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("my wife needs help, she is being forced to work", "utter_other_adult"),
        ("my 15 year old friend needs help, she is being forced to work", "utter_other_child"),
    ],
)
async def test_known_other_person(person: Person, words: str, answer: str) -> None:
    """A user who says whom they write for is not asked whether it is a child or an adult."""
    await person.send_text(words)
    assert person.responses == ["utter_intro", answer, "utter_ask_place_other"]
    await person.press("Kenya")
    person.assert_services("human")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("will the police arrest me in Thailand for working without papers?", ["utter_rights_page"]),
        ("i feel so ashamed and alone here in bangkok", ["utter_feeling_ashamed", "utter_after_feeling"]),
        ("is this job in Dubai safe?", ["utter_check_start", "utter_check_fees"]),
        ("delete everything i wrote in bangkok", ["utter_erased"]),
    ],
)
async def test_place_does_not_outrank_what_is_asked(person: Person, words: str, answer: list[str]) -> None:
    """A place in a question or disclosure is not merely taken for the answer to "where are you?"."""
    await person.send_text("i need a lawyer")
    await person.send_text(words)
    assert person.responses == answer


@pytest.mark.parametrize("words", NEEDS)
async def test_a_need(person: Person, words: str) -> None:
    """Each need is searched for at the user's place."""
    await person.send_text(words, country_hint="TH")
    person.assert_question("utter_ask_place")
    assert await person.slot("need") == NEEDS[words]
    await person.press("Thailand")
    if NEEDS[words] == "immigration":
        person.assert_question("utter_ask_home_country")
        await person.press("I'd rather not say")
        person.assert_responses(
            "utter_services_instead", "utter_service"
        )  # no service of the starter directory offers it there
    else:
        person.assert_services(NEEDS[words])


@during_a_question
@pytest.mark.parametrize("words", NEEDS)
async def test_need_during_a_question(person: Person, words: str, question: str) -> None:
    """A need given instead of an answer is the one that counts."""
    await person.send_text(QUESTIONS[question])
    await person.send_text(words)
    assert await person.slot("need") == NEEDS[words]
    assert person.responses[-1] != "utter_clarify"
    assert person.choices


async def test_place_beside_something_else(person: Person) -> None:
    """A place given beside something else is not asked for again."""
    await person.send_text("i need a lawyer")
    await person.send_text("will the police arrest me in Thailand for working without papers?")
    person.assert_question("utter_rights_page")
    await person.press("Legal help")
    person.assert_services("legal_help")


async def test_place_of_an_offer(person: Person) -> None:
    """The place of a job offer is not the user's place."""
    await person.send_text("is this job in Dubai safe?")
    assert person.responses == ["utter_intro", "utter_check_start", "utter_check_fees"]
    for label in ("Stop asking", "A hotline"):
        await person.press(label)
    person.assert_question("utter_ask_place")


async def test_offer_answered_in_words(person: Person) -> None:
    """A question about an offer can be answered in words."""
    await person.send_text("is this job offer real?")
    person.assert_question("utter_check_fees")
    await person.send_text("no, they pay")
    assert person.responses == ["utter_check_passport"]


async def test_offer_from_the_menu(person: Person) -> None:
    """A user who chooses that topic, and so has told nothing, is asked what is offered."""
    await person.send_text("menu")
    await person.press("Something else")
    await person.press("Is an offer safe?")
    assert person.responses == ["utter_which_offer"]
    await person.press("A job")
    assert person.responses == ["utter_check_start", "utter_check_fees"]


@pytest.mark.parametrize("before", [[], ["i am in Bangkok"], ["i need a lawyer"], ["i need a lawyer in Bangkok"]])
async def test_report_is_the_users_choice(person: Person, before: list[str]) -> None:
    """A user who wants to report a crime reads once, and first, that it is their choice."""
    for words in before:
        await person.send_text(words)
    await person.send_text("i want to report my trafficker to the police")
    assert next(response for response in person.responses if response != "utter_intro") == "utter_before_report"
    assert person.responses.count("utter_before_report") == 1
    assert person.choices


def service_names(person: Person) -> list[str]:
    """Return the names of the services in the last answer, without their letters."""
    named = [utterance.values["name"] for utterance in person.utterances if utterance.response == "utter_service"]
    return [name.partition(") ")[2] for name in named]


def open_to_children(directory: Directory, need: Need) -> list[ServiceResult]:
    """Return the services in Bangkok that are open to children, as far as is known."""
    child = (Audience.GIRLS, Audience.BOYS)
    result = directory.find_services(need, Place("TH", "TH-10", (13.8, 100.5)), "en", person=child, limit=100)
    return [service for service in result.services if Limitation.FOR_OTHERS not in service.limitations]


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
    """A user under 18 gets services open to children, and other ones than an adult, however they say it."""
    for words in conversation:
        await person.send_text(words)
    child = service_names(person)
    assert set(child) <= {service.organization for service in open_to_children(directory, Need.HUMAN)}
    assert any("Childline" in name for name in child)


@pytest.mark.parametrize("words", ["im 15", "i am a child"])
@during_a_question
async def test_child_during_a_question(person: Person, words: str, question: str) -> None:
    """A child reads once that it is not their fault, then the question comes back."""
    await person.send_text(QUESTIONS[question])
    await person.send_text(words)
    assert person.responses == ["utter_child", question]


async def test_erase(person: Person) -> None:
    """Erasing forgets everything, danger too; only the language stays."""
    await person.send_text("quiero hablar en ingles")
    await person.send_text("i am 15 and need a lawyer, i am in Bangkok")
    await person.send_text("he is going to kill me")
    await person.send_text("delete everything i wrote")
    assert person.responses == ["utter_erased"]
    forgotten = ("need", "place", "alarm", "age", "child", "shown", "home_country", "open_choices")
    assert not [name for name in forgotten if await person.slot(name)]
    assert (await person.slot("language"), await person.slot("language_chosen")) == ("en", True)
    await person.send_text("i need a lawyer")
    person.assert_question("utter_ask_place")


@during_a_question
async def test_erase_during_a_question(person: Person, question: str) -> None:
    """Erasing also drops the open question."""
    await person.send_text(QUESTIONS[question])
    await person.send_text("delete everything i wrote")
    assert person.responses == ["utter_erased"]
    await person.send_text("hello")
    assert person.responses == ["utter_ask_safe"]


async def test_erase_open_danger(person: Person) -> None:
    """Erasing also drops an alarm that waits for the country."""
    await person.send_text("he is going to kill me")
    await person.send_text("delete everything i wrote")
    assert await person.slot("alarm") is None
    await person.send_text("thailand")
    person.assert_question("utter_ask_need")


async def test_second_page_of_the_menu(person: Person) -> None:
    """The last choice of the menu leads to its second page, and each choice there is answered."""
    await person.send_text("menu")
    await person.press("Something else")
    person.assert_question("utter_more_needs")
    page = person.choices
    assert len(page) == 9
    for label in page:
        await person.send_text("menu")
        await person.press("Something else")
        await person.press(label)
        assert person.choices
        assert not {"utter_stale_choice", "utter_clarify", "utter_ask_need"} & set(person.responses), label


async def test_nobody_without_a_place(person: Person) -> None:
    """A user without a place who wants to talk is asked for the country, and not sent to lines for seafarers."""
    await person.send_text("i want someone to talk to about what happened")
    await person.press("I'd rather not say")
    assert person.responses == ["utter_hide_hint", "utter_hand_over_where"]
    await person.press("Kenya")
    person.assert_services("counselling")
    assert not [name for name in service_names(person) if "eafar" in name or "Stella Maris" in name]


@pytest.mark.parametrize(
    ("words", "response"),
    [("help he hit me in bangkok", "utter_danger_here"), ("he follows me bangkok", "utter_danger_locked")],
)
async def test_danger_in_the_answer_to_place_question(person: Person, words: str, response: str) -> None:
    """A short answer to "where are you?" that contains a place and danger is treated as danger first."""
    await person.send_text("i need a doctor")
    person.assert_question("utter_ask_place")
    await person.send_text(words)
    person.assert_responses(response)
    assert "191" in person.reply_text


async def test_later_age_counts(person: Person) -> None:
    """An age given later replaces what was understood before."""
    await person.send_text("i am a child")
    await person.send_text("i am 34 years old")
    assert await person.slot("age") == 34
    await person.send_text("i need a hotline in Bangkok")
    person.assert_responses("utter_service")


async def test_a_correction_that_changes_nothing(person: Person) -> None:
    """A correction is acknowledged; said again, it is answered without "I have changed that"."""
    await person.send_text("i need a lawyer in Bangkok")
    for is_new in (True, False):
        await person.send_text("i am 24, not a child")
        assert ("utter_corrected" in person.responses) is is_new


async def test_a_story_that_corrects_nothing(person: Person) -> None:
    """Who tells of themself after another question is not told that something was changed."""
    await person.send_text("hello, is this for women who work in houses?")
    await person.send_text(
        "i am 29, from Ivory Coast, in Kuwait City, not paid for five months, i have fever and a wound on the leg"
    )
    assert "utter_corrected" not in person.responses
    assert (await person.slot("place"))["country"] == "KW"


async def test_no_line_for_children_for_an_adult(person: Person) -> None:
    """Where only lines for others are known, an adult hears of none for children or seafarers."""
    for words in ("i am 24 and i need work in Osh, Kyrgyzstan", "i am not a seaman"):
        await person.send_text(words)
    remarks = {each["remark"] for said in person.utterances for each in said.values.get("remarks", ())}
    assert not remarks & {"utter_remark_children", "utter_remark_seafarers"}


async def test_signs_by_sms(texter: Person) -> None:
    """By SMS the signs of an offer are named too, as many as there is room for."""
    await texter.send_text("is this job safe? tourist visa, they keep my passport, no contract, a deposit first")
    signs = next(said.values["signs"] for said in texter.utterances if said.response == "utter_offer_signs")
    assert len(signs) == 3


async def test_a_place_that_is_only_mentioned(person: Person) -> None:
    """Where the family is, or where an agent lives, is not where the person is; whoever asks for help there moves."""
    await person.send_text("i need a lawyer, i am in Bangkok")
    for told in ("the agent lives in Yangon and took all our money", "my mother in Yangon has to pay it in Yangon"):
        await person.send_text(told)
        assert (await person.slot("place"))["country"] == "TH", told
    await person.send_text("who can help me in Yangon, with the debt?")
    assert (await person.slot("place"))["country"] == "MM"


async def test_need_beside_a_childs_age(person: Person) -> None:
    """A child who says what they need is not asked for it."""
    await person.send_text("i am 15 and i am in Bangkok. i want to talk to somebody who can help me")
    person.assert_responses("utter_child")
    assert "utter_ask_need" not in person.responses
    assert service_names(person)


async def test_age_of_an_adult_in_the_first_message(person: Person) -> None:
    """A first message corrects nothing."""
    await person.send_text("i am 26 years old man, i work in Muscat, company not pay five months")
    assert "utter_corrected" not in person.responses


async def test_going_home_at_home(person: Person) -> None:
    """Whoever says that they are from the country in which they are is not asked which one it is."""
    await person.send_text("i am from Pakistan, i am in Pakistan now, i want to go back home")
    assert "utter_ask_home_country" not in person.responses


async def test_the_writer_does_not_move_the_other(people) -> None:  # noqa: ANN001
    """Where a parent is does not change where the child is whom they write for."""
    person = people(channel="sms")
    await person.send_text("my daughter of 22 is held in Dubai in a flat, who can help her", country_hint="PH")
    assert (await person.slot("place"))["country"] == "AE"
    await person.send_text("is it free if i call from Iloilo", country_hint="PH")
    assert (await person.slot("place"))["country"] == "AE"
