"""Danger and self-harm: give the emergency number and a hotline at once."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DirectoryAction, Events
from actions.pagination import CHOICES
from actions.service_formatting import hotlines_for_everyone, utter_country_question, utter_emergency, utter_services
from actions.situation import DANGER, SELF_HARM, Situation
from actions.usage import record_request
from directory import IN_DANGER, Directory, Need, Outcome, Place, ServiceResult

_KINDS = {DANGER: ("police", "general", "ambulance"), SELF_HARM: ("ambulance", "general")}
"""The kinds of emergency numbers to give, in this order."""
_YES = {"title": "utter_choice_yes", "payload": "/in_danger"}
_NO = {"title": "utter_choice_no", "payload": "/ask_menu"}


class ActionDanger(DirectoryAction, Action):
    """Answers a person who is in danger now."""

    def name(self) -> str:
        return "action_danger"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        return answer_danger(self.directory, dispatcher, Situation.from_tracker(tracker), DANGER)


class ActionSelfHarm(DirectoryAction, Action):
    """Answers a person who thinks of dying or of hurting themself."""

    def name(self) -> str:
        return "action_self_harm"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        return answer_danger(self.directory, dispatcher, Situation.from_tracker(tracker), SELF_HARM)


class ActionPossibleDanger(DirectoryAction, Action):
    """Asks a person who may be in danger, with the number at once, since the answer may never come."""

    def name(self) -> str:
        return "action_possible_danger"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        situation = Situation.from_tracker(tracker)
        country = situation.place.country if situation.place else situation.country_hint
        numbers = self.directory.emergency_numbers(country) if country else None
        if numbers is None or not utter_emergency(dispatcher, "utter_possible_danger", numbers, _KINDS[DANGER]):
            dispatcher.utter_message(response="utter_possible_danger_anywhere")
        dispatcher.utter_message(response="utter_still_here", buttons=[_YES, _NO])
        return []


def answer_danger(directory: Directory, dispatcher: CollectingDispatcher, situation: Situation, kind: str) -> Events:
    """Give the numbers of the person's country; if it is not known, say what helps anywhere and ask for it.

    `kind` is stored as an alarm until the country is known, and then answered first, whatever else the person has said
    in between. It is counted once it is answered; self-harm is not counted apart from other danger.
    A country that only the network guessed is good enough here, since it is named beside its numbers.
    """
    country = situation.place.country if situation.place else situation.country_hint
    numbers = directory.emergency_numbers(country) if country else None
    is_repeated = situation.alarm_count % 2 == 1 and situation.need == kind
    response = f"utter_{kind}_again" if is_repeated else f"utter_{kind}_here"
    if numbers is None or not utter_emergency(dispatcher, response, numbers, _KINDS[kind]):
        asks = not (situation.has_refused_place or situation.place)
        if asks and not is_repeated:
            utter_country_question(dispatcher, f"utter_{kind}_somewhere")
        else:
            dispatcher.utter_message(response=f"utter_{kind}_anywhere")
        alarm = kind if asks else None
        if not alarm:
            record_request(directory, situation, IN_DANGER, Outcome.DANGER, ())
        return [SlotSet("need", kind), SlotSet("alarm", alarm), SlotSet("alarms", situation.alarm_count + 1)]
    place = situation.place or Place(numbers.country)
    lines = _lines(directory, place, situation, kind)
    hotlines = _next_line(lines, situation)
    record_request(directory, situation, IN_DANGER, Outcome.DANGER, hotlines)
    if hotlines:
        dispatcher.utter_message(response="utter_danger_hotline")
        utter_services(dispatcher, hotlines, place, situation.language)
    more = ["more_people"] if len(lines) > 1 else []
    dispatcher.utter_message(
        response="utter_still_here", buttons=[CHOICES[name] for name in (*more, "other_place", "other_help")]
    )
    return [
        SlotSet("need", kind),
        SlotSet("alarm", None),
        SlotSet("alarms", situation.alarm_count + 1),
        SlotSet("shown", 0 if kind == SELF_HARM else len(hotlines)),  # of those the one given need not be the first
        SlotSet("place", situation.place_slot),
    ]


def _lines(directory: Directory, place: Place, situation: Situation, kind: str) -> tuple[ServiceResult, ...]:
    """Return hotlines, best first; for a person who thinks of dying those that listen, and none about work."""
    lines = hotlines_for_everyone(directory, place, situation, limit=5)
    if kind != SELF_HARM:
        return lines
    listening = [line for line in lines if Need.WORK not in line.needs] or lines
    return tuple(sorted(listening, key=lambda line: (not line.phones, Need.COUNSELLING not in line.needs)))


def _next_line(lines: tuple[ServiceResult, ...], situation: Situation) -> tuple[ServiceResult, ...]:
    """Return one hotline, a different one each time, or none if there is none."""
    index = situation.alarm_count % len(lines) if lines else 0
    return lines[index : index + 1]
