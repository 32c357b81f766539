"""The filters of the entry list: country, need, status, and time of the last check."""

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
from directory.staff.labels import choice_label
from directory.taxonomy import NEEDS_TAXONOMY

RunQuery = Callable[[Select[Any]], Any]
ALL: Final = "__all"
_STATUSES: Final = ("active", "inactive", "defunct", "temporarily closed")
NEED_LABELS: Final = {
    Need.SHELTER: N_("A place to stay"),
    Need.LEGAL_HELP: N_("Legal help"),
    Need.MEDICAL_HELP: N_("Medical help"),
    Need.COUNSELLING: N_("Somebody to talk to"),
    Need.CRISIS_SUPPORT: N_("Crisis support: thoughts of suicide"),
    Need.BASIC_NEEDS: N_("Food, clothes, money for now"),
    Need.WORK: N_("Work and wages"),
    Need.RETURN_HOME: N_("Going home"),
    Need.IMMIGRATION: N_("Papers and staying"),
    Need.REPORT_CRIME: N_("Reporting a crime"),
    Need.HUMAN: N_("A human on the line"),
}
"""The label of each need."""


class _Filter(ABC):
    """sqladmin's interface of a filter."""

    has_operator = False
    template = ""
    parameter_name: str
    label: str

    @property
    def title(self) -> str:
        """Return the label of the filter."""
        return gettext(self.label)

    @abstractmethod
    async def lookups(self, request: Request, model: Any, run_query: RunQuery) -> list[tuple[str, str]]:
        """Return (value, label) of each choice."""

    @abstractmethod
    async def get_filtered_query(self, query: Select[Any], value: Any, model: Any) -> Select[Any]:
        """Return the query narrowed by a value, unchanged for an unknown value."""


class CountryFilter(_Filter):
    """Entries that serve a country."""

    parameter_name = "country"
    label = N_("Country")

    async def lookups(self, request: Request, model: Any, run_query: RunQuery) -> list[tuple[str, str]]:
        """Return the countries that entries serve, by name."""
        codes = await run_query(select(col(Coverage.country)).distinct())
        return sorted(((code, country_name(code)) for code in codes if code), key=lambda choice: choice[1])

    async def get_filtered_query(self, query: Select[Any], value: Any, model: Any) -> Select[Any]:
        """Keep the entries that serve the country."""
        there = select(col(Coverage.service_id)).where(col(Coverage.country) == value)
        return query.where(col(Service.id).in_(there))


class NeedFilter(_Filter):
    """Entries that answer a need."""

    parameter_name = "need"
    label = N_("What it helps with")

    async def lookups(self, request: Request, model: Any, run_query: RunQuery) -> list[tuple[str, str]]:
        """Return the needs."""
        return [(need.value, gettext(name)) for need, name in NEED_LABELS.items()]

    async def get_filtered_query(self, query: Select[Any], value: Any, model: Any) -> Select[Any]:
        """Keep the entries that answer the need."""
        term = (
            select(col(Attribute.link_id))
            .join(TaxonomyTerm, col(TaxonomyTerm.id) == col(Attribute.taxonomy_term_id))
            .where(col(TaxonomyTerm.code) == value, col(TaxonomyTerm.taxonomy_id) == NEEDS_TAXONOMY)
        )
        return query.where(col(Service.id).in_(term))


class StatusFilter(_Filter):
    """Entries by status; only active ones are shown to people."""

    parameter_name = "status"
    label = N_("State")

    async def lookups(self, request: Request, model: Any, run_query: RunQuery) -> list[tuple[str, str]]:
        """Return the statuses of HSDS."""
        return [(state, choice_label(state)) for state in _STATUSES]

    async def get_filtered_query(self, query: Select[Any], value: Any, model: Any) -> Select[Any]:
        """Keep the entries with the status."""
        return query.where(col(Service.status) == value)


class CheckedFilter(_Filter):
    """Entries by the time of their last check."""

    parameter_name = "checked"
    label = N_("Checked")

    def __init__(self, stale_after: timedelta) -> None:
        """Take the time for which a check counts."""
        self._stale_after = stale_after

    async def lookups(self, request: Request, model: Any, run_query: RunQuery) -> list[tuple[str, str]]:
        """Return the choices: never, too long ago, lately."""
        return [("never", gettext("Never")), ("old", gettext("Too long ago")), ("fresh", gettext("Lately"))]

    async def get_filtered_query(self, query: Select[Any], value: Any, model: Any) -> Select[Any]:
        """Keep the entries that were checked in that time."""
        at, since = col(Assurance.verified_at), datetime.now(UTC) - self._stale_after
        which = {"never": at.is_(None), "old": at < since, "fresh": at >= since}
        if value not in which:
            return query
        return query.where(col(Service.id).in_(select(col(Assurance.service_id)).where(which[value])))
