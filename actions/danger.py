"""Danger and self-harm: the emergency number and a hotline, at once."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.directory_action import AsksDirectory
from actions.pagination import CHOICES
from actions.service_formatting import hotlines_for_anybody, utter_emergency, utter_services, utter_with_countries
from actions.situation import DANGER, SELF_HARM, Situation
from actions.usage import count_asking
from directory import IN_DANGER, Directory, FoundService, Need, Outcome, Place

Events = list[dict[str, Any]]

_KINDS = {DANGER: ("police", "general", "ambulance"), SELF_HARM: ("ambulance", "general")}
"""Emergency numbers that help, in the order in which they do."""


class ActionDanger(AsksDirectory, Action):
    """Answers someone who is in danger now."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_danger"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Name whom to call."""
        return answer_danger(self.directory, dispatcher, Situation.of(tracker), DANGER)


class ActionSelfHarm(AsksDirectory, Action):
    """Answers someone who thinks of dying or of hurting themself."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_self_harm"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Name whom to call."""
        return answer_danger(self.directory, dispatcher, Situation.of(tracker), SELF_HARM)


def answer_danger(directory: Directory, dispatcher: CollectingDispatcher, situation: Situation, kind: str) -> Events:
    """Name the numbers of the person's country; where it is not known, say what helps anywhere and ask for it.

    `kind` is remembered as an alarm until the country is told, and then answered first, whatever
    else the person may have said in between.
    It is counted once it is answered, and self-harm not apart from other danger.
    A country that only the network guessed is good enough here: it is named beside its numbers.
    """
    country = situation.place.country if situation.place else situation.country_hint
    numbers = directory.emergency_numbers(country) if country else None
    again = situation.alarms % 2 == 1 and situation.need == kind
    response = f"utter_{kind}_again" if again else f"utter_{kind}_here"
    if numbers is None or not utter_emergency(dispatcher, response, numbers, _KINDS[kind]):
        asks = not (situation.would_not_say or situation.place)
        if asks and not again:
            utter_with_countries(dispatcher, f"utter_{kind}_somewhere")
        else:
            dispatcher.utter_message(response=f"utter_{kind}_anywhere")
        alarm = kind if asks else None
        if not alarm:
            count_asking(directory, situation, IN_DANGER, Outcome.DANGER, ())
        return [SlotSet("need", kind), SlotSet("alarm", alarm), SlotSet("alarms", situation.alarms + 1)]
    place = situation.place or Place(numbers.country)
    lines = _lines(directory, place, situation, kind)
    hotlines = _one_of(lines, situation)
    count_asking(directory, situation, IN_DANGER, Outcome.DANGER, hotlines)
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
        SlotSet("alarms", situation.alarms + 1),
        SlotSet("shown", 0 if kind == SELF_HARM else len(hotlines)),  # there the one named need not be the first
        SlotSet("place", situation.named),
    ]


def _lines(directory: Directory, place: Place, situation: Situation, kind: str) -> tuple[FoundService, ...]:
    """Return hotlines, best first; for somebody who thinks of dying those that listen, and none about work."""
    lines = hotlines_for_anybody(directory, place, situation, limit=5)
    if kind != SELF_HARM:
        return lines
    listening = [line for line in lines if Need.WORK not in line.needs] or lines
    return tuple(sorted(listening, key=lambda line: (not line.phones, Need.COUNSELLING not in line.needs)))


def _one_of(lines: tuple[FoundService, ...], situation: Situation) -> tuple[FoundService, ...]:
    """Return the line to name, another one each time; none where there is none."""
    at = situation.alarms % len(lines) if lines else 0
    return lines[at : at + 1]
