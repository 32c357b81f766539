"""What is said of services beside a danger, and to whoever wants no police."""

from dataclasses import replace
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.danger import answer_danger
from actions.named_services import ActionAnswerAboutService
from actions.pagination import find_page
from actions.situation import DANGER, Situation
from bot.engine.processor import TurnProcessor
from directory import Directory, Need, Place, ServiceResult
from nlu.reading.schema import Aspect

ASKED = [aspect for aspect in Aspect if aspect is not Aspect.OPERATOR]
"""Who runs a service is told with whom it informs (`nlu.reading.facts`)."""


def tracker(country: str, facts: dict[str, Any], **slots: Any) -> Tracker:
    """Return the tracker of a person in a country, whose message tells these facts."""
    state = {
        "sender_id": "x",
        "slots": {"language": "en", "place": {"country": country}, **slots},
        "latest_message": {
            "intent": {"name": "ask_about_service"},
            "entities": [{"entity": "facts", "value": facts}],
        },
    }
    return Tracker.from_dict(state)


def services(directory: Directory, country: str, *, of_police: bool) -> list[ServiceResult]:
    """Return services of a country that are linked to the police, or are not."""
    found = directory.find_services(Need.HUMAN, Place(country), "en", limit=50).services
    return [each for each in found if each.police_linked is of_police]


@pytest.mark.parametrize(("limits", "is_named"), [([], True), (["no_police"], False)])
def test_no_more_of_the_police(directory: Directory, limits: list[str], is_named: bool) -> None:  # noqa: FBT001
    """Whoever wants no police is told nothing of theirs when they ask about all that were named."""
    others, police = services(directory, "ES", of_police=False), services(directory, "ES", of_police=True)
    named = [police[0].id, others[0].id]
    dispatcher = CollectingDispatcher()
    asked = tracker("ES", {"aspect": "cost", "which": "all"}, named=named, limits=limits)
    ActionAnswerAboutService(directory).run(dispatcher, asked, {})
    letters = " ".join(message["name"] for message in dispatcher.messages)
    assert "B)" in letters
    assert ("A)" in letters) is is_named


@pytest.mark.parametrize(("which", "responses"), [("1", ["utter_about", "utter_about"]), ("all", [])])
def test_answer_beside_a_danger(directory: Directory, which: str, responses: list[str]) -> None:
    """In a danger what is asked of one service by its letter is answered, two questions at most."""
    named = [each.id for each in services(directory, "ES", of_police=False)[:2]]
    dispatcher = CollectingDispatcher()
    asked = tracker("ES", {"aspect": "cost", "which": which, "also": ["hours", "documents"]}, named=named)
    ActionAnswerAboutService(directory).answer_beside(dispatcher, asked)
    assert [message["response"] for message in dispatcher.messages] == responses


def test_place_to_sleep_in_a_danger(directory: Directory) -> None:
    """Whoever asks for a place to sleep in a danger gets one in place of a hotline."""
    situation = Situation.from_tracker(tracker("TH", {}))

    def named(needs: list[str]) -> set[str]:
        events = answer_danger(directory, CollectingDispatcher(), situation, DANGER, needs=needs)
        return {id_ for event in events if event.get("name") == "named" for id_ in event["value"]}

    beds = {each.id for each in directory.find_services(Need.SHELTER, Place("TH"), "en", limit=50).services}
    assert len(named(["shelter"]) & beds) == 1
    assert len(named([])) == 1


@pytest.mark.parametrize("first", ASKED)
@pytest.mark.parametrize("second", ASKED)
def test_any_two_questions_have_an_answer(
    directory: Directory, processor: TurnProcessor, first: Aspect, second: Aspect
) -> None:
    """Whatever two things are asked of a service, something is said, by a response that there is."""
    named = [each.id for each in services(directory, "ES", of_police=False)[:2]]
    dispatcher = CollectingDispatcher()
    asked = tracker("ES", {"aspect": first.value, "which": "1", "also": [second.value]}, named=named)
    ActionAnswerAboutService(directory).run(dispatcher, asked, {})
    said = [message["response"] for message in dispatcher.messages]
    said += [each["remark"] for message in dispatcher.messages for each in message.get("remarks", ())]
    assert said
    assert set(said) <= processor.domain.responses.keys()


def test_services_that_were_tried_come_last(directory: Directory) -> None:
    """A service that did not help comes after those that may still help."""
    situation = Situation.from_tracker(tracker("ES", {}))
    first, *_ = find_page(directory, situation, Need.LEGAL_HELP).services
    again = find_page(directory, replace(situation, tried=[first.id]), Need.LEGAL_HELP).services
    assert again
    assert first.id != again[0].id


def test_one_service_of_the_country_beside_those_abroad(directory: Directory) -> None:
    """Where only the person's own state or others abroad meet a need, one of the country stands beside them."""
    situation = Situation.from_tracker(tracker("MM", {}, home_country={"country": "IN"}))
    found = find_page(directory, situation, Need.RETURN_HOME).services
    assert any(each.country == "MM" for each in found)


def test_others_who_speak_the_language(directory: Directory) -> None:
    """Whoever asks which languages a service speaks gets one that speaks theirs, if that one does not."""
    found = directory.find_services(Need.HUMAN, Place("KR"), "th", limit=50).services
    silent = next(each for each in found if "th" not in each.languages and not each.interpretation)
    assert any("th" in each.languages for each in found)
    dispatcher = CollectingDispatcher()
    asked = tracker("KR", {"aspect": "language", "which": "all"}, named=[silent.id], language="th")
    events = ActionAnswerAboutService(directory).run(dispatcher, asked, {})
    assert "utter_other_options" in [message["response"] for message in dispatcher.messages]
    named = next(event["value"] for event in events if event["name"] == "named")
    assert all("th" in each.languages for each in directory.describe_services(named[1:], Place("KR"), "th"))


def test_letters_stay_where_the_police_are_left_out(directory: Directory) -> None:
    """Whoever wants no police and asks how to write to all keeps the letters of the others."""
    others, police = services(directory, "ES", of_police=False), services(directory, "ES", of_police=True)
    writable = next(each for each in others if each.email or each.url)
    dispatcher = CollectingDispatcher()
    asked = tracker(
        "ES", {"aspect": "contact", "which": "all"}, named=[police[0].id, writable.id], limits=["no_police"]
    )
    ActionAnswerAboutService(directory).run(dispatcher, asked, {})
    assert [message["name"][:2] for message in dispatcher.messages if message["response"] == "utter_service"] == ["B)"]


def test_another_line_in_a_danger(directory: Directory) -> None:
    """In a danger a line that did not help is not given again while there is another one."""

    def named(tried: list[str]) -> list[str]:
        situation = Situation.from_tracker(tracker("KR", {}, tried=tried))
        events = answer_danger(directory, CollectingDispatcher(), situation, DANGER)
        return next(event["value"] for event in events if event["name"] == "named")

    assert named([])
    assert named(named([])) != named([])
