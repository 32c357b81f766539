"""Danger and self-harm: give the emergency number and a hotline at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DirectoryAction, Events, entity_value, needs_in_message
from actions.call_script import utter_local_script
from actions.likely_countries import likely_countries
from actions.menu import offer_menu
from actions.named_services import ActionAnswerAboutService
from actions.pagination import CHOICES, accepts_text, find_page, untried_services
from actions.rights_pages import RightsAction
from actions.service_formatting import (
    WITHOUT_POLICE,
    hotlines_for_everyone,
    named_before,
    named_ids,
    utter_country_question,
    utter_emergency,
    utter_services,
)
from actions.situation import DANGER, SELF_HARM, Situation
from actions.usage import outcome_of, record_more, record_request
from directory import IN_DANGER, Directory, EmergencyNumbers, Need, Outcome, Place, ServiceResult

_KINDS = {DANGER: ("police", "general", "ambulance"), SELF_HARM: ("ambulance", "general")}
"""The kinds of emergency numbers to give, in this order."""
_POLICE_PROTECT_SCAMS = frozenset({"MM", "KH", "LA"})
"""ISO 3166-1: OHCHR, "Online Scam Operations and Trafficking into Forced Criminality in Southeast Asia", 2023."""
_BY_KIND = {
    "captivity": "utter_danger_locked",
    "publish": "utter_danger_publish",
    "medical": "utter_danger_medical",
    "taken": "utter_danger_taken",
}
"""Responses by what threatens (`nlu.reading.schema.DangerKind`), for all others the general one."""
_NUMBERS_BY_KIND = {
    "publish": WITHOUT_POLICE,
    "medical": ("ambulance", "general", "police"),
    "taken": ("ambulance", "general", "police"),
}
"""The numbers to give where the police are not what is needed first."""
_WITHOUT_CALLING = {
    "utter_danger_here": "utter_danger_again",
    "utter_danger_locked": "utter_danger_locked_cannot_call",
    "utter_danger_medical": "utter_danger_medical_cannot_call",
    "utter_danger_taken": "utter_danger_medical_cannot_call",
    "utter_possible_danger": "utter_possible_danger_cannot_call",
}
"""Responses to whoever told that they cannot speak or call, in place of those that say to call."""
_AMBULANCE_FIRST = frozenset({"medical", "taken"})
"""Kinds of danger in which an ambulance comes before any hotline."""
_SERVICES_BESIDE_NUMBER = 2
"""Services that are named beside the number where it is not clear whether there is a danger."""
_MOST_LINES = 5
"""Hotlines that are named in turn while a danger lasts."""
_YES = {"title": "utter_choice_yes", "payload": "/in_danger"}
_YES_SELF_HARM = {**_YES, "payload": "/self_harm"}
_NO = {"title": "utter_choice_no", "payload": "/safe_now"}


class ActionDanger(DirectoryAction, Action):
    """Answers a person who is in danger now."""

    def name(self) -> str:
        return "action_danger"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        needs = needs_in_message(tracker, domain)
        events = answer_danger(self.directory, dispatcher, Situation.from_tracker(tracker), DANGER, needs=needs)
        return [*ActionAnswerAboutService(self.directory).answer_beside(dispatcher, tracker), *events]


class ActionSelfHarm(DirectoryAction, Action):
    """Answers a person who thinks of dying or of hurting themself."""

    def name(self) -> str:
        return "action_self_harm"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        return answer_danger(self.directory, dispatcher, Situation.from_tracker(tracker), SELF_HARM)


class ActionPossibleDanger(RightsAction, Action):
    """Asks a person who may be in danger, with the number at once, since the answer may never come."""

    def name(self) -> str:
        return "action_possible_danger"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        situation = Situation.from_tracker(tracker)
        facts = entity_value(tracker, "facts") or {}
        is_harm = facts.get("perhaps_self_harm", False)
        is_question_open = any(choice["payload"] == _NO["payload"] for choice in tracker.get_slot("open_choices") or ())
        if is_question_open and situation.intent == "possible_danger":  # it is told again
            is_harm = is_harm or any(choice["payload"] == "/self_harm" for choice in tracker.get_slot("open_choices"))
            return answer_danger(self.directory, dispatcher, situation, SELF_HARM if is_harm else DANGER)
        if situation.alarm:  # a danger that is certain
            return answer_danger(self.directory, dispatcher, situation, situation.alarm)
        country = situation.place.country if situation.place else situation.country_hint
        numbers = self.directory.emergency_numbers(country) if country else None
        kinds = WITHOUT_POLICE if country and is_police_last(situation, country) else _KINDS[DANGER]
        if situation.injuries:
            kinds = _NUMBERS_BY_KIND["medical"]
        if situation.avoids_police:
            kinds = WITHOUT_POLICE[:-1]  # their number is said once, where the danger is certain
        response = "utter_possible_self_harm" if is_harm else "utter_possible_danger"
        with_numbers = _WITHOUT_CALLING.get(response, response) if situation.only_writing else response
        if is_harm and situation.is_far:
            with_numbers = "utter_possible_self_harm_far"
        if numbers is None or not utter_emergency(
            dispatcher, with_numbers, numbers, kinds, only_writing=situation.only_writing
        ):
            dispatcher.utter_message(response=f"{response}_anywhere")
        _say_first_aid(dispatcher, situation)
        _thank_child(dispatcher, situation)
        if situation.asks_for_words:
            utter_local_script(dispatcher, situation)
        events = self._name_services(dispatcher, tracker, domain, situation)
        self.utter_answer_beside(dispatcher, tracker, situation)
        yes = [_YES_SELF_HARM, CHOICES["in_danger"]] if is_harm else [_YES]
        dispatcher.utter_message(response="utter_still_here", buttons=[*yes, _NO])
        if events:
            return events
        # Whoever then says only where they are gets the numbers of that place.
        alarm = SELF_HARM if is_harm else DANGER
        return [] if situation.place else [SlotSet("alarm", alarm), SlotSet("need", situation.need or alarm)]

    def _name_services(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any], situation: Situation
    ) -> Events:
        """Name services beside the number: others to whoever tells how it went, else those for a need and a place."""
        facts = entity_value(tracker, "facts") or {}
        if situation.named and facts.get("outcome"):
            fresh = untried_services(self.directory, situation, _SERVICES_BESIDE_NUMBER)
            dispatcher.utter_message(response="utter_other_options" if fresh else "utter_nobody_else")
            if fresh:
                utter_services(dispatcher, fresh, situation.place, situation.written_language)
                record_more(self.directory, situation, fresh)
            tried = sorted({*situation.named, *situation.tried})
            return [SlotSet("tried", tried), *([SlotSet("named", named_ids(fresh))] if fresh else [])]
        asks_by_letter = "aspect" in facts and facts.get("which", "all") != "all"
        needs = needs_in_message(tracker, domain)
        is_new = entity_value(tracker, "place") or (needs and needs[0] != situation.open_need)
        if situation.named and (asks_by_letter or not is_new):
            return ActionAnswerAboutService(self.directory).answer_beside(dispatcher, tracker, by_letter=False)
        needs = needs or (["human"] if facts.get("story") else [])
        is_home = facts.get("story") and not situation.other_person
        is_home = is_home and {situation.country_hint}.issuperset(facts.get("countries", ()))
        if situation.place is None and situation.country_hint and is_home and Need.RETURN_HOME.value not in needs:
            country = situation.country_hint  # where whoever tells a story without a country probably is
            situation = replace(situation, place=Place(country), place_slot={"country": country})
        if not (needs and situation.place):
            return []
        need = Need(needs[0])
        result = find_page(self.directory, situation, need, limit=_SERVICES_BESIDE_NUMBER)
        if not result.services:
            return []
        utter_services(dispatcher, result.services, situation.place, situation.written_language)
        record_request(self.directory, situation, need.value, outcome_of(need, result, situation), result.services)
        return [
            SlotSet("need", need.value),
            SlotSet("place", situation.place_slot),
            SlotSet("shown", len(result.services)),
            SlotSet("named", named_ids(result.services)),
        ]


class ActionSafeNow(Action):
    """Takes it that the danger is over; without a danger before, offers the menu."""

    def name(self) -> str:
        return "action_safe_now"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        situation = Situation.from_tracker(tracker)
        if situation.need not in {DANGER, SELF_HARM} and not situation.alarm:
            return offer_menu(dispatcher, tracker)
        dispatcher.utter_message(response="utter_danger_over", buttons=[CHOICES["hotline"], CHOICES["other_help"]])
        return [SlotSet("need", situation.open_need), SlotSet("alarm", None), SlotSet("danger_kind", None)]


def answer_danger(
    directory: Directory,
    dispatcher: CollectingDispatcher,
    situation: Situation,
    kind: str,
    *,
    needs: Sequence[str] = (),
) -> Events:
    """Give the numbers of the person's country; if it is not known, say what helps anywhere and ask for it.

    `kind` is stored as an alarm until the country is known, and then answered first, whatever else the person has said
    in between. It is counted once it is answered; self-harm is not counted apart from other danger.
    A country that only the network guessed is good enough here, since it is named beside its numbers. `needs` are what
    the message asks for: of a place to sleep one is named in place of a hotline.
    """
    country = situation.place.country if situation.place else situation.country_hint
    numbers = directory.emergency_numbers(country) if country else None
    is_repeated = situation.alarm_count % 2 == 1 and situation.need == kind
    if kind == DANGER and situation.is_ransom and situation.other_person:
        dispatcher.utter_message(response="utter_family")
    if numbers is None or not any((numbers.police, numbers.general, numbers.ambulance)):
        _say_first_aid(dispatcher, situation)
        return _answer_without_numbers(directory, dispatcher, situation, kind, is_repeated=is_repeated)
    place = situation.place or Place(numbers.country)
    lines = _lines(directory, place, situation, kind)
    hotlines = _shelters(directory, situation, needs) or _next_line(lines, situation)
    named, first = named_before(hotlines, situation.named)
    record_request(directory, situation, IN_DANGER, Outcome.DANGER, hotlines)
    is_hurt = kind == DANGER and situation.danger_kind in _AMBULANCE_FIRST
    if kind == DANGER and is_police_last(situation, numbers.country) and not is_hurt:
        if hotlines:
            dispatcher.utter_message(response="utter_danger_not_police")
            utter_services(dispatcher, hotlines, place, situation.written_language, first=first)
        is_known = situation.alarm_count > 0  # the number of the police was given once
        kinds = _not_of_police(numbers) if is_known else WITHOUT_POLICE
        if kinds or not hotlines:
            response, kinds = "utter_danger_police_choice", kinds or WITHOUT_POLICE
            utter_emergency(dispatcher, response, numbers, kinds, only_writing=situation.only_writing)
        _say_first_aid(dispatcher, situation)
    else:
        by_kind = _NUMBERS_BY_KIND.get(situation.danger_kind or "") if kind == DANGER else None
        kinds = by_kind or _KINDS[kind]
        if is_hurt and situation.avoids_police and situation.alarm_count:  # the number of the police was given once
            kinds = tuple(each for each in kinds if each != "police")
        response = _response(situation, kind, is_repeated=is_repeated)
        utter_emergency(dispatcher, response, numbers, kinds, only_writing=situation.only_writing)
        _say_first_aid(dispatcher, situation)
        if kind == DANGER:
            _thank_child(dispatcher, situation)
        if hotlines:
            dispatcher.utter_message(response="utter_danger_hotline")
            utter_services(dispatcher, hotlines, place, situation.written_language, first=first)
    if situation.asks_for_words:
        utter_local_script(dispatcher, replace(situation, need=kind))
    more = ["more_people"] if len(lines) > 1 else []
    silent = ["silent"] if situation.only_writing else []
    images = ["images"] if kind == DANGER and situation.danger_kind == "publish" else []
    names = (*more, *silent, *images, "other_place", "other_help")
    dispatcher.utter_message(response="utter_still_here", buttons=[CHOICES[name] for name in names])
    return [
        SlotSet("need", kind),
        SlotSet("alarm", None),
        SlotSet("alarms", situation.alarm_count + 1),
        SlotSet("shown", 0 if kind == SELF_HARM else len(hotlines)),  # of those the one given need not be the first
        SlotSet("named", named),
        SlotSet("place", situation.place_slot),
    ]


def _answer_without_numbers(
    directory: Directory, dispatcher: CollectingDispatcher, situation: Situation, kind: str, *, is_repeated: bool
) -> Events:
    """Say what helps anywhere, and ask for the country unless the person was asked."""
    asks = not (situation.has_refused_place or situation.place)
    is_locked = kind == DANGER and situation.danger_kind == "captivity"
    if is_repeated and (is_locked or not asks):
        dispatcher.utter_message(response="utter_still_here")
    if asks and (not is_repeated or is_locked):
        response = replace(situation, alarm=kind).alarm_question
        utter_country_question(dispatcher, response, likely=likely_countries(situation))
    else:
        dispatcher.utter_message(response=f"utter_{kind}_anywhere")
    alarm = kind if asks else None
    if not alarm:
        record_request(directory, situation, IN_DANGER, Outcome.DANGER, ())
    return [SlotSet("need", kind), SlotSet("alarm", alarm), SlotSet("alarms", situation.alarm_count + 1)]


def _say_first_aid(dispatcher: CollectingDispatcher, situation: Situation) -> None:
    """Say what to do at once for the most urgent of the injuries that were told."""
    for injury in situation.injuries[:1]:
        dispatcher.utter_message(response=f"utter_first_aid_{injury}")


def _thank_child(dispatcher: CollectingDispatcher, situation: Situation) -> None:
    """Tell a child who writes of a danger to themself, the first time, that it is not their fault."""
    if situation.is_child and not situation.other_person and not situation.alarm_count:
        dispatcher.utter_message(response="utter_thank_for_telling")


def is_police_last(situation: Situation, country: str) -> bool:
    """Return whether the person avoids the police, or these may protect those who hold them: in scam centres."""
    is_held = situation.danger_kind == "captivity" and country in _POLICE_PROTECT_SCAMS
    return situation.avoids_police or is_held


def _not_of_police(numbers: EmergencyNumbers) -> tuple[str, ...]:
    """Return the kinds of numbers that reach others than the police: in many countries all are the same number."""
    return tuple(kind for kind in WITHOUT_POLICE[:-1] if not set(getattr(numbers, kind)).issubset(numbers.police))


def _response(situation: Situation, kind: str, *, is_repeated: bool) -> str:
    """Return the response that fits the danger and the person: nobody who is locked in is told to go out."""
    if kind == SELF_HARM and situation.is_far:
        return "utter_self_harm_far_again" if is_repeated else "utter_self_harm_far"
    by_kind = _BY_KIND.get(situation.danger_kind or "") if kind == DANGER else None
    response = by_kind or (f"utter_{kind}_again" if is_repeated else f"utter_{kind}_here")
    return _WITHOUT_CALLING.get(response, response) if situation.only_writing else response


def _lines(directory: Directory, place: Place, situation: Situation, kind: str) -> tuple[ServiceResult, ...]:
    """Return hotlines, best first, or where there is none whoever can be called at all.

    For a person who thinks of dying these are crisis lines, where there are any.
    """
    if kind != SELF_HARM:
        hotlines = _not_tried(hotlines_for_everyone(directory, place, situation, limit=_MOST_LINES), situation)
        if situation.only_writing and situation.place:
            written = find_page(directory, situation, Need.HUMAN, limit=_MOST_LINES).services
            written = _not_tried(tuple(filter(accepts_text, written)), situation)
            return written or hotlines
        others = () if hotlines or not situation.place else find_page(directory, situation, Need.HUMAN).services
        return hotlines or tuple(each for each in others if _may_be_called(each, situation, place.country))
    here = replace(situation, place=place)
    lines = find_page(directory, here, Need.CRISIS_SUPPORT, limit=_MOST_LINES).services
    return tuple(sorted(lines, key=lambda line: not line.phones))


def _not_tried(lines: tuple[ServiceResult, ...], situation: Situation) -> tuple[ServiceResult, ...]:
    """Return the lines that may still help; all of them if each was tried."""
    return tuple(line for line in lines if line.id not in situation.tried) or lines


def _may_be_called(service: ServiceResult, situation: Situation, country: str) -> bool:
    """Return whether a service of a country has a telephone, and is not of the police if these are not wanted."""
    return (
        bool(service.phones) and service.country == country and not (situation.avoids_police and service.police_linked)
    )


def _shelters(directory: Directory, situation: Situation, needs: Sequence[str]) -> tuple[ServiceResult, ...]:
    """Return the best place to sleep for whoever asks for one, if there is one."""
    if Need.SHELTER.value not in needs or situation.place is None:
        return ()
    result = find_page(directory, situation, Need.SHELTER, limit=1)
    return result.services if result.services and Need.SHELTER in result.services[0].needs else ()


def _next_line(lines: tuple[ServiceResult, ...], situation: Situation) -> tuple[ServiceResult, ...]:
    """Return one hotline, a different one each time, or none if there is none."""
    index = situation.alarm_count % len(lines) if lines else 0
    return lines[index : index + 1]
