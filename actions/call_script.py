"""How to get in touch: what to say, in which language, and without speaking."""

from typing import Any

from babel.languages import get_official_languages
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.pagination import CHOICES
from actions.situation import DANGER, SELF_HARM, Situation
from directory import Need, Place
from locales.registry import LANGUAGES

Events = list[dict[str, Any]]


class ActionCallScript(Action):
    """Says what can be said on the phone: in the person's language, and to read out in that of the country."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_call_script"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say it."""
        situation = Situation.of(tracker)
        need = situation.need if situation.need in set(Need) else Need.HUMAN
        script = f"utter_script_{need}"
        there = _spoken_at(situation.place, but=situation.language)
        dispatcher.utter_message(
            response="utter_call_script",
            script=script,
            script_language=there,
            script_local={"response": script, "language": there} if there else None,
            buttons=_after(situation),
        )
        return []


class ActionOnlyWriting(Action):
    """Makes those who can be written to come first; the slot mapping has noted it already."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_only_writing"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Look for a human where nothing else was asked for."""
        need = tracker.get_slot("need")
        return [SlotSet("shown", 0), *([] if need in set(Need) else [SlotSet("need", Need.HUMAN.value)])]


class ActionOtherPlace(Action):
    """Forgets where the person is, so that the form asks for it again."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_other_place"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Forget the place and what was shown for it; danger is owed the numbers of the other place."""
        need = tracker.get_slot("need")
        forgotten = [SlotSet("place", None), SlotSet("shown", 0), SlotSet("unanswered", 0)]
        if need in {DANGER, SELF_HARM}:
            return [*forgotten, SlotSet("alarm", need)]
        return [*forgotten, *([] if need in set(Need) else [SlotSet("need", Need.HUMAN.value)])]


def _after(situation: Situation) -> list[dict[str, str]]:
    """Return the choices behind what to say; a form puts its own question again."""
    if situation.form_is_active:
        return []
    return [CHOICES["other_help"]] if situation.by_sms else [CHOICES["hotline"], CHOICES["other_help"]]


def _spoken_at(place: Place | None, *, but: str) -> str | None:
    """Return the first official language of a country that we write, unless the person reads it anyway."""
    official = get_official_languages(place.country) if place else ()
    written = next((code for code in official if code in LANGUAGES), None)
    return None if written == but.partition("-")[0] else written
