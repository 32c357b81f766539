"""Plan an import: complete the package, check it as a whole, and find everything that would change.

Nothing is written here, so that a dry run and an import report the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection

from directory.domain.modification_date import modification_date
from directory.exchange.hsds.affected_entries import AffectedEntries
from directory.exchange.hsds.assurance import diff_assurance
from directory.exchange.hsds.consistency import check_consistency
from directory.exchange.hsds.defaults import add_defaults, infer_needs
from directory.exchange.hsds.diff import TableDiff, diff_table
from directory.exchange.hsds.links import UnresolvedLink, check_links, existing_ids, find_resolved
from directory.exchange.hsds.package import POSITIONS, Package, table_label
from directory.exchange.hsds.protected_data import drop_withheld
from directory.exchange.hsds.removals import Removals, find_removals
from directory.exchange.hsds.sql import select_rows
from directory.exchange.similar_entries import SimilarEntryFinder
from directory.hsds.schema import EXTENSIONS, STANDARD
from directory.models import CHILDREN
from directory.search import Need
from directory.taxonomy import NEEDS_TAXONOMY, need_term_id

_ANY: Final = frozenset({"link_id", "resource_id"})
"""Links to a row of any table."""
_OWNERS: Final[dict[str, tuple[str, ...]]] = {
    table: tuple(sorted({part.link for parts in CHILDREN.values() for part in parts if part.table == table}))
    for table in STANDARD
} | {"service_at_location": ("location_id", "service_id"), "coverage": ("service_id",)}

_EXTENSION_OWNERS: Final[dict[str, tuple[str, ...]]] = {
    "phone_reach": ("phone",),
    "schedule_zone": ("schedule",),
    "translation": tuple(STANDARD),
}
"""The tables that an extension may describe, for tables whose first column names the row."""


def reject_foreign_extensions(package: Package, diffs: Mapping[str, TableDiff]) -> None:
    """Add an error if the extension of a service changes a row that is not in the file.

    Tables of a CSV package may come alone.
    """
    for table, owners in _EXTENSION_OWNERS.items():
        changed = (row for row, _ in diffs[table].changed.values())
        for row in (*diffs[table].new.values(), *changed):
            if isinstance(row[-1], str) and not _contains(package, owners, row[0]):
                reason = f"This {table_label(table)} is of a row that is not in the file."
                package.add_error(table, row, None, reason, "Send that row too, or take this out.")


def check_owners(package: Package, diffs: Mapping[str, TableDiff]) -> None:
    """Add an error for each changed row that would leave its owner; a row that names no owner keeps its own."""
    for table, diff in diffs.items():
        for link in _OWNERS.get(table, ()):
            _check_owner(package, table, link, diff)


def _check_owner(package: Package, table: str, link: str, diff: TableDiff) -> None:
    place = POSITIONS[table][link]
    owners = STANDARD if link in _ANY else (link.removesuffix("_id"),)
    for key, (row, old) in list(diff.changed.items()):
        owner = old[place]
        if owner is None or row[place] == owner or _contains(package, owners, owner):
            continue
        if row[place] is None:
            row[place] = owner
            if tuple(row[:-1]) == old:
                del diff.changed[key]
        else:
            reason = f"This {table_label(table)} belongs to another object ({owner}), of which the file does not speak."
            package.add_error(table, row, link, reason, "Send that one too, or give this one an id of its own.")


def _contains(package: Package, owners: Iterable[str], key: str) -> bool:
    return any(key in package.rows[table] for table in owners)


_MODIFIED = POSITIONS["service"]["last_modified"]
_CHECKED = "assurance"


@dataclass(slots=True)
class Plan:
    """What an import changes.

    `resolved` are unresolved links of the directory whose target now exists; `affected_services` are to be indexed
    again, and are modified `now` unless they are new.
    """

    diffs: dict[str, TableDiff] = field(default_factory=dict)
    removals: Removals = field(default_factory=Removals)
    unresolved: list[UnresolvedLink] = field(default_factory=list)
    resolved: list[UnresolvedLink] = field(default_factory=list)
    affected_services: set[str] = field(default_factory=set)
    affected_organizations: set[str] = field(default_factory=set)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))


def make_plan(
    connection: Connection, package: Package, source: str, *, keep_unresolved: bool, trust_checks: bool
) -> Plan:
    """Return what the package changes; an empty plan if the package has an error."""
    plan = Plan()
    _add_stubs(connection, package)
    drop_withheld(connection, package)
    drop_own_terms(connection, package)
    infer_needs(connection, package)
    plan.unresolved = check_links(connection, package, keep_unresolved=keep_unresolved)
    check_consistency(connection, package)
    if package.report.errors:
        return plan
    plan.diffs = {table: diff_table(connection, package, table) for table in STANDARD}
    check_owners(package, plan.diffs)
    phones = list(_changed_phones(plan.diffs["phone"]))
    add_defaults(connection, package, source, plan.diffs["service"].new, phones)
    plan.diffs |= {table: diff_table(connection, package, table) for table in EXTENSIONS if table != _CHECKED}
    check_owners(package, {"coverage": plan.diffs["coverage"]})
    reject_foreign_extensions(package, plan.diffs)
    plan.removals = find_removals(connection, package, {table: plan.diffs[table].new for table in STANDARD})
    plan.removals.extension_keys["phone_reach"] = [(key,) for key in phones if key not in package.rows["phone_reach"]]
    plan.diffs[_CHECKED] = diff_assurance(connection, package, plan.diffs, plan.removals, trusted=trust_checks)
    plan.resolved = find_resolved(connection, plan.diffs)
    _find_affected(connection, package, plan)
    _warn_of_similar(connection, package, plan.diffs)
    for row in plan.diffs["service"].new.values():
        if row[_MODIFIED] is None or datetime.fromisoformat(row[_MODIFIED]) > plan.now:
            row[_MODIFIED] = modification_date(plan.now)
    return plan


def drop_own_terms(connection: Connection, package: Package) -> None:
    """Remove our taxonomy, its existing terms and their translations from the package."""
    query = "SELECT id FROM taxonomy_term WHERE taxonomy_id {ids}"
    ours = {row[0] for row in select_rows(connection, query, [NEEDS_TAXONOMY])}
    if not ours:
        return
    ours |= {NEEDS_TAXONOMY, *map(need_term_id, Need)}
    for table in ("taxonomy", "taxonomy_term"):
        for key in ours & package.rows[table].keys():
            del package.rows[table][key]
    for key in [key for key in package.rows["translation"] if key[0] in ours]:
        del package.rows["translation"][key]


def _warn_of_similar(connection: Connection, package: Package, diffs: Mapping[str, TableDiff]) -> None:
    """Add a warning for each new service or organization that the directory seems to have under another id."""
    finder, owner, name = SimilarEntryFinder(), POSITIONS["service"]["organization_id"], "name"
    services, organizations = diffs["service"].new, diffs["organization"].new
    for row in organizations.values():
        finder.add_organization(("organization", row[-1]), row[POSITIONS["organization"][name]])
    for row in services.values():
        finder.add_service(("service", row[-1]), row[owner], row[POSITIONS["service"][name]])
    number, of_service, of_organization = (
        POSITIONS["phone"][column] for column in ("number", "service_id", "organization_id")
    )
    country, international = (POSITIONS["phone_reach"][column] for column in ("country", "international"))
    for key, row in diffs["phone"].new.items():
        reach = package.rows["phone_reach"].get(key)
        if reach is None:
            continue
        works = (reach[country], reach[international])
        if row[of_service] in services:
            service = services[row[of_service]]
            finder.add_number(("service", service[-1]), service[owner], row[number], works)
        elif row[of_organization] in organizations:
            organization = organizations[row[of_organization]]
            finder.add_number(("organization", organization[-1]), organization[0], row[number], works)
    for (table, position), reason, hint in finder.find(connection):
        package.add_warning(table, position, None, reason, hint)


def _add_stubs(connection: Connection, package: Package) -> None:
    """Add a service that an organization only names if neither the file nor the directory has more of it."""
    given = package.rows["service"].keys()
    stored = existing_ids(connection, "service", package.stubs.keys() - given)
    for key, row in package.stubs.items():
        if key not in stored:
            package.add("service", row)


def _changed_phones(phones: TableDiff) -> Iterable[str]:
    """Return the phones that are new, or whose number or type changed."""
    yield from phones.new
    places = [POSITIONS["phone"][name] for name in ("number", "type")]
    for key, (row, old) in phones.changed.items():
        if any(row[place] != old[place] for place in places):
            yield key


def _find_affected(connection: Connection, package: Package, plan: Plan) -> None:
    affected = AffectedEntries(package)
    new = {table: diff.new for table, diff in plan.diffs.items()}
    for table, diff in plan.diffs.items():
        affected.add_new_rows(table, new)
        for row, old in diff.changed.values():
            affected.add_row(table, row)
            affected.add_row(table, old)
    for table, rows in plan.removals.rows.items():
        for link_values in rows.values():
            affected.add_links(table, link_values)
    for table, emptied, link, owner in plan.removals.links:
        affected.add_links(table, {"id": emptied, link: owner})
    for table, keys in plan.removals.extension_keys.items():
        for key in keys:
            affected.add_links(table, {"service_id": key[-1]} if table != "phone_reach" else {"phone_id": key[0]})
    for restored in plan.resolved:
        affected.add_links(restored.table, {"id": restored.row, restored.column: restored.target})
    plan.affected_services = affected.service_ids(connection)
    plan.affected_organizations = affected.ids["organization"]
