"""No person can be singled out by published statistics, however much an attacker knows."""

import random
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from directory.domain.usage import Cell, HelpRequest, Outcome, RequestedFor, SelfCheckKind
from directory.statistics.k_anonymity import K, anonymize, round_down
from directory.statistics.referrals import ServiceScope, cap_referrals
from directory.statistics.tables import AUDIENCES, LANGUAGES, PLACES, REFERRALS, REQUEST_TABLES, Counts, StatisticsTable
from tests.directory.statistics.disclosure_attack import LANGUAGE_CODES, Attacker

NEEDS = ("shelter", "legal_help", "human", "danger", "work", "medical_help")
OUTCOMES = {"human": Outcome.HUMAN_REQUESTED, "danger": Outcome.DANGER}
SCOPES = {
    "only shelter": ServiceScope({"shelter"}, {"TH"}),
    "hotline": ServiceScope({"human"}, {"TH"}),
    "anywhere": ServiceScope({"legal_help", "human"}, {"*"}),
}

TrueCounts = dict[StatisticsTable, Counts]


def count_requests(*requests: tuple[HelpRequest, int]) -> TrueCounts:
    """Return the true counts of all tables for so larger requests each."""
    counts: dict[StatisticsTable, Counter[Cell]] = {table: Counter() for table in (*REQUEST_TABLES, REFERRALS)}
    for request, times in requests:
        for table, cell in (
            (PLACES, request.need_cell),
            (LANGUAGES, request.language_cell),
            (AUDIENCES, request.audience_cell),
        ):
            counts[table][cell] += times
        for service, scope in SCOPES.items():
            if scope.covers(request.need_cell):
                counts[REFERRALS][service,] += times
    return dict(counts)


def make_request(  # noqa: PLR0913, PLR0917 - one for each column
    need: str = "human",
    region: str = "",
    language: str = "th",
    whom: RequestedFor = RequestedFor.UNSPECIFIED,
    kind: SelfCheckKind = SelfCheckKind.UNSPECIFIED,
    outcome: Outcome = Outcome.REFERRED,
) -> HelpRequest:
    """Return a request."""
    return HelpRequest("TH", region, need, OUTCOMES.get(need, outcome), language, "telegram", whom, kind)


def publish(counts: TrueCounts) -> dict[StatisticsTable, Counts]:
    """Return what is published of true counts."""
    published: dict[StatisticsTable, Counts] = dict(anonymize({table: counts[table] for table in REQUEST_TABLES}))
    return {**published, REFERRALS: cap_referrals(counts[REFERRALS], SCOPES, published[PLACES])}


def rounded_only(counts: TrueCounts) -> dict[StatisticsTable, Counts]:
    """Return what would be published by rounding alone."""
    return {table: round_down(cells) for table, cells in counts.items()}


SUPPRESSED_LANGUAGES = count_requests(*((make_request(language=language), 9) for language in LANGUAGE_CODES))
"""Sixteen languages are suppressed; their sum, 144, is 140 in the other tables: at least five people spoke each."""
FEW_UNSPECIFIED = count_requests(
    (make_request(whom=RequestedFor.WOMEN), 19), (make_request(whom=RequestedFor.MEN), 19), (make_request(), 9)
)
"""Of 47 people 38 at most are women or men: the sum reveals that some said nothing."""
FEW_IN_OTHER_REGIONS = count_requests((make_request("shelter", "TH-1"), 19), (make_request("shelter"), 5))
"""Twenty or more were referred to the only shelter, at most 19 of them in one region: some were elsewhere."""

WORST = [SUPPRESSED_LANGUAGES, FEW_UNSPECIFIED, FEW_IN_OTHER_REGIONS]

drawn_requests = st.builds(
    make_request,
    need=st.sampled_from(NEEDS),
    region=st.sampled_from(("", "TH-1", "TH-2")),
    language=st.sampled_from(LANGUAGE_CODES),
    whom=st.sampled_from(RequestedFor),
    kind=st.sampled_from(SelfCheckKind),
    outcome=st.sampled_from((Outcome.REFERRED, Outcome.NOTHING_SUITABLE)),
)
tables = st.lists(st.tuples(drawn_requests, st.integers(1, 39)), max_size=24).map(
    lambda requests: count_requests(*requests)
)


@settings(max_examples=20)
@example(SUPPRESSED_LANGUAGES, 0)
@example(FEW_UNSPECIFIED, 0)
@example(FEW_IN_OTHER_REGIONS, 0)
@given(tables, st.integers(0, 99))
def test_attack_finds_nobody(counts: TrueCounts, seed: int) -> None:
    """No cell and no sum of cells of a table is known to be of one to nine people."""
    attacker = Attacker(publish(counts), scopes=SCOPES)
    dice = random.Random(seed)  # noqa: S311 - the attacker's
    hidden = {table: attacker.hidden(table) for table in REQUEST_TABLES}
    sums = [
        dice.sample(hidden[table], dice.randint(1, len(hidden[table]))) for table in REQUEST_TABLES for _ in range(4)
    ]
    assert attacker.findings(sums) == []


def are_multiples_of_ten(published: TrueCounts) -> bool:
    """Return whether all counts are multiples of ten, and none below ten."""
    return all(count >= K and count % K == 0 for cells in published.values() for count in cells.values())


@given(tables)
def test_publishes_multiples_of_ten(counts: TrueCounts) -> None:
    """Every published count is a multiple of ten, and the sum never exceeds the true one."""
    published = publish(counts)
    assert are_multiples_of_ten(published)
    assert all(sum(published[table].values()) <= sum(counts[table].values()) for table in counts)


@given(tables)
def test_anonymizing_is_idempotent(counts: TrueCounts) -> None:
    """Anonymizing published counts changes nothing, so they may be the true ones."""
    published = publish(counts)
    assert publish(dict(published)) == published


@given(tables)
def test_publishes_large_counts(counts: TrueCounts) -> None:
    """Anonymization keeps useful counts: a frequent need is published."""
    larger = dict(counts)
    for table, cell in (
        (PLACES, make_request().need_cell),
        (LANGUAGES, make_request().language_cell),
        (AUDIENCES, make_request().audience_cell),
    ):
        larger[table] = Counter(counts[table]) + Counter({cell: 500})
    assert publish(larger)[PLACES][make_request().need_cell] >= 400


@pytest.mark.parametrize("counts", WORST, ids=["languages", "persons", "referrals"])
def test_attack_succeeds_on_rounding_alone(counts: TrueCounts) -> None:
    """With rounding alone the attack finds people, so the test above can fail."""
    assert Attacker(rounded_only(counts), scopes=SCOPES).findings()


def test_true_counts_are_not_multiples_of_ten() -> None:
    """The check above rejects true counts."""
    assert not are_multiples_of_ten(SUPPRESSED_LANGUAGES)
    assert not are_multiples_of_ten(count_requests((make_request(), 41)))
