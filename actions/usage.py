"""Record what people ask for; the directory keeps only counts."""

from collections.abc import Iterable

from actions.pagination import AUDIENCE_GROUPS
from actions.situation import Situation
from directory import (
    UNKNOWN_PLACE,
    Directory,
    HelpRequest,
    Limitation,
    MatchKind,
    Need,
    Outcome,
    Proximity,
    RequestedFor,
    SearchResult,
    SelfCheckKind,
    ServiceResult,
)


def record_request(
    directory: Directory, situation: Situation, need: str, outcome: Outcome, services: Iterable[ServiceResult]
) -> None:
    """Record what was asked for and where, and the services that were named.

    The network's guess of a country is not recorded, since the person did not tell it.
    """
    place = situation.place
    request = HelpRequest(
        country=place.country if place else UNKNOWN_PLACE,
        region=(place.region if place else None) or UNKNOWN_PLACE,
        need=need,
        outcome=outcome,
        language=situation.language,
        channel=situation.channel,
        requested_for=RequestedFor(AUDIENCE_GROUPS.get(situation.audiences, RequestedFor.UNSPECIFIED)),
        self_check=SelfCheckKind(situation.check_result or SelfCheckKind.UNSPECIFIED),
    )
    directory.record_request(request, [service.id for service in services], situation.pseudonym)


def record_more(directory: Directory, situation: Situation, services: Iterable[ServiceResult]) -> None:
    """Record services that were named after a request that is recorded already."""
    directory.record_referrals([service.id for service in services], situation.channel, situation.pseudonym)


def outcome_of(need: Need, result: SearchResult, situation: Situation) -> Outcome:
    """Return the outcome of a request: whether a service nearby meets the need for people like them."""
    if need is Need.HUMAN:
        return Outcome.HUMAN_REQUESTED
    suitable = any(_is_suitable(service, need, situation) for service in result.services)
    return Outcome.REFERRED if suitable else Outcome.NOTHING_SUITABLE


def _is_suitable(service: ServiceResult, need: Need, situation: Situation) -> bool:
    is_near = service.proximity is not Proximity.INTERNATIONAL or situation.place is None
    is_for_them = service.match_kind is not MatchKind.OWN_STATE and Limitation.FOR_OTHERS not in service.limitations
    return need in service.needs and is_near and is_for_them
