"""The form that asks for what a search needs: its validation, and its questions, each asked at most twice."""

from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import ActionExecutionRejected, ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DirectoryAction, Events, entity_value, needs_in_message
from actions.likely_countries import likely_countries
from actions.pagination import find_page
from actions.service_formatting import utter_country_question, utter_place_confirmation
from actions.situation import Situation
from directory import Need
from locales.registry import STATE_OF_LANGUAGE

NO_ANSWER = {"give_place", "nlu_fallback", "out_of_scope", "affirm"}
"""Intents that answer a question of the form, but give no usable value."""

_INTERRUPTIONS = frozenset({
    "in_danger", "self_harm", "possible_danger", "someone_watching", "erase_chat", "describe_exploitation",
    "check_job_offer", "know_rights", "help_someone_else", "self_check", "say_feeling", "cannot_speak",
})  # fmt: skip
"""Intents that are answered instead of the form's question, even if the message tells what was asked for.

Rasa takes a slot that the engine's memory sets (`bot.engine.memory`) for an answer to the form.
"""

_ANOTHER_PLACE = {"other_place", "choose_whom", "help_someone_else"}
"""Intents after which another place is asked for than before, which need not be in the country of the phone."""

_FIRST_RESPONSES = {"report_crime": "utter_before_report", "i_am_a_child": "utter_child"}
"""Responses before the form continues, by intent; for other intents they are in rules/find_help.yml."""


class ActionNotAnAnswer(Action):
    """Does nothing; the rules need it after an intent that does not answer the form's question.

    Rasa applies no rule that leads from an intent straight back to the active form.
    """

    def name(self) -> str:
        return "action_not_an_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        return []


class ValidateFindHelpForm(DirectoryAction, FormValidationAction):
    """Decides what the form still asks, and stores no more of an answer than necessary."""

    def name(self) -> str:
        return "validate_find_help_form"

    async def next_requested_slot(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any] | None:
        """Skip slots that would not change the search result; end the form if no others are missing.

        Otherwise leave the choice to Rasa: a slot that is requested here would count as asked before it is asked.
        """
        if _is_interruption(tracker):
            return None
        situation = Situation.from_tracker(tracker)
        missing = [slot for slot in self.domain_slots(domain) if tracker.get_slot(slot) is None]
        needed = [slot for slot in missing if slot != "home_country" or self._needs_home_country(tracker, situation)]
        if needed[:1] == missing[:1]:
            return None
        return dict(SlotSet("requested_slot", needed[0] if needed else None))

    def _needs_home_country(self, tracker: Tracker, situation: Situation) -> bool:
        """Return whether to ask where somebody is from: for papers only where nobody but their state has them.

        Whoever tells a whole story needs somebody who advises them before any embassy.
        """
        if situation.wants_home_help:
            return situation.needs_home_country
        if (entity_value(tracker, "facts") or {}).get("story"):
            return False
        if situation.need != Need.IMMIGRATION:
            return situation.needs_home_country
        services = find_page(self.directory, situation, Need.IMMIGRATION).services
        return situation.needs_home_country and not any(Need.IMMIGRATION in each.needs for each in services)

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Say first what the rules can't: Rasa skips them if the same message answers the form's question.

        Leave an interruption to the rules.
        """
        if _is_interruption(tracker):
            return [ActionExecutionRejected(self.form_name())]
        situation = Situation.from_tracker(tracker)
        is_home_of_child = situation.intent == "return_home" and situation.is_child and not situation.other_person
        response = "utter_before_home_child" if is_home_of_child else _FIRST_RESPONSES.get(situation.intent)
        if response and response not in _actions_of_turn(tracker):
            dispatcher.utter_message(response=response)
        need = [SlotSet("need", each) for each in _needs_of_child(tracker, domain)]
        tracker.add_slots(need)
        events: Events = await super().get_validation_events(dispatcher, tracker, domain)
        return [*need, *events]

    def validate_place(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Accept a known place; ask again for an unknown one."""
        return {"place": value if isinstance(value, dict) else None}

    def validate_home_country(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Store the country only: the home town is not needed."""
        return {"home_country": {"country": value.get("country")} if isinstance(value, dict) else None}


class ActionAskNeed(Action):
    """Asks what a person needs; after two unusable answers, or once services were named, finds somebody to talk to.

    Whoever tells their story is not asked: it says what they need, or that they need somebody to talk to.
    """

    def name(self) -> str:
        return "action_ask_need"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        if (entity_value(tracker, "facts") or {}).get("story"):
            needs = [need for need in needs_in_message(tracker, domain) if need != "human"]
            known = [SlotSet("need", next(iter(needs), "human")), SlotSet("requested_slot", None)]
            return [*known, SlotSet("unanswered", 0), FollowupAction("find_help_form")]
        failed = failed_attempts(tracker, slot="need")
        if failed > 1 or tracker.get_slot("named"):
            return [*give_up("need", "human"), SlotSet("place", tracker.get_slot("place") or {"country": None})]
        dispatcher.utter_message(response="utter_ask_need_again" if failed else "utter_ask_need")
        return [SlotSet("unanswered", failed)]


class ActionAskPlace(Action):
    """Asks where the person is; after two answers without a known place continues without one."""

    def name(self) -> str:
        return "action_ask_place"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        guess = entity_value(tracker, "possible_place")
        if guess:
            utter_place_confirmation(dispatcher, guess)
            return [SlotSet("unanswered", 0)]
        failed = failed_attempts(tracker, slot="place")
        situation = Situation.from_tracker(tracker)
        is_repeated = tracker.get_slot("place_asked") and situation.intent not in _ANOTHER_PLACE
        if situation.country_hint and not situation.alarm and (is_repeated or is_probably_at_home(tracker, situation)):
            # The country of the phone is said beside what is found there, with the choice of another place.
            return give_up("place", {"country": situation.country_hint})
        if failed > 1:
            return give_up("place", {"country": None})
        question = "utter_ask_place_other" if situation.other_person else "utter_ask_place"
        first = situation.alarm_question if situation.alarm else question
        utter_country_question(dispatcher, "utter_ask_country" if failed else first, likely=likely_countries(situation))
        return [SlotSet("unanswered", failed), SlotSet("place_asked", value=True)]


class ActionAskHomeCountry(Action):
    """Asks once which country the person is from, to find what their own state offers; they need not answer.

    A person who fled that state must not be pressed, so any answer without a country counts as a refusal.
    """

    def name(self) -> str:
        return "action_ask_home_country"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        situation = Situation.from_tracker(tracker)
        if situation.has_fled or (tracker.get_slot("home_country_asked") and situation.intent in NO_ANSWER):
            return give_up("home_country", {"country": None})
        utter_country_question(
            dispatcher, "utter_ask_home_country", likely=likely_countries(situation), may_have_fled=True
        )
        return [SlotSet("home_country_asked", value=True), SlotSet("unanswered", 0)]


def is_probably_at_home(tracker: Tracker, situation: Situation) -> bool:
    """Return whether a person is probably in the country of their phone: they tell a story that names no other.

    The same holds for whoever has had an offer of work checked. Whoever wants to go home is somewhere else, unless
    their phone is not of the country whose language they write: then they bought it abroad, and are there.
    """
    facts = entity_value(tracker, "facts") or {}
    if situation.intent == "report_crime" and tracker.get_slot("check"):
        return not facts.get("countries")
    tells_all = bool(facts.get("story")) or bool(tracker.get_slot("check"))
    home = STATE_OF_LANGUAGE.get(situation.language.partition("-")[0])
    may_be_away = home in {None, situation.country_hint} and (situation.intent == "return_home" or situation.at_sea)
    is_elsewhere = may_be_away or situation.intent in _ANOTHER_PLACE or bool(situation.other_person)
    names_no_other = {situation.country_hint, home, facts.get("origin")}.issuperset(facts.get("countries", ()))
    return tells_all and names_no_other and not is_elsewhere


def _needs_of_child(tracker: Tracker, domain: dict[str, Any]) -> list[str]:
    """Return the first need that a child tells beside their age, as a code of the directory, unless one is known.

    Who tells a story and a place needs somebody to talk to, and is not asked first what they need.
    """
    situation = Situation.from_tracker(tracker)
    if situation.intent != "i_am_a_child" or tracker.get_slot("need"):
        return []
    facts = entity_value(tracker, "facts") or {}
    return needs_in_message(tracker, domain)[:1] or (["human"] if situation.place and facts.get("story") else [])


def failed_attempts(tracker: Tracker, *, slot: str) -> int:
    """Return how often this question got no usable answer, the current one included."""
    situation = Situation.from_tracker(tracker)
    was_requested = tracker.get_slot("requested_slot") == slot and situation.form_is_active
    return situation.unanswered + 1 if was_requested and situation.intent in NO_ANSWER else 0


def give_up(slot: str, value: Any) -> Events:
    """Return the events that end the form with this value; the rules then start the search."""
    return [SlotSet(slot, value), SlotSet("unanswered", 0), SlotSet("requested_slot", None), ActiveLoop(None)]


def _is_interruption(tracker: Tracker) -> bool:
    """Return whether the message interrupts an open question, and was not answered yet."""
    situation = Situation.from_tracker(tracker)
    is_question_open = situation.form_is_active and situation.requested_slot is not None
    is_answered = bool(set(_actions_of_turn(tracker)) - {"action_extract_slots", "find_help_form"})
    return situation.intent in _INTERRUPTIONS and is_question_open and not is_answered


def _actions_of_turn(tracker: Tracker) -> Iterator[str]:
    """Yield the names of the actions since the person wrote, the last one first."""
    for event in takewhile(lambda event: event["event"] != "user", reversed(tracker.events)):
        if event["event"] == "action":
            yield event["name"]
