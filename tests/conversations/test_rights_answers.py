"""A question about rights gets the sentence that answers it, alone and beside other answers."""

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.danger import ActionPossibleDanger
from actions.named_services import ActionAnswerAboutService
from actions.rights import ActionRights
from actions.services import ActionFindServices
from directory import RIGHTS_QUESTIONS, Directory, Need, Place, Rights

RIGHTS = Rights.read()
OWN_TEXT = {"debt": "utter_advice_debt"} | {
    name: f"utter_rights_{name}" for name in ("deportation", "leaving", "medical_care", "own_children")
}


def tracker(intent: str, facts: dict[str, Any], **slots: Any) -> Tracker:
    """Return the tracker of a person whose message tells these facts."""
    entities = [{"entity": "facts", "value": facts}]
    state = {
        "sender_id": "x",
        "slots": {"language": "en", **slots},
        "latest_message": {"intent": {"name": intent}, "entities": entities},
        "events": [{"event": "user", "text": "", "parse_data": {}, "input_channel": "telegram"}],
    }
    return Tracker.from_dict(state)


def responses(dispatcher: CollectingDispatcher) -> list[str]:
    """Return the names of what was said."""
    return [message["response"] for message in dispatcher.messages]


def sentences(dispatcher: CollectingDispatcher) -> list[str]:
    """Return the sentences of pages that were said."""
    return [fact["text"] for message in dispatcher.messages for fact in message.get("facts", ())]


def ask(directory: Directory, question: str, **slots: Any) -> CollectingDispatcher:
    """Ask a question about rights."""
    dispatcher = CollectingDispatcher()
    ActionRights(directory, RIGHTS).run(dispatcher, tracker("know_rights", {"rights_question": question}, **slots), {})
    return dispatcher


@pytest.mark.parametrize("question", RIGHTS_QUESTIONS)
def test_answer_everywhere(directory: Directory, question: str) -> None:
    """Where no place is known, each question has a text, and no menu stands in its place."""
    expected = OWN_TEXT.get(question, f"utter_rights_{RIGHTS_QUESTIONS[question]}")
    assert responses(ask(directory, question)) == [expected]


@pytest.mark.parametrize("place", RIGHTS.places())
@pytest.mark.parametrize("question", RIGHTS_QUESTIONS)
def test_answer_of_a_page(directory: Directory, place: str, question: str) -> None:
    """Where the page answers, its first sentence is an answer; else the text for everywhere is said."""
    country = "FR" if place == "EU" else place
    answers = RIGHTS.answers(place, question, "en")
    found = ask(directory, question, place={"country": country})
    if answers:
        assert sentences(found)[0] == answers[0].text
        assert responses(found) == ["utter_rights_page", *(["utter_advice_debt"] if question == "debt" else [])]
    else:
        assert "utter_rights_page" not in responses(found)


def test_page_in_another_language(directory: Directory) -> None:
    """Whoever reads none of the languages of a page gets the text for everywhere in their own, and no question."""
    assert responses(ask(directory, "wages", place={"country": "GB"}, language="km")) == ["utter_rights_pay"]


def test_what_holds_for_children_comes_first(directory: Directory) -> None:
    """A child is told what holds for people under 18 before what holds for adults."""
    of_adult, of_child = (
        sentences(ask(directory, "prosecution", place={"country": "GB"}, child=child))[0] for child in (False, True)
    )
    assert "an adult" in of_adult
    assert "under 18" in of_child


def test_beside_services(directory: Directory) -> None:
    """Beside services for a need stands what the law says, before the choices, where it is surely asked."""
    for asks, is_told in ((True, True), (False, False)):
        dispatcher = CollectingDispatcher()
        facts = {"rights_question": "wages", **({"asks_rights": True} if asks else {})}
        need = tracker("find_legal_help", facts, need=Need.LEGAL_HELP.value, place={"country": "KR"})
        ActionFindServices(directory, RIGHTS).run(dispatcher, need, {})
        found = responses(dispatcher)
        assert ("utter_rights_page" in found) is is_told
        assert found[-1] == "utter_after_services"


def test_beside_a_suspected_danger(directory: Directory) -> None:
    """Whoever may be in danger and asks about rights is told both, the number first."""
    dispatcher = CollectingDispatcher()
    facts = {"rights_question": "deportation", "asks_rights": True}
    message = tracker("possible_danger", facts, place={"country": "TH"})
    ActionPossibleDanger(directory, RIGHTS).run(dispatcher, message, {})
    found = responses(dispatcher)
    assert found[0] == "utter_possible_danger"
    assert found[-2:] == ["utter_rights_page", "utter_still_here"]


def test_child_in_danger(directory: Directory) -> None:
    """A child who tells of a danger is told that it is not their fault, the first time."""
    for slots, is_told in (({"child": True}, True), ({"child": True, "alarms": 1}, False), ({}, False)):
        dispatcher = CollectingDispatcher()
        message = tracker("possible_danger", {}, place={"country": "TH"}, **slots)
        ActionPossibleDanger(directory, RIGHTS).run(dispatcher, message, {})
        assert ("utter_thank_for_telling" in responses(dispatcher)) is is_told


@pytest.mark.parametrize(("child", "is_of_child"), [(False, True), (True, False)])
def test_with_a_child(directory: Directory, *, child: bool, is_of_child: bool) -> None:
    """A mother who asks whether her child may come is told what to ask; a child who asks for themself is not."""
    named = [each.id for each in directory.find_services(Need.HUMAN, Place("TH"), "en", limit=1).services]
    facts = {"aspect": "eligibility", "which": "all", "with_child": True}
    dispatcher = CollectingDispatcher()
    message = tracker("ask_about_service", facts, place={"country": "TH"}, named=named, child=child)
    ActionAnswerAboutService(directory).run(dispatcher, message, {})
    remarks = [remark["remark"] for each in dispatcher.messages for remark in each.get("remarks", ())]
    assert ("utter_remark_ask_eligibility_child" in remarks) is is_of_child
