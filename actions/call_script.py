"""How to contact a service: what to say, in which language, and without speaking."""

from typing import Any

from babel.languages import get_official_languages
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Events
from actions.pagination import CHOICES
from actions.situation import DANGER, SELF_HARM, Situation
from directory import Need, Place
from locales.registry import LANGUAGES


class ActionCallScript(Action):
    """Suggests what to say on the phone, in the person's language and, to read out, in that of the country."""

    def name(self) -> str:
        return "action_call_script"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        situation = Situation.from_tracker(tracker)
        local = _local_script(situation)
        if situation.is_sms:
            utter_local_script(dispatcher, situation)
        script = _script(situation)
        dispatcher.utter_message(response="utter_call_script", script=script, **local, buttons=_buttons(situation))
        return []


class ActionOnlyWriting(Action):
    """Puts services that accept text messages first; the slot mapping has set the slot already."""

    def name(self) -> str:
        return "action_only_writing"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Search for a person to talk to if no need is known."""
        need = tracker.get_slot("need")
        return [SlotSet("shown", 0), *([] if need in set(Need) else [SlotSet("need", Need.HUMAN.value)])]


class ActionOtherPlace(Action):
    """Clears the place, so that the form asks for it again."""

    def name(self) -> str:
        return "action_other_place"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Clear the place and what was shown for it; in danger, the numbers of the other place come first."""
        need = tracker.get_slot("need")
        cleared = [SlotSet("place", None), SlotSet("shown", 0), SlotSet("unanswered", 0)]
        if need in {DANGER, SELF_HARM}:
            return [*cleared, SlotSet("alarm", need)]
        return [*cleared, *([] if need in set(Need) else [SlotSet("need", Need.HUMAN.value)])]


def utter_local_script(dispatcher: CollectingDispatcher, situation: Situation) -> None:
    """Say what to show or read out in the language of the country, unless the person reads that anyway."""
    local = _local_script(situation)
    if local["script_local"]:
        dispatcher.utter_message(response="utter_script_in_local_language", **local)


def _script(situation: Situation) -> str:
    """Return the response with what to say for the need of the person; whoever is hurt needs a doctor."""
    if situation.injuries:
        return f"utter_script_{Need.MEDICAL_HELP}"
    is_known = situation.need == DANGER or situation.need in set(Need)
    return f"utter_script_{situation.need if is_known else Need.HUMAN}"


def _local_script(situation: Situation) -> dict[str, Any]:
    """Return the values of the script in the language of the country, which are None if there is none."""
    place = situation.place or (Place(situation.country_hint) if situation.country_hint else None)
    language = _local_language(place, unlike=situation.language)
    local = {"response": _script(situation), "language": language} if language else None
    return {"script_language": language, "script_local": local}


def _buttons(situation: Situation) -> list[dict[str, str]]:
    """Return the choices after the script; none if a form is active, which repeats its own question."""
    if situation.form_is_active:
        return []
    return [CHOICES["other_help"]] if situation.is_sms else [CHOICES["hotline"], CHOICES["other_help"]]


def _local_language(place: Place | None, *, unlike: str) -> str | None:
    """Return the first official language of the country that has a catalogue, unless the person reads it anyway."""
    official = get_official_languages(place.country) if place else ()
    language = next((code for code in official if code in LANGUAGES), None)
    return None if language == unlike.partition("-")[0] else language
