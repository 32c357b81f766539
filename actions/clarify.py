"""When a message was not understood: choices, other choices, then a human; never the same again."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.checks import put_again
from actions.directory_action import AsksDirectory
from actions.service_formatting import hotlines_for_anybody, utter_services, utter_with_countries
from actions.situation import Situation


class ActionClarify(AsksDirectory, Action):
    """Asks kindly, each time in another way."""

    def name(self) -> str:
        """Return Rasa's name for it."""
        return "action_clarify"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Offer choices twice, the third time people to call; then begin anew."""
        situation = Situation.of(tracker)
        if situation.misunderstood == 0 and put_again(dispatcher, tracker):
            return [SlotSet("misunderstood", 1)]
        if situation.misunderstood < 2:  # noqa: PLR2004 - the third time
            dispatcher.utter_message(response=("utter_clarify", "utter_clarify_again")[situation.misunderstood])
            return [SlotSet("misunderstood", situation.misunderstood + 1)]
        if situation.place is None:
            # Whoever picks a country is then given its hotlines.
            utter_with_countries(dispatcher, "utter_hand_over_where", may_refuse=False)
            return [SlotSet("misunderstood", 0), SlotSet("need", situation.alarm or "human")]
        dispatcher.utter_message(response="utter_hand_over")
        hotlines = hotlines_for_anybody(self.directory, situation.place, situation, limit=2)
        utter_services(dispatcher, hotlines, situation.place, situation.language)
        return [SlotSet("misunderstood", 0)]
