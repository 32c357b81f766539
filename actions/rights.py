"""Rights: choose a topic, then read the general text or the page of a country, a few sentences at a time."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Events, entity_value
from actions.danger import answer_danger
from actions.likely_countries import likely_countries
from actions.rights_pages import EVERYWHERE, RightsAction, fit_facts, utter_facts
from actions.situation import Situation
from directory import RIGHTS_QUESTIONS, Fact, Need

_BESIDE_PAGE = frozenset({"debt"})
"""Questions to which what holds everywhere is said beside the page too: few laws say what is owed."""


class ActionRights(RightsAction, Action):
    """Answers questions about rights."""

    def name(self) -> str:
        return "action_rights"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """An open alarm is answered after it."""
        situation = Situation.from_tracker(tracker)
        answer = {
            "rights_topic": self._topic,
            "rights_place": self._ask_for_country,
            "rights_country": self._country,
            "rights_language": self._read,
            "more_rights": self._read,
        }.get(situation.intent, self._overview)
        events = answer(dispatcher, tracker, situation)
        if situation.alarm:
            return [*events, *answer_danger(self.directory, dispatcher, situation, situation.alarm)]
        if situation.intent == "know_rights" and _tells_story(tracker) and situation.place and not situation.named:
            # Who tells what happens and where needs somebody who helps beside the answer.
            return [*events, SlotSet("need", situation.open_need or Need.HUMAN.value), FollowupAction("find_help_form")]
        return events

    def _overview(self, dispatcher: CollectingDispatcher, tracker: Tracker, situation: Situation) -> Events:
        """Answer what was asked in words, else offer the topics."""
        place = [SlotSet("place", situation.place_slot)] if situation.place_slot else []
        question = (entity_value(tracker, "facts") or {}).get("rights_question")
        if question:
            return [*place, *self._answer(dispatcher, tracker, situation, question)]
        dispatcher.utter_message(response="utter_rights")
        return place

    def _answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, situation: Situation, question: str
    ) -> Events:
        """Say what the page of the place answers, in a language that the person reads, or what holds everywhere."""
        topic, place = RIGHTS_QUESTIONS[question], self.page_place(situation)
        language = self.language(tracker, situation, place) if place else None
        reading = {"topic": topic, "question": question, "place": place, "at": 0}
        if place and language and (answers := self.answers(situation, place, question, language)):
            if question not in _BESIDE_PAGE:
                return self._show(dispatcher, tracker, situation, reading)
            utter_facts(dispatcher, place, fit_facts(answers, language, situation), [])
        dispatcher.utter_message(response=EVERYWHERE.get(question, f"utter_rights_{topic}"))
        return [SlotSet("rights", {**reading, "place": None})]

    def _topic(self, dispatcher: CollectingDispatcher, tracker: Tracker, situation: Situation) -> Events:
        topic = entity_value(tracker, "topic")
        if topic is None:
            return self._overview(dispatcher, tracker, situation)
        return self._read_topic(dispatcher, tracker, situation, topic)

    def _read_topic(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, situation: Situation, topic: str
    ) -> Events:
        """Say what the page of the place says, or what holds everywhere."""
        place = self.page_place(situation)
        if place is None or topic not in self.rights.topics(place):
            dispatcher.utter_message(response=f"utter_rights_{topic}")
            return [SlotSet("rights", {"topic": topic, "place": None, "at": 0})]
        return self._show(dispatcher, tracker, situation, {"topic": topic, "place": place, "at": 0})

    def _ask_for_country(self, dispatcher: CollectingDispatcher, tracker: Tracker, situation: Situation) -> Events:
        buttons = [
            {"title": f"country:{code}", "payload": f'/rights_country{{"place": {{"country": "{code}"}}}}'}
            for code in likely_countries(situation)
        ]
        dispatcher.utter_message(response="utter_rights_where", buttons=buttons)
        return []

    def _country(self, dispatcher: CollectingDispatcher, tracker: Tracker, situation: Situation) -> Events:
        country = (entity_value(tracker, "place") or {}).get("country")
        place = self.rights.page_place(country)
        reading = tracker.get_slot("rights") or {}
        if place is None:
            if country is None:
                return self._ask_for_country(dispatcher, tracker, situation)
            dispatcher.utter_message(response="utter_rights_no_page", country=country)
            return []
        if reading.get("topic") not in self.rights.topics(place):
            reading = {"topic": self.rights.topics(place)[0]}
        return self._show(dispatcher, tracker, situation, {**reading, "place": place, "at": 0})

    def _read(self, dispatcher: CollectingDispatcher, tracker: Tracker, situation: Situation) -> Events:
        """Show the next sentences, or the same ones in the chosen language."""
        reading = tracker.get_slot("rights") or {}
        if not reading.get("place"):
            return self._overview(dispatcher, tracker, situation)
        chosen = entity_value(tracker, "language") if situation.intent == "rights_language" else None
        events = [SlotSet("rights_language", chosen)] if chosen else []
        return [*events, *self._show(dispatcher, tracker, situation, reading, chosen)]

    def _show(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        situation: Situation,
        reading: dict[str, Any],
        chosen: str | None = None,
    ) -> Events:
        """Show the next sentences of a topic in a language that the person reads, or ask for a language."""
        place = reading["place"]
        language = self.language(tracker, situation, place, chosen)
        if language is None:
            buttons = [
                {"title": f"language:{code}", "payload": f'/rights_language{{"language": "{code}"}}'}
                for code in self.languages(place)
            ]
            dispatcher.utter_message(response="utter_rights_language", country=place, buttons=buttons)
            return [SlotSet("rights", reading)]
        facts = self._facts(situation, reading, language)
        known = sum(fact.known for fact in facts)  # what is not known stands last, behind a choice
        end = known if reading["at"] < known else len(facts)
        shown = fit_facts(facts[reading["at"] : end], language, situation)
        at = reading["at"] + len(shown)
        more = "utter_choice_more_rights" if at < known else "utter_choice_unknown_rights"
        utter_facts(dispatcher, place, shown, page_choices(more if at < len(facts) else None, by_sms=situation.is_sms))
        return [SlotSet("rights", {**reading, "at": at if at < len(facts) else 0})]

    def _facts(self, situation: Situation, reading: dict[str, Any], language: str) -> list[Fact]:
        """Return what answers the question that was asked, if one was, then the rest of the topic."""
        place, question = reading["place"], reading.get("question")
        answers = self.answers(situation, place, question, language) if question else ()
        rest = self.rights.facts(place, reading["topic"], language)
        return [*answers, *(fact for fact in rest if fact not in answers)]


def _tells_story(tracker: Tracker) -> bool:
    return bool((entity_value(tracker, "facts") or {}).get("story"))


def page_choices(more: str | None, *, by_sms: bool) -> list[dict[str, str]]:
    """Return the choices after a page, `more` to read on: few for SMS, where each character costs money."""
    read_on = {"title": more or "", "payload": "/more_rights"}
    other = {"title": "utter_choice_other_rights", "payload": "/know_rights"}
    lawyer = {"title": "utter_choice_lawyer", "payload": "/find_legal_help"}
    if by_sms:
        return [read_on if more else other, lawyer]
    return [*([read_on] if more else []), other, lawyer]
