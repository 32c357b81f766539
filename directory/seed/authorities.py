"""Decide which authorities a service answers to: the police, the state, and the law on reporting.

An undeclared line of the police or of a ministry breaks the promise of anonymity. So a person must have read every row
that names an authority and decided in tables/conduct.csv or tables/state_bodies.csv; the build stops if a decision is
missing. What a law demands of all services of a kind is in tables/reporting_duties.csv, so that no service contradicts
the sentence about that law in `directory/rights/places/`.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from directory.domain.csv_tables import read_table
from directory.seed.selection import CRISIS_SUPPORT, TABLES, Row, split_words

_AUTHORITY = re.compile(
    r"polic|prosecut|immigration|militar|enforce|investigat|interior|security|defence min|recorded|raid",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"\bgovernment|\bministr|\bstate\b|department of|\bfederal|municipal|\bcommission|\bauthority|\bbureau|prefectur"
    r"|\bpublic (?:attorney|health)|council for|national (?:council|agency|authority|institute)|provincial|secretaria"
    r"|social (?:services|welfare|security)|women.s (?:union|federation)|\bcity\b|labou?r (?:office|department|inspect)"
    r"|embassy|inspectorate|ombud|\bcourt\b|official",
    re.IGNORECASE,
)
_STATE_SITE = re.compile(r"\.(?:gov|gob|gouv|go|gub|govt)(?:\.[a-z]{2})?(?:/|$)")
_CONSULAR: Final = frozenset({"consular protection", "overseas workers' welfare", "embassy"})
MILITARY_STATES: Final = frozenset({"MM"})
"""States whose missions answer to the military, which many of their citizens fled."""


class MissingDecisionError(ValueError):
    """A row names an authority, and no table has a decision about it."""


@dataclass(frozen=True, slots=True)
class ConductDecision:
    """The decision about a row; `mandatory_reporting` is yes, no or empty (unknown)."""

    police_linked: bool
    consular: bool
    reason: str
    mandatory_reporting: str = ""
    state_linked: bool = False


_CONSULAR_CONDUCT: Final = ConductDecision(
    police_linked=False,
    consular=True,
    reason="a state's service for its people abroad",
)


@dataclass(frozen=True, slots=True)
class ReportingDuty:
    """A law that binds the services of a kind in a country, as a sentence of its rights page says."""

    country: str
    sentence: str
    bound: str
    reason: str

    def binds(self, row: Row, needs: list[str], conduct: ConductDecision) -> bool:
        """Return whether the law binds a service.

        Embassies answer to their own state, and a crisis line is neither a shelter nor an advice centre.
        """
        if row["country_iso2"] != self.country or conduct.consular:
            return False
        if self.bound == "state":
            return conduct.state_linked
        if self.bound == "everybody":
            return True
        return CRISIS_SUPPORT not in needs and bool(set(self.bound.split()).intersection(needs))


@dataclass(frozen=True, slots=True)
class Authorities:
    """The tables about authorities."""

    conducts: dict[str, ConductDecision]
    state_bodies: dict[str, bool]
    duties: tuple[ReportingDuty, ...]

    def decide(self, row: Row, needs: list[str], nationalities: list[str]) -> ConductDecision:
        """Return whom a service answers to; what its own source says wins over what the law says of its kind.

        Raises:
            MissingDecisionError: the row names an authority and is not in the tables.
        """
        conduct = self.conduct(row)
        if conduct.consular and MILITARY_STATES.intersection(nationalities):
            conduct = replace(conduct, police_linked=True, reason="run by the military authorities of its state")
        conduct = replace(conduct, state_linked=self._is_state_linked(row, conduct))
        if conduct.mandatory_reporting:
            return conduct
        for duty in self.duties:
            if duty.binds(row, needs, conduct):
                reasons = filter(None, (conduct.reason, duty.reason))
                return replace(conduct, mandatory_reporting="yes", reason="; ".join(reasons))
        return conduct

    def conduct(self, row: Row) -> ConductDecision:
        """Return what was decided about a row itself.

        Raises:
            MissingDecisionError: the row names an authority and has no decision.
        """
        if row["id"] in self.conducts:
            return self.conducts[row["id"]]
        if _CONSULAR.intersection(split_words(row["services"])):
            return _CONSULAR_CONDUCT
        if _AUTHORITY.search(" ".join((row["name"], row["services"], row["notes"]))):
            raise MissingDecisionError(row["id"])
        return ConductDecision(police_linked=False, consular=False, reason="")

    def _is_state_linked(self, row: Row, conduct: ConductDecision) -> bool:
        """Return whether a state body runs a service, or pays somebody to run it: the police are one."""
        if conduct.consular or conduct.police_linked:
            return True
        if row["id"] in self.state_bodies:
            return self.state_bodies[row["id"]]
        if _STATE_SITE.search(row["website"]):
            return True
        if _STATE.search(f"{row['name']} {row['notes']}"):
            raise MissingDecisionError(row["id"])
        return False


def read_authorities() -> Authorities:
    """Return the tables about authorities."""
    conducts = {
        line["id"]: ConductDecision(
            line["police_linked"] == "yes", line["consular"] == "yes", line["reason"], line["mandatory_reporting"]
        )
        for line in read_table(TABLES / "conduct.csv")
    }
    state_bodies = {line["id"]: line["state_linked"] == "yes" for line in read_table(TABLES / "state_bodies.csv")}
    duties = tuple(ReportingDuty(**line) for line in read_table(TABLES / "reporting_duties.csv"))
    return Authorities(conducts, state_bodies, duties)
