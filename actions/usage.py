"""Count what people need: numbers alone, which the directory adds up in memory."""

from collections.abc import Iterable

from actions.pagination import FOR
from actions.situation import Situation
from directory import NOT_SAID, Asking, Directory, Found, FoundService, Kind, Lack, Need, Outcome, Rung, Whom, Why


def count_asking(
    directory: Directory, situation: Situation, need: str, outcome: Outcome, services: Iterable[FoundService]
) -> None:
    """Count what was asked for where, and the services that were named.

    The network's guess of a country does not count: it is not what somebody told.
    """
    place = situation.place
    asking = Asking(
        country=place.country if place else NOT_SAID,
        region=(place.region if place else None) or NOT_SAID,
        need=need,
        outcome=outcome,
        language=situation.language,
        channel=situation.channel,
        whom=Whom(FOR.get(situation.audiences, Whom.NOT_TOLD)),
        kind=Kind(situation.signs_of or Kind.NOT_TOLD),
    )
    directory.count_asking(asking, [service.id for service in services], situation.asker)


def count_more(directory: Directory, situation: Situation, services: Iterable[FoundService]) -> None:
    """Count services that were named to somebody whose asking was counted before."""
    directory.count_referrals([service.id for service in services], situation.channel, situation.asker)


def outcome_of(need: Need, found: Found, situation: Situation) -> Outcome:
    """Return what came of an asking: somebody near answers just this need for people like them, or not."""
    if need is Need.HUMAN:
        return Outcome.HUMAN_ASKED
    suitable = any(_answers(service, need, situation) for service in found.services)
    return Outcome.REFERRED if suitable else Outcome.NOTHING_SUITABLE


def _answers(service: FoundService, need: Need, situation: Situation) -> bool:
    near = service.rung is not Rung.INTERNATIONAL or situation.place is None
    for_them = service.why is not Why.OWN_STATE and Lack.FOR_OTHERS not in service.lacks
    return need in service.needs and near and for_them
