"""Help that the person's own state offers, for somebody who asked for it."""

from typing import Any

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.counting import count_more
from actions.pages import PAGE, page_of, utter_after
from actions.presenting import utter_services
from actions.situation import Situation
from directory import Directory, Need, Why

Events = list[dict[str, Any]]


def answer_from_home(
    directory: Directory, dispatcher: CollectingDispatcher, situation: Situation, need: Need
) -> Events:
    """Name what the person's own state offers, to somebody who asked for it after the first page.

    They stand among the services that have been named. Where they are more than a page, the next page goes on
    behind the last of them: one of the others may be named again, and none is passed over.
    """
    if situation.home_country is None:
        dispatcher.utter_message(response="utter_no_problem")
        return []
    found = page_of(directory, situation, need, limit=situation.shown + PAGE)
    all_of_them = tuple(service for service in found.services if service.why is Why.OWN_STATE)
    own_state = all_of_them[:PAGE]
    if not own_state:
        dispatcher.utter_message(response="utter_no_own_state", country=situation.home_country)
        return []
    utter_services(dispatcher, own_state, situation.place, situation.language)
    count_more(directory, situation, own_state)
    utter_after(dispatcher, situation, found, need)
    more = len(all_of_them) > PAGE
    return [SlotSet("shown", found.services.index(own_state[-1]) + 1 if more else situation.shown + len(own_state))]
