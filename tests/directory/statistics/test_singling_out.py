"""Nobody can be singled out by what is published of what people need, however much an attacker knows."""

import random
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from directory.domain.usage import Asking, Cell, Kind, Outcome, Whom
from directory.statistics.k_anonymity import K, floored, protected
from directory.statistics.referrals import Home, capped
from directory.statistics.tables import ASKINGS, PERSONS, PLACES, REFERRALS, TONGUES, Numbers, Table
from tests.directory.statistics.attack import LANGUAGES, Attacker

NEEDS = ("shelter", "legal_help", "human", "danger", "work", "medical_help")
OUTCOMES = {"human": Outcome.HUMAN_ASKED, "danger": Outcome.DANGER}
HOMES = {
    "only shelter": Home({"shelter"}, {"TH"}),
    "hotline": Home({"human"}, {"TH"}),
    "anywhere": Home({"legal_help", "human"}, {"*"}),
}

Raw = dict[Table, Numbers]


def asked(*askings: tuple[Asking, int]) -> Raw:
    """Return what the tables hold when each was asked so often."""
    raw: dict[Table, Counter[Cell]] = {table: Counter() for table in (*ASKINGS, REFERRALS)}
    for asking, times in askings:
        for table, cell in ((PLACES, asking.place), (TONGUES, asking.tongue), (PERSONS, asking.person)):
            raw[table][cell] += times
        for service, home in HOMES.items():
            if home.takes(asking.place):
                raw[REFERRALS][service,] += times
    return dict(raw)


def asking(  # noqa: PLR0913, PLR0917 - one for each column
    need: str = "human",
    region: str = "",
    language: str = "th",
    whom: Whom = Whom.NOT_TOLD,
    kind: Kind = Kind.NOT_TOLD,
    outcome: Outcome = Outcome.REFERRED,
) -> Asking:
    """Return an asking in Thailand over Telegram."""
    return Asking("TH", region, need, OUTCOMES.get(need, outcome), language, "telegram", whom, kind)


def published(raw: Raw) -> dict[Table, Numbers]:
    """Return what is published of them."""
    shown: dict[Table, Numbers] = dict(protected({table: raw[table] for table in ASKINGS}))
    return {**shown, REFERRALS: capped(raw[REFERRALS], HOMES, shown[PLACES])}


def only_floored(raw: Raw) -> dict[Table, Numbers]:
    """Return what would be published if small numbers were left out and nothing else were done."""
    return {table: floored(cells) for table, cells in raw.items()}


EACH_LANGUAGE_HIDDEN = asked(*((asking(language=language), 9) for language in LANGUAGES))
"""Sixteen languages are hidden, and their sum, 144, shows as 140 in the other tables: at least five spoke each."""
A_FEW_OF_UNKNOWN_KIND = asked((asking(whom=Whom.WOMEN), 19), (asking(whom=Whom.MEN), 19), (asking(), 9))
"""Of 47 people 38 at the most are women or men: the sum says that some said nothing."""
ONE_OTHER_BED = asked((asking("shelter", "TH-1"), 19), (asking("shelter"), 5))
"""Twenty or more were sent to the only shelter, of whom at most 19 in one region: some were elsewhere."""

WORST = [EACH_LANGUAGE_HIDDEN, A_FEW_OF_UNKNOWN_KIND, ONE_OTHER_BED]

drawn = st.builds(
    asking,
    need=st.sampled_from(NEEDS),
    region=st.sampled_from(("", "TH-1", "TH-2")),
    language=st.sampled_from(LANGUAGES),
    whom=st.sampled_from(Whom),
    kind=st.sampled_from(Kind),
    outcome=st.sampled_from((Outcome.REFERRED, Outcome.NOTHING_SUITABLE)),
)
tables = st.lists(st.tuples(drawn, st.integers(1, 39)), max_size=24).map(lambda found: asked(*found))


@settings(max_examples=20)
@example(EACH_LANGUAGE_HIDDEN, 0)
@example(A_FEW_OF_UNKNOWN_KIND, 0)
@example(ONE_OTHER_BED, 0)
@given(tables, st.integers(0, 99))
def test_an_attacker_finds_nobody(raw: Raw, seed: int) -> None:
    """No number and no sum of numbers of a table is known to be of one to nine people."""
    attacker = Attacker(published(raw), homes=HOMES)
    dice = random.Random(seed)  # noqa: S311 - the attacker's
    hidden = {table: attacker.hidden(table) for table in ASKINGS}
    sums = [dice.sample(hidden[table], dice.randint(1, len(hidden[table]))) for table in ASKINGS for _ in range(4)]
    assert attacker.findings(sums) == []


def are_tens(shown: Raw) -> bool:
    """Tell whether all numbers are multiples of ten, and none below ten."""
    return all(count >= K and count % K == 0 for cells in shown.values() for count in cells.values())


@given(tables)
def test_what_is_shown_are_tens(raw: Raw) -> None:
    """Every number that is shown is a multiple of ten, at least ten, and the sum is no more than was counted."""
    shown = published(raw)
    assert are_tens(shown)
    assert all(sum(shown[table].values()) <= sum(raw[table].values()) for table in raw)


@given(tables)
def test_to_publish_what_was_published_changes_nothing(raw: Raw) -> None:
    """What is shown may be all that there is: the same would be shown of it."""
    shown = published(raw)
    assert published(dict(shown)) == shown


@given(tables)
def test_large_numbers_are_shown(raw: Raw) -> None:
    """The protection leaves something to see: a need that many ask for is shown."""
    many = dict(raw)
    for table, cell in ((PLACES, asking().place), (TONGUES, asking().tongue), (PERSONS, asking().person)):
        many[table] = Counter(raw[table]) + Counter({cell: 500})
    assert published(many)[PLACES][asking().place] >= 400


@pytest.mark.parametrize("raw", WORST, ids=["languages", "persons", "referrals"])
def test_the_attack_works_on_floors_alone(raw: Raw) -> None:
    """Without more protection than leaving small numbers out the attacker finds people: the test above can fail."""
    assert Attacker(only_floored(raw), homes=HOMES).findings()


def test_true_numbers_are_no_tens() -> None:
    """Numbers as they were counted are refused by the test above."""
    assert not are_tens(EACH_LANGUAGE_HIDDEN)
    assert not are_tens(asked((asking(), 41)))
