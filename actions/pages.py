"""Services a page at a time, and what can be done after each."""

from rasa_sdk.executor import CollectingDispatcher

from actions.presenting import utter_with_countries
from actions.situation import Situation
from directory import Directory, Found, Need

PAGE = 3
"""Services that are named at a time."""


def page_of(directory: Directory, situation: Situation, need: Need, *, offset: int = 0, limit: int = PAGE) -> Found:
    """Return a page of services for what is known of the person."""
    return directory.find_services(
        need,
        situation.place,
        situation.helper_language,
        person=situation.audiences,
        nationality=situation.home_country,
        offset=offset,
        limit=limit,
    )


def utter_after(
    dispatcher: CollectingDispatcher, situation: Situation, found: Found, *, from_home: bool = False
) -> None:
    """Say what can be done next; whoever has not said where they are may still say it.

    With `from_home`, help from the person's own country is one of the choices, if they were not yet asked for it.
    """
    if situation.place is None:
        response = "utter_more_with_country" if found.services else "utter_hand_over_where"
        utter_with_countries(dispatcher, response, may_refuse=False)
        return
    offered = from_home and not situation.home_country_asked
    buttons = [{"title": "utter_choice_from_home", "payload": "/help_from_home"}] if offered else []
    response = "utter_after_services" if found.more else "utter_after_last_services"
    dispatcher.utter_message(response=response, buttons=buttons)
