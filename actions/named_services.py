"""Questions about services that were named, services asked for by name, and what else there is if one did not help."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DirectoryAction, Events, entity_value
from actions.call_script import ActionCallScript
from actions.pagination import CHOICES, accepts_text, find_page, takes_others, untried_services
from actions.rights_pages import RightsAction
from actions.service_formatting import (
    Remark,
    confidentiality,
    letter,
    location,
    named_ids,
    opening,
    readable_name,
    remark,
    short_name,
    usable_hours,
    utter_services,
    utter_silent_ways,
)
from actions.situation import DANGER, SELF_HARM, Situation
from actions.usage import record_more
from directory import Need, ServiceResult

_PAGE = 3
MOST_SEARCHED = 30
"""Services among which those that were not named yet are looked for."""


class ActionAnswerAboutService(RightsAction, Action):
    """Answers a question about services that were named from the directory, or says what to ask them.

    What a message asks of rights with it is answered after it: "will they tell immigration, can these jail me?".
    """

    def name(self) -> str:
        return "action_answer_about_service"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        situation, facts = Situation.from_tracker(tracker), entity_value(tracker, "facts") or {}
        if facts.get("of_emergency"):
            return answer_about_emergency(dispatcher, facts)
        if facts.get("names") and not self.is_called_by_name(situation, facts):
            return [FollowupAction("action_find_by_name")]  # "and the number of OWWA?" is about none that was named
        return self.answer(dispatcher, tracker, domain)

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Answer the question about the services that it means."""
        situation, facts = Situation.from_tracker(tracker), entity_value(tracker, "facts") or {}
        services, first = self._chosen(situation, facts)
        aspect, *also = _aspects_of_question(situation, facts, "which")
        if aspect == _UNREACHABLE:
            return ActionOtherOptions(self.directory).run(dispatcher, tracker, domain)
        if not services:
            dispatcher.utter_message(response="utter_nobody_else", buttons=ELSEWHERE)
            return []
        if aspect in _FOR_WHOM and entity_value(tracker, "gender") and takes_others(services, situation):
            return ActionOtherOptions(self.directory).run(dispatcher, tracker, domain)
        if "contact" in {aspect, *also} and situation.place and situation.need in {DANGER, SELF_HARM}:
            numbers = self.directory.emergency_numbers(situation.place.country)
            utter_silent_ways(dispatcher, numbers, police=not situation.avoids_police)
        beside = [each for each in also if each in _BESIDE_ANOTHER and each != aspect]
        events = [] if aspect == _CALL else self._answer(dispatcher, situation, aspect, services, first)
        for each in beside[: _MOST_BESIDE if len(services) == 1 else _MOST_BESIDE_OF_SEVERAL]:
            events += self._answer(dispatcher, situation, each, services, first)
        if _CALL in {aspect, *also}:
            events += ActionCallScript().run(dispatcher, tracker, domain)
        self.utter_answer_beside(dispatcher, tracker, situation)
        return events

    def answer_beside(self, dispatcher: CollectingDispatcher, tracker: Tracker, *, by_letter: bool = True) -> Events:
        """Answer beside a danger what is asked about one of the services that were named, or about all of them."""
        situation, facts = Situation.from_tracker(tracker), entity_value(tracker, "facts") or {}
        aspects = dict.fromkeys(_aspects_of_question(situation, facts, ""))
        if not situation.named or (by_letter and facts.get("which", "all") == "all"):
            return []
        services, first = self._chosen(situation, facts)
        events: Events = []
        for aspect in [each for each in aspects if each in _BESIDE_ANOTHER and services][:_MOST_IN_DANGER]:
            if aspect == "contact" and not any(map(_takes_writing, services)):
                utter_remarks(dispatcher, services, situation, aspect, first)  # the danger has named others already
            else:
                events += self._answer(dispatcher, situation, aspect, services, first)
        return [*events, *(ActionCallScript().run(dispatcher, tracker, {}) if _CALL in aspects else [])]

    def _answer(
        self,
        dispatcher: CollectingDispatcher,
        situation: Situation,
        aspect: str,
        services: Sequence[ServiceResult],
        first: int,
    ) -> Events:
        """Answer one question about services, of which the first has the position `first`."""
        language = situation.written_language
        if aspect == "which" or (aspect == "contact" and any(map(_takes_writing, services))):
            wanted = _wanted(services, situation, first)
            if len(wanted) == len(services):
                utter_services(dispatcher, services, situation.place, language, first=first)
                return []
            for at, service in wanted:
                utter_services(dispatcher, [service], situation.place, language, first=at)
        elif aspect == "language" and (others := self._speaking(situation, services)):
            utter_remarks(dispatcher, services, situation, aspect, first)
            dispatcher.utter_message(response="utter_other_options")
            utter_services(dispatcher, others, situation.place, language, first=len(situation.named))
            return [SlotSet("named", [*situation.named, *named_ids(others)])]
        elif aspect == "contact" and (others := self._others(situation, accepts_text)):
            dispatcher.utter_message(response="utter_text_first")
            utter_services(dispatcher, others, situation.place, language, first=len(situation.named))
            return [SlotSet("named", [*situation.named, *named_ids(others)])]
        else:
            utter_remarks(dispatcher, services, situation, aspect, first)
        return []

    def is_called_by_name(self, situation: Situation, facts: Mapping[str, Any]) -> bool:
        """Return whether one of the services that were named is called by its name or number."""
        return self._called(self._named(situation), situation, facts) is not None

    def _named(self, situation: Situation) -> Sequence[ServiceResult]:
        """Return the services that were named, without those that the directory no longer has."""
        return self.directory.describe_services(situation.named, situation.place, situation.helper_language)

    @staticmethod
    def _called(named: Sequence[ServiceResult], situation: Situation, facts: Mapping[str, Any]) -> int | None:
        """Return the position of the service that is called by its name or number."""
        names = facts.get("names", ()) if len(named) == len(situation.named) else ()
        return next((at for at, each in enumerate(named) if any(_is_called(each, name) for name in names)), None)

    def _chosen(self, situation: Situation, facts: Mapping[str, Any]) -> tuple[Sequence[ServiceResult], int]:
        """Return the services that a question means, and the position of the first of them: by name, else by place."""
        named = self._named(situation)
        called = self._called(named, situation, facts)
        if called is not None:
            return [named[called]], called
        ids, first = _chosen(situation.named, facts.get("which", "all"))
        return [service for service in named if service.id in ids], first

    def _speaking(self, situation: Situation, services: Sequence[ServiceResult]) -> tuple[ServiceResult, ...]:
        """Return services that speak the person's language, if none of those that were asked about does."""

        def speaks(service: ServiceResult) -> bool:
            return situation.helper_language in service.languages

        if any(speaks(each) or each.interpretation for each in services):
            return ()
        return self._others(situation, speaks)

    def _others(self, situation: Situation, fits: Callable[[ServiceResult], bool]) -> tuple[ServiceResult, ...]:
        """Return services that fit and were not named, for the person's need and then for anybody who talks."""
        need = Need.CRISIS_SUPPORT if situation.need == SELF_HARM else Need(situation.open_need or Need.HUMAN)
        pages = (
            find_page(self.directory, situation, each, limit=MOST_SEARCHED)
            for each in dict.fromkeys((need, Need.HUMAN))
        )
        found = {each.id: each for page in pages for each in page.services if fits(each)}
        return tuple(each for id_, each in found.items() if id_ not in situation.named)[:_PAGE]


class ActionOtherOptions(DirectoryAction, Action):
    """Names what was not tried yet after a service did not help, did not answer or refused."""

    def name(self) -> str:
        return "action_other_options"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        situation = Situation.from_tracker(tracker)
        known = {*situation.named, *situation.tried}
        ActionAnswerAboutService(self.directory).answer_beside(dispatcher, tracker)
        fresh = untried_services(self.directory, situation, _PAGE)
        if not fresh:
            dispatcher.utter_message(response="utter_nobody_else", buttons=ELSEWHERE)
            return [SlotSet("tried", sorted(known))]
        dispatcher.utter_message(response="utter_other_options")
        utter_services(dispatcher, fresh, situation.place, situation.written_language)
        record_more(self.directory, situation, fresh)
        dispatcher.utter_message(response="utter_still_here", buttons=[CHOICES["what_to_say"], *ELSEWHERE])
        return [SlotSet("tried", sorted(known)), SlotSet("named", named_ids(fresh))]


_CALL = "call"
"""The aspect that is answered with words to say."""


_UNREACHABLE = "unreachable"
"""The aspect of a service that does not answer, for which others are named."""
_ELIGIBILITY, _WITH_CHILD = "eligibility", "eligibility_child"
"""The aspect of whom a service takes, and the same asked by somebody who would come with a child."""


def _aspects_of_question(situation: Situation, facts: Mapping[str, Any], default: str) -> list[str]:
    """Return the aspects that are asked, or the default; that of the call stands last.

    That nobody answers is left out unless it is all that is asked.
    """
    for_whom = _WITH_CHILD if facts.get("with_child") and not situation.is_child else _ELIGIBILITY
    aspects = [facts.get("aspect", default), *facts.get("also", ())]
    aspects = [for_whom if aspect == _ELIGIBILITY else aspect for aspect in aspects]
    answered = [aspect for aspect in aspects if aspect != _UNREACHABLE] or [_UNREACHABLE]
    return sorted(answered, key=lambda aspect: aspect == _CALL)


ELSEWHERE = [CHOICES["other_place"], CHOICES["hotline"], CHOICES["other_help"]]


def _is_called(service: ServiceResult, name: str) -> bool:
    """Return whether a service has this number, perhaps behind a prefix, or a name in which this one stands."""
    if name.isdigit():
        numbers = [phone.number for phone in (*service.phones, *service.sms, *service.chat)]
        return any(name in {re.sub(r"\D", "", number), *re.split(r"\D+", number)[-1:]} for number in numbers)
    return name.casefold() in f"{service.organization} {service.organization_local} {service.name}".casefold()


def _takes_writing(service: ServiceResult) -> bool:
    """Return whether a service can be written to in any way."""
    return accepts_text(service) or bool(service.email or service.url)


def _chosen(named: Sequence[str], which: str) -> tuple[Sequence[str], int]:
    """Return the ids that a question means, and the position of the first of them."""
    if which == "last":
        return named[-1:], max(0, len(named) - 1)
    if which.isdigit() and int(which) <= len(named):
        return named[int(which) - 1 : int(which)], int(which) - 1
    return named[-_PAGE:], max(0, len(named) - _PAGE)


def _wanted(services: Sequence[ServiceResult], situation: Situation, first: int) -> list[tuple[int, ServiceResult]]:
    """Return services with their positions; of several, none of the police for whoever wants no police."""
    lettered = list(enumerate(services, first))
    if not situation.avoids_police:
        return lettered
    return [(at, service) for at, service in lettered if not service.police_linked] or lettered


def utter_remarks(
    dispatcher: CollectingDispatcher, services: Sequence[ServiceResult], situation: Situation, aspect: str, first: int
) -> None:
    """Say what is known of each; services of which the same is known together, by SMS with their letters only."""
    lettered = _wanted(services, situation, first)
    answers = [(list(_answer(service, situation, aspect)), at, service) for at, service in lettered]
    for remarks, group in groupby(answers, key=lambda answer: answer[0]):
        named = [(letter(at), service) for _, at, service in group]
        name = short_name if situation.is_sms else readable_name
        names = "\n".join(f"{mark}) {name(service, situation.written_language)}" for mark, service in named)
        if situation.is_sms and len(named) > 1:
            names = ", ".join(mark for mark, _ in named)
        dispatcher.utter_message(response="utter_about", name=names, remarks=remarks)


def answer_about_emergency(dispatcher: CollectingDispatcher, facts: Mapping[str, Any]) -> Events:
    """Say what is true of emergency numbers in general; of those of one country nothing more is known."""
    aspects = [OF_EMERGENCY[each] for each in (facts["aspect"], *facts.get("also", ())) if each in OF_EMERGENCY]
    for aspect in [*dict.fromkeys(aspects)][:_MOST_BESIDE]:
        dispatcher.utter_message(response=f"utter_emergency_{aspect}")
    dispatcher.utter_message(response="utter_still_here", buttons=[CHOICES["what_to_say"], CHOICES["other_help"]])
    return []


OF_EMERGENCY = {
    "privacy": "privacy",
    "documents": "privacy",
    "cost": "cost",
    "call": "call",
    "language": "language",
    "hours": "hours",
}
"""Aspect of a question -> the one of emergency numbers that is answered."""


def _answer(service: ServiceResult, situation: Situation, aspect: str) -> Iterator[Remark]:
    """Yield what the directory knows of an aspect, or what to ask."""
    known = list(_ASPECTS[aspect](service, situation)) if aspect in _ASPECTS else []
    yield from known
    is_independent = not service.police_linked and not service.mandatory_reporting
    if not known or aspect == _WITH_CHILD or (aspect == "privacy" and is_independent):
        yield remark(f"ask_{aspect}")


def _cost(service: ServiceResult, _: Situation) -> Iterator[Remark]:
    if "free" in (service.fees or "").casefold():
        yield remark("free")


def _hours(service: ServiceResult, situation: Situation) -> Iterator[Remark]:
    if service.round_the_clock:
        yield remark("round_the_clock")
        return
    yield from opening(service)
    hours = usable_hours(service, situation.written_language)
    if hours:
        yield remark("hours", hours=hours)


def _languages(service: ServiceResult, _: Situation) -> Iterator[Remark]:
    if service.languages:
        yield remark("other_language", languages=list(service.languages))
    if service.interpretation:
        yield remark("interpreter")


def _place(service: ServiceResult, situation: Situation) -> Iterator[Remark]:
    yield from location(service, situation.place)
    if service.area and not service.region:
        yield remark("area", area=service.area)


def _eligibility(service: ServiceResult, _: Situation) -> Iterator[Remark]:
    if service.made_for:
        yield remark(service.made_for)
    if service.nationalities:
        yield remark("nationality", country=service.nationalities[0])
    if not service.audiences and not service.nationalities:
        yield remark("everyone")


def _privacy(service: ServiceResult, _: Situation) -> Iterator[Remark]:
    yield from confidentiality(service)
    if service.consular and service.nationalities:
        yield remark("embassy", country=service.nationalities[0])
    elif not service.police_linked and not service.mandatory_reporting:
        yield remark("independent")


_ASPECTS = {
    "cost": _cost,
    "hours": _hours,
    "language": _languages,
    "place": _place,
    _ELIGIBILITY: _eligibility,
    _WITH_CHILD: _eligibility,
    "privacy": _privacy,
}
_FOR_WHOM = frozenset({_ELIGIBILITY, "which"})
"""Aspects under which "that is for women, I am a man" is heard."""
_BESIDE_ANOTHER = frozenset({*_ASPECTS, "documents", "contact"})
"""Aspects that are answered where a message asks for several."""
_MOST_BESIDE, _MOST_BESIDE_OF_SEVERAL, _MOST_IN_DANGER = 4, 3, 2
"""Aspects that are answered beside the first one, of a single service and of several; and beside a danger."""
