"""What the list of entries can be narrowed by: country, what it helps with, state, and when it was checked."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, select
from sqlmodel import col
from starlette.requests import Request

from directory.models import Assurance, Attribute, Coverage, Service, TaxonomyTerm
from directory.search import Need
from directory.staff.i18n import N_, country_name, gettext
from directory.staff.labels import choice
from directory.taxonomy import NEEDS_TAXONOMY

Run = Callable[[Select[Any]], Any]
ALL: Final = "__all"
_STATES: Final = ("active", "inactive", "defunct", "temporarily closed")
NEEDS: Final = {
    Need.SHELTER: N_("A place to stay"),
    Need.LEGAL_HELP: N_("Legal help"),
    Need.MEDICAL_HELP: N_("Medical help"),
    Need.COUNSELLING: N_("Somebody to talk to"),
    Need.BASIC_NEEDS: N_("Food, clothes, money for now"),
    Need.WORK: N_("Work and wages"),
    Need.RETURN_HOME: N_("Going home"),
    Need.IMMIGRATION: N_("Papers and staying"),
    Need.REPORT_CRIME: N_("Reporting a crime"),
    Need.HUMAN: N_("A human on the line"),
}
"""What each need is called on the pages."""


class _Filter(ABC):
    """One that sqladmin takes: a name for the address, a title, choices and what they narrow."""

    has_operator = False
    template = ""
    parameter_name: str
    said: str

    @property
    def title(self) -> str:
        """Return what the filter is called."""
        return gettext(self.said)

    @abstractmethod
    async def lookups(self, request: Request, model: Any, run_query: Run) -> list[tuple[str, str]]:
        """Return (value, name) of each choice."""

    @abstractmethod
    async def get_filtered_query(self, query: Select[Any], value: Any, model: Any) -> Select[Any]:
        """Return the query, narrowed; as it was for a value that is no choice."""


class OfCountry(_Filter):
    """Entries that work in a country."""

    parameter_name = "country"
    said = N_("Country")

    async def lookups(self, request: Request, model: Any, run_query: Run) -> list[tuple[str, str]]:
        """Return the countries that there are, by their names."""
        codes = await run_query(select(col(Coverage.country)).distinct())
        return sorted(((code, country_name(code)) for code in codes if code), key=lambda one: one[1])

    async def get_filtered_query(self, query: Select[Any], value: Any, model: Any) -> Select[Any]:
        """Keep the entries that work there."""
        there = select(col(Coverage.service_id)).where(col(Coverage.country) == value)
        return query.where(col(Service.id).in_(there))


class OfNeed(_Filter):
    """Entries that help with something."""

    parameter_name = "need"
    said = N_("What it helps with")

    async def lookups(self, request: Request, model: Any, run_query: Run) -> list[tuple[str, str]]:
        """Return what there is help for."""
        return [(need.value, gettext(name)) for need, name in NEEDS.items()]

    async def get_filtered_query(self, query: Select[Any], value: Any, model: Any) -> Select[Any]:
        """Keep the entries that help with it."""
        term = (
            select(col(Attribute.link_id))
            .join(TaxonomyTerm, col(TaxonomyTerm.id) == col(Attribute.taxonomy_term_id))
            .where(col(TaxonomyTerm.code) == value, col(TaxonomyTerm.taxonomy_id) == NEEDS_TAXONOMY)
        )
        return query.where(col(Service.id).in_(term))


class OfState(_Filter):
    """Entries that people are told of, or not."""

    parameter_name = "status"
    said = N_("State")

    async def lookups(self, request: Request, model: Any, run_query: Run) -> list[tuple[str, str]]:
        """Return the states of the standard."""
        return [(state, choice(state)) for state in _STATES]

    async def get_filtered_query(self, query: Select[Any], value: Any, model: Any) -> Select[Any]:
        """Keep the entries in that state."""
        return query.where(col(Service.status) == value)


class OfCheck(_Filter):
    """Entries that nobody has checked, or not lately."""

    parameter_name = "checked"
    said = N_("Checked")

    def __init__(self, stale_after: timedelta) -> None:
        """Take how long a check counts."""
        self._stale_after = stale_after

    async def lookups(self, request: Request, model: Any, run_query: Run) -> list[tuple[str, str]]:
        """Return how long ago it may be."""
        return [("never", gettext("Never")), ("old", gettext("Too long ago")), ("fresh", gettext("Lately"))]

    async def get_filtered_query(self, query: Select[Any], value: Any, model: Any) -> Select[Any]:
        """Keep the entries that were checked then."""
        at, since = col(Assurance.verified_at), datetime.now(UTC) - self._stale_after
        which = {"never": at.is_(None), "old": at < since, "fresh": at >= since}
        if value not in which:
            return query
        return query.where(col(Service.id).in_(select(col(Assurance.service_id)).where(which[value])))
