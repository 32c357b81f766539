"""Services, and embassies, that a person asks for by name, acronym or number."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Events, entity_value
from actions.named_services import (
    ELSEWHERE,
    MOST_SEARCHED,
    OF_EMERGENCY,
    ActionAnswerAboutService,
    answer_about_emergency,
    utter_remarks,
)
from actions.pagination import CHOICES, find_page
from actions.rights_pages import RightsAction
from actions.service_formatting import named_ids, utter_services
from actions.situation import Situation
from actions.usage import record_more
from directory import Need, ServiceResult

_PAGE = 3
_FORM = "find_help_form"
_LONGEST_OF_A_WORD = 3
"""Letters of what may be an ordinary word in capitals."""
_LONGEST_SHORT_NUMBER = 5
"""Digits of a number that is dialled in one country."""
_ASPECTS_BESIDE_A_NAME = frozenset({"cost", "privacy", "documents"})
"""Aspects that are answered for a service that is asked for by name: its hours and languages stand beside it anyway."""


class ActionFindByName(RightsAction, Action):
    """Names the services that a person asked for by name, acronym or number, or their embassy."""

    def name(self) -> str:
        return "action_find_by_name"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        situation, facts = Situation.from_tracker(tracker), entity_value(tracker, "facts") or {}
        names = facts.get("names", ())
        if self._is_emergency_number(situation, names):
            if facts.get("aspect") in OF_EMERGENCY:
                return answer_about_emergency(dispatcher, facts)
            return [FollowupAction("action_possible_danger")]
        if facts.get("embassy") and not names:
            return self._name_embassy(dispatcher, situation, facts)
        found = self._by_name(situation, names, facts.get("unlisted", ()))
        about_named = ActionAnswerAboutService(self.directory, self.rights)
        may_be_none = all(len(name) <= _LONGEST_OF_A_WORD for name in names)  # "do they take TNT?"
        is_no_name = not found and may_be_none and situation.named and facts.get("aspect")
        if is_no_name or about_named.is_called_by_name(situation, facts):
            return about_named.answer(dispatcher, tracker, domain)
        return self._name(dispatcher, situation, facts, found)

    def _name_embassy(self, dispatcher: CollectingDispatcher, situation: Situation, facts: Mapping[str, Any]) -> Events:
        """Name the offices of the person's state, or ask where they are and where they are from."""
        here = situation.place.country if situation.place else None
        state = facts.get("state") if facts.get("state") != here else None  # no state has an embassy at home
        origin = facts.get("origin") if facts.get("origin") != here else None
        nationality = state or origin or situation.home_country or situation.home_by_language
        home = [SlotSet("home_country", {"country": nationality})] if nationality else []
        if nationality is None or situation.place is None:
            return [SlotSet("need", Need.IMMIGRATION.value), *home, FollowupAction(_FORM)]
        return [*home, *self._name(dispatcher, situation, facts, self._consular(situation, nationality))]

    def _name(
        self,
        dispatcher: CollectingDispatcher,
        situation: Situation,
        facts: Mapping[str, Any],
        found: Sequence[ServiceResult],
    ) -> Events:
        """Name what was found; say if nothing was, and name what comes nearest."""
        if found:
            dispatcher.utter_message(response="utter_found_by_name")
        else:
            need = Need.IMMIGRATION if facts.get("embassy") else Need(situation.open_need or Need.HUMAN)
            found = find_page(self.directory, situation, need).services
            dispatcher.utter_message(
                response="utter_no_such_name" if found else "utter_no_such_name_alone",
                **({} if found else {"buttons": ELSEWHERE}),
            )
        if not found:
            return []
        utter_services(dispatcher, found, situation.place, situation.written_language)
        if facts.get("aspect") in _ASPECTS_BESIDE_A_NAME:
            utter_remarks(dispatcher, found, situation, facts["aspect"], 0)
        record_more(self.directory, situation, found)
        if not situation.has_hint:
            dispatcher.utter_message(response="utter_hide_hint")
        dispatcher.utter_message(response="utter_still_here", buttons=[CHOICES["what_to_say"], *ELSEWHERE])
        return [SlotSet("named", named_ids(found)), SlotSet("hint_given", value=True)]

    def _is_emergency_number(self, situation: Situation, names: Sequence[str]) -> bool:
        """Return whether an emergency number of the place is asked about: it is said what it is for."""
        country = situation.place.country if situation.place else situation.country_hint
        numbers = self.directory.emergency_numbers(country) if country else None
        known = {*numbers.police, *numbers.general, *numbers.ambulance} if numbers else set()
        return bool(names) and known.issuperset(names)

    def _by_name(
        self, situation: Situation, names: Sequence[str], unlisted: Collection[str]
    ) -> tuple[ServiceResult, ...]:
        """Return the services of the first name that the directory knows, of the person's place or home, or of none.

        What only resembles one of the `unlisted` names, those of organizations that it probably does not know, is none.
        A short number rings in one country only. Of any country are those that exist in one country alone, and all as
        long as the place is not known.
        """
        here = situation.place.country if situation.place else None
        homes = {situation.home_country, situation.home_by_language, situation.country_hint}
        for name in names:
            found = self.directory.find_by_name(
                name, situation.place, situation.helper_language, MOST_SEARCHED, is_tolerant=name not in unlisted
            )
            is_short_number = name.isdigit() and len(name) <= _LONGEST_SHORT_NUMBER
            countries = {here, None} if is_short_number else {here, None, *homes}
            local = tuple(each for each in found if each.country in countries)
            is_of_one_country = len({each.country for each in found}) == 1 and not is_short_number
            found = local if here and (local or not is_of_one_country) else found
            if found:
                return found[:_PAGE]
        return ()

    def _consular(self, situation: Situation, nationality: str) -> tuple[ServiceResult, ...]:
        """Return the offices of a state in the country of the person, then its lines at home."""
        result = self.directory.find_services(
            Need.IMMIGRATION, situation.place, situation.helper_language, nationality=nationality, limit=MOST_SEARCHED
        )
        return tuple(each for each in result.services if each.consular and nationality in each.nationalities)[:_PAGE]
