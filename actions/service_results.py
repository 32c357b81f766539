"""Name services for what is known of somebody, three at a time, and what can be done next."""

from dataclasses import replace
from typing import Any

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.danger import answer_danger
from actions.pagination import PAGE, can_be_written_to, page_of, utter_after
from actions.service_formatting import utter_emergency, utter_services
from actions.situation import DANGER, SELF_HARM, Situation
from actions.usage import count_asking, count_more, outcome_of
from directory import Directory, Found, Lack, Need, Reason, Rung, Why

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


_HEADINGS = {
    Rung.NEAR: "utter_services_near",
    Rung.REGION: "utter_services_in_region",
    Rung.COUNTRY: "utter_services_in_country",
    Rung.INTERNATIONAL: "utter_services_anywhere",
}


def name_services(directory: Directory, dispatcher: CollectingDispatcher, situation: Situation) -> Events:
    """Say the first services; danger that is still owed an answer comes before them. Never nothing."""
    kind = situation.alarm or situation.need
    if kind in {DANGER, SELF_HARM}:
        return answer_danger(directory, dispatcher, situation, kind)
    need = Need(situation.need or Need.HUMAN)
    if situation.wants_home:
        return answer_from_home(directory, dispatcher, situation, need)
    page = page_of(directory, situation, need)
    found = _for_whom_it_may_be(need, page)
    _utter_heading(dispatcher, situation, need, found)
    if situation.only_writing and found.services:
        written = any(can_be_written_to(service) for service in found.services)
        dispatcher.utter_message(response="utter_text_first" if written else "utter_no_text_lines")
    utter_services(dispatcher, found.services, situation.place, situation.language)
    utter_after(dispatcher, situation, found, need, nobody_speaks=_nobody_speaks(found))
    count_asking(directory, situation, need.value, outcome_of(need, found, situation), found.services)
    return [SlotSet("shown", len(page.services)), SlotSet("unanswered", 0)]


def name_more(directory: Directory, dispatcher: CollectingDispatcher, situation: Situation) -> Events:
    """Say the next services of the same search, or that there are no more. Assumes that a need is known."""
    # Whoever was in danger asks for more people to call.
    need = Need.HUMAN if situation.need in {DANGER, SELF_HARM} else Need(situation.need or Need.HUMAN)
    page = page_of(directory, situation, need, offset=situation.shown)
    found = _for_whom_it_may_be(need, page)
    utter_services(dispatcher, found.services, situation.place, situation.language)
    count_more(directory, situation, found.services)
    if found.services:
        utter_after(dispatcher, situation, found, need)
    else:
        dispatcher.utter_message(response="utter_no_more_services")
    return [SlotSet("shown", situation.shown + len(page.services))]


def _nobody_speaks(found: Found) -> bool:
    """Tell whether nobody on a page is known to speak the person's language."""
    return not any(Reason.SPEAKS_LANGUAGE in service.reasons for service in found.services)


def _for_whom_it_may_be(need: Need, found: Found) -> Found:
    """Leave lines for seafarers out where somebody only wants to talk to a human: they say nothing of the sea.

    What is left out counts as passed all the same, so that the next page begins behind it.
    """
    if need not in {Need.HUMAN, Need.COUNSELLING}:
        return found
    return replace(found, services=tuple(s for s in found.services if s.made_for != "seafarers"))


def _utter_heading(dispatcher: CollectingDispatcher, situation: Situation, need: Need, found: Found) -> None:
    """Say what follows: as near as was found, or who else may help where nobody offers exactly this."""
    independent = [service for service in found.services if service.why is not Why.OWN_STATE]
    near = [s for s in independent if s.rung is not Rung.INTERNATIONAL and Lack.FOR_OTHERS not in s.lacks]
    if found.emergency and not near:
        utter_emergency(dispatcher, "utter_no_service", found.emergency, ("police", "ambulance", "general"))
    if not found.services:
        return
    named = independent or list(found.services)
    # A hotline may stand before a service for exactly this that is linked to the police: it was found all the same.
    first = next((service for service in named if need in service.needs), named[0])
    if need in first.needs:
        country = situation.place and situation.place.country
        heading = _HEADINGS[first.rung]
        dispatcher.utter_message(response=heading, need=need.value, place=situation.named, country=country)
    else:
        dispatcher.utter_message(response="utter_services_instead", need=need.value)
