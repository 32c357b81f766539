"""What a message asks of the conversation so far."""

from dataclasses import replace
from typing import Any

import pytest

from nlu.reading.facts import tell_facts
from nlu.reading.message_context import MessageContext
from nlu.reading.requests import find_request
from nlu.reading.requests_about_oneself import seeks_help_for_oneself
from nlu.reading.requests_by_name import asks_for_known_name
from nlu.reading.schema import Aspect, DangerReading, Limit, Outcome, Person, Reading, ServiceQuestion
from nlu.reading.signals import find_signals
from nlu.text.danger_phrases import Danger


def message(text: str, intent: str, *, named: int = 2, spoken: str = "en", **read: Any) -> MessageContext:
    """Return a message after services were named, with what was read of it."""
    danger, signals = DangerReading(0.0, Danger.DANGER), find_signals(text, spoken)
    reading = Reading(text, spoken, clauses=1, intents=[(intent, 1.0)], danger=danger, signals=signals, **read)
    return MessageContext(intent, reading, tell_facts(reading), named, has_begun=True, spoken=spoken)


def question(aspect: Aspect, probability: float = 0.9) -> ServiceQuestion:
    """Return a question about all services."""
    return ServiceQuestion(aspect, "all", probability)


@pytest.mark.parametrize(
    ("asked", "request_name"),
    [
        (message("b", "out_of_scope"), "ask_about_service"),
        (message("is it free?", "ask_cost"), "ask_about_service"),
        (message("is it free?", "ask_cost", named=0), None),
        (message("do they speak English?", "change_language"), "ask_about_service"),
        (message("can we speak Thai", "change_language"), None),
        (message("what happens when i call", "ask_what_to_say", question=question(Aspect.CALL)), "ask_what_to_say"),
        (message("nobody answers", "out_of_scope", outcome=Outcome.NO_ANSWER), "tell_outcome"),
        (message("no", "deny", outcome=Outcome.NO_ANSWER), None),
        (message("is that legal?", "self_check"), "know_rights"),
        (message("i need a lawyer, what are my rights", "find_legal_help"), None),
        (message("he is gone and i am not in danger anymore", "out_of_scope"), "safe_now"),
        (message("what is the number of IOM", "talk_to_person", names=["IOM"]), "ask_by_name"),
        (message("do you know ZZYX?", "out_of_scope"), "ask_by_name"),
        (message("i earn 500", "out_of_scope"), None),
        (message("what is 1930", "out_of_scope"), "ask_by_name"),
        (message("and who helps me with my papers, TRC and visa and so on", "immigration_help"), None),
        (message("we all got out, i am safe now", "out_of_scope", needs=["describe_exploitation"]), "safe_now"),
        (message("i am 24, not a child", "i_am_a_child", age=24, is_minor=False), "correct"),
        (message("do they tell the police?", "ask_privacy", question=question(Aspect.PRIVACY)), "ask_about_service"),
        (message("i need a doctor", "find_medical_help", question=question(Aspect.COST, 0.6)), None),
        (message("the bill is 2024", "find_medical_help", question=question(Aspect.COST, 0.6)), None),
        (message("2", "affirm"), None),
    ],
)
def test_request(asked: MessageContext, request_name: str | None) -> None:
    """A request outranks an intent that says little; a need, a short answer and a number alone stay what they are."""
    assert find_request(asked) == request_name


@pytest.mark.parametrize(
    ("text", "read", "is_by_name"),
    [
        ("my cousin says DMW can check the agency, true?", {}, True),
        ("my cousin says they can check the agency, true?", {"names": []}, False),
        ("does A work with DMW?", {}, False),
        ("DMW did not answer, who else is there?", {"outcome": Outcome.NO_ANSWER}, False),
        ("my cousin works at DMW", {}, False),
        ("will they tell DMW?", {"question": question(Aspect.PRIVACY, 0.95)}, False),
    ],
)
def test_known_name_while_an_offer_is_checked(text: str, read: dict[str, Any], *, is_by_name: bool) -> None:
    """Whoever asks for an organization gets it, also while an offer is checked, unless another one is meant."""
    asked = replace(message(text, "check_job_offer", **{"names": ["DMW"], **read}), offer_check=True)
    assert asks_for_known_name(asked) is is_by_name


def test_a_letter_means_its_service() -> None:
    """The second letter is the second service; a letter that was not named means nothing."""
    asked = message("B", "out_of_scope")
    assert find_request(asked) == "ask_about_service"
    assert (asked.facts["aspect"], asked.facts["which"]) == ("which", "2")
    assert find_request(message("C", "out_of_scope")) is None


def test_a_question_about_the_police_is_no_wish_without_them() -> None:
    """Who asks whether the police are told has not refused them."""
    asked = message("do they tell the police?", "ask_privacy", question=question(Aspect.PRIVACY))
    assert "limits" not in asked.facts


@pytest.mark.parametrize(
    ("text", "intent", "read", "request_name"),
    [
        ("on a tourist visa he says", "immigration_help", {"offer_signs": ("border",)}, "check_job_offer"),
        ("so should i go or not", "ask_menu", {}, "check_job_offer"),
        ("they locked me in, tourist visa", "in_danger", {"offer_signs": ("border",)}, None),
        ("i need a doctor", "find_medical_help", {}, None),
    ],
)
def test_offer_goes_on(text: str, intent: str, read: dict[str, Any], request_name: str | None) -> None:
    """While an offer is checked, a sign or the wish for a verdict goes on with it; danger and a need do not."""
    assert find_request(replace(message(text, intent, **read), offer_check=True)) == request_name


def test_two_questions() -> None:
    """What is asked beside is kept when the intent tells what is asked first."""
    asked = message("is it free? open now?", "ask_cost", question=question(Aspect.HOURS))
    assert find_request(asked) == "ask_about_service"
    assert (asked.facts["aspect"], asked.facts["also"]) == ("cost", ["hours"])


def test_question_that_sounds_like_a_child() -> None:
    """Who asks a service something and sounds like a child is answered, and not corrected."""
    asked = question(Aspect.ELIGIBILITY)
    assert find_request(message("can i bring my boy?", "i_am_a_child", question=asked)) == "ask_about_service"
    assert find_request(message("that is for children", "i_am_a_child")) == "correct"


@pytest.mark.parametrize("text", ["109 ki", "what is 181?"])
def test_short_number_is_no_child(text: str) -> None:
    """The number of a line is asked for, even where it sounds like an age."""
    assert find_request(message(text, "i_am_a_child", question=question(Aspect.WHICH))) == "ask_by_name"


@pytest.mark.parametrize(
    ("text", "names"),
    [("LPN ແມ່ນຫຍັງ", ["LPN"]), ("DSI มีเบอร์มั้ย", ["DSI"]), ("HELP ME PLEASE", None), ("ICE took my brother", None)],
)
def test_acronyms(text: str, names: list[str] | None) -> None:
    """An acronym beside letters that know no capitals names an organization; a shout names none."""
    asked = message(text, "out_of_scope")
    find_request(asked)
    assert asked.facts.get("names") == names


def shared(text: str, intent: str, **shares: float) -> MessageContext:
    """Return a message with the probabilities of other intents beside its own."""
    asked = message(text, intent)
    intents = [(intent, 0.8), *shares.items()]
    return replace(asked, confidence=0.8, reading=replace(asked.reading, intents=intents))


STORY = " and they gave me a paper to sign for all of it, which nobody explained to any of us here"


@pytest.mark.parametrize(
    ("asked", "request_name"),
    [
        (shared("can the office deport me if i report him?", "report_crime", know_rights=0.7), "know_rights"),
        (shared("i want to report him", "report_crime", know_rights=0.7), None),
        (shared("the visa is over, what now?", "immigration_help", know_rights=0.2), "know_rights"),
        (replace(shared("the visa is over?", "immigration_help", know_rights=0.2), named=0), None),
    ],
)
def test_rights_by_their_share(asked: MessageContext, request_name: str | None) -> None:
    """Rights are asked for in the words of another need, before services were named only if it is nearly sure."""
    assert find_request(asked) == request_name


@pytest.mark.parametrize(
    ("which", "probability", "request_name"),
    [("all", 0.7, "know_rights"), ("1", 0.7, "ask_about_service"), ("all", 0.9, "ask_about_service")],
)
def test_debt_sounds_like_a_cost(which: str, probability: float, request_name: str) -> None:
    """A long message about a debt asks for rights, unless it surely asks what a service costs, or one of them."""
    asked = shared("the agent says i owe 1500, must i pay it?" + STORY, "advice_pay", know_rights=0.4)
    reading = replace(asked.reading, question=ServiceQuestion(Aspect.COST, which, probability))
    assert find_request(replace(asked, reading=reading, facts=tell_facts(reading))) == request_name


def test_new_offer_after_services() -> None:
    """A long message that surely tells of a job is checked as an offer, though it asks whether that is right."""
    offer = message("my cousin got a job offer as a guard in Dubai, is that legal?" + STORY, "check_job_offer")
    assert find_request(offer) is None
    assert find_request(message("is that normal?", "check_job_offer")) == "know_rights"


@pytest.mark.parametrize(
    ("danger", "read", "request_name"),
    [
        (0.1, {"question": question(Aspect.COST)}, "ask_about_service"),
        (0.5, {"question": question(Aspect.COST)}, "in_danger"),
        (0.1, {}, "in_danger"),
    ],
)
def test_ambulance_that_came(danger: float, read: dict[str, Any], request_name: str) -> None:
    """Whoever asks about a service after an ambulance came is not told its number again."""
    asked = message("the ambulance took him. is A free?", "ask_cost", **read)
    reading = replace(asked.reading, danger=DangerReading(danger, Danger.DANGER))
    assert find_request(replace(asked, reading=reading)) == request_name


@pytest.mark.parametrize(
    ("others", "request_name"), [(0.6, "tell_outcome"), (0.1, "ask_about_service")], ids=["others wanted", "not"]
)
def test_outcome_beside_a_question(others: float, request_name: str) -> None:
    """Whoever tells how it went and asks for others gets others, though they ask something of them."""
    asked = shared("nobody answers. is there anybody who speaks Thai?", "change_language", more_options=others)
    reading = replace(asked.reading, outcome=Outcome.NO_ANSWER, question=question(Aspect.LANGUAGE))
    asked = replace(asked, reading=reading, facts=tell_facts(reading))
    assert find_request(asked) == request_name


def test_question_is_no_wish_for_others() -> None:
    """What surely asks for hours or costs wants no others, though it sounds so."""
    asked = message("and the next one? open on sunday?", "more_options", question=question(Aspect.HOURS, 0.95))
    assert find_request(asked) == "ask_about_service"
    assert find_request(message("any others?", "more_options")) == "more_options"


def test_embassy_in_a_question() -> None:
    """Whether a service tells the embassy asks for no embassy."""
    asked = message("will they tell my embassy?", "ask_privacy", question=question(Aspect.PRIVACY, 0.95))
    assert find_request(asked) == "ask_about_service"
    assert find_request(message("where is my embassy?", "immigration_help")) == "ask_by_name"


def test_embassy_that_is_not_wanted() -> None:
    """Who does not want the embassy is not told of it."""
    story = "seven months without pay, no embassy, they called the madam. " * 3
    assert find_request(message(story, "immigration_help")) != "ask_by_name"


def test_limit_beside_a_question() -> None:
    """A question about those who were named is answered, though it sounds like a wish without the police."""
    asked = message(
        "what does it cost to report", "out_of_scope", limits=[Limit.NO_POLICE], question=question(Aspect.COST)
    )
    assert find_request(asked) == "ask_about_service"


def test_papers_beside_who_may_come() -> None:
    """Who speaks of papers and asks who may come asks whether papers are needed."""
    asked = shared("i have no papers, do they take me?", "ask_menu", immigration_help=0.5)
    reading = replace(asked.reading, question=question(Aspect.ELIGIBILITY))
    assert tell_facts(reading)["also"] == ["documents"]
    twice = ServiceQuestion(Aspect.ELIGIBILITY, "all", 0.9, (Aspect.DOCUMENTS, Aspect.COST))
    assert tell_facts(replace(reading, question=twice))["also"] == ["documents", "cost"]
    assert "also" not in tell_facts(replace(reading, intents=[("ask_menu", 0.8)]))


@pytest.mark.parametrize(("gone", "prying", "alone"), [(0.8, 0.1, True), (0.8, 0.6, False), (0.3, 0.1, False)])
def test_somebody_has_left(gone: float, prying: float, alone: bool) -> None:  # noqa: FBT001 - a parametrized test
    """Whoever was near has left, unless it is more a question who this is."""
    asked = shared("ok now", "greet", watcher_gone=gone, prying=prying)
    assert bool(tell_facts(asked.reading).get("alone")) is alone


@pytest.mark.parametrize(
    ("asked", "is_of_emergency"),
    [
        (message("do they ask for papers?", "immigration_help", named=0, question=question(Aspect.DOCUMENTS)), True),
        (message("will the ambulance tell the police?", "report_crime", question=question(Aspect.PRIVACY)), True),
        (message("do they tell the police?", "ask_privacy", question=question(Aspect.PRIVACY)), False),
        (message("where are they?", "out_of_scope", named=0, question=question(Aspect.PLACE)), False),
    ],
)
def test_question_about_emergency_numbers(asked: MessageContext, is_of_emergency: bool) -> None:  # noqa: FBT001
    """Right after emergency numbers a question is about them if it names an ambulance or nobody else was named."""
    asked = replace(asked, emergency_numbers=True)
    request = find_request(asked)
    assert bool(asked.facts.get("of_emergency")) is is_of_emergency
    assert (request == "ask_about_service") is bool(asked.named or is_of_emergency)


def test_whether_to_go_there() -> None:
    """Whoever writes for another and asks whether to go there is warned, unless an offer is checked."""
    asked = replace(message("should i go get her?", "check_job_offer"), other_person=True)
    assert find_request(asked) == "advice_relative"
    assert find_request(replace(asked, offer_check=True)) == "check_job_offer"
    assert find_request(replace(asked, other_person=False)) != "advice_relative"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("should i go to the police with her", "out_of_scope"),
        ("should i go to the embassy", "out_of_scope"),
        ("should i go to A", "out_of_scope"),
        ("should i go to the hospital with her", "find_medical_help"),
    ],
)
def test_going_to_those_who_help(text: str, intent: str) -> None:
    """Nobody is told not to go to the police, an embassy, a doctor or a service that was named."""
    assert find_request(replace(message(text, intent), other_person=True)) != "advice_relative"


@pytest.mark.parametrize(
    ("need", "aspect", "which", "request_name"),
    [
        ("human", Aspect.PRIVACY, "all", None),
        ("counselling", Aspect.PRIVACY, "all", "ask_about_service"),
        ("human", Aspect.PRIVACY, "1", "ask_about_service"),
    ],
)
def test_new_need_in_a_question(need: str, aspect: Aspect, which: str, request_name: str | None) -> None:
    """What was not asked for yet is looked for; what was, or is asked of one service, is a question about it."""
    asked = message("which has a counsellor, is it private", "find_counselling", question=question(aspect))
    reading = replace(asked.reading, question=ServiceQuestion(aspect, which, 0.95))
    assert find_request(replace(asked, reading=reading, need=need)) == request_name


@pytest.mark.parametrize(
    ("text", "intent", "share", "request_name"),
    [
        ("will they send me back if i go to the police", "immigration_help", 0.35, "know_rights"),
        ("i want to extend my visa", "immigration_help", 0.1, None),
        ("must i pay that?", "advice_pay", 0.6, "know_rights"),
    ],
)
def test_rights_without_a_question_mark(text: str, intent: str, share: float, request_name: str | None) -> None:
    """Many leave out the question mark: a larger share of rights is enough."""
    assert find_request(shared(text, intent, know_rights=share)) == request_name


def test_offer_whose_fees_are_told_first() -> None:
    """A first message that sounds like "should I pay?" and surely tells of an offer is checked."""
    asked = replace(shared("3000 a month, they want my passport", "advice_pay", check_job_offer=0.85), has_begun=False)
    assert find_request(asked) == "check_job_offer"


@pytest.mark.parametrize(
    ("asked", "request_name"),
    [
        (message("the ambulance took him, thank god", "thank"), None),
        (
            message("the ambulance took him. nobody picks up at the first", "thank", outcome=Outcome.NO_ANSWER),
            "tell_outcome",
        ),
        (message("what is the number of the ambulance?", "ask_bot", question=question(Aspect.CONTACT)), "in_danger"),
        (message("i cant call, he hears me", "cannot_speak", limits=(Limit.CANNOT_CALL,)), "advice_silent"),
        (message("i cant call, i need a bed tonight", "find_shelter", limits=(Limit.CANNOT_CALL,)), None),
    ],
)
def test_after_emergency_numbers(asked: MessageContext, request_name: str | None) -> None:
    """An ambulance that came is not called again; whoever cannot call is told of ways without speaking."""
    assert find_request(replace(asked, emergency_numbers=True)) == request_name


@pytest.mark.parametrize(
    ("read", "is_own"),
    [
        ({"needs": ["find_shelter"]}, True),
        ({"needs": ["find_shelter"], "relation": "sister"}, False),
        ({"needs": ["find_shelter"], "about_person": Person.OTHER}, False),
        ({"needs": ["help_someone_else"]}, False),
        ({}, False),
    ],
)
def test_seeks_help_for_oneself(read: dict[str, Any], *, is_own: bool) -> None:
    """Whoever wrote for somebody else, and then needs something and names only themself, needs it for themself."""
    assert seeks_help_for_oneself(message("now i am the one who needs it", "find_shelter", **read).reading) == is_own
