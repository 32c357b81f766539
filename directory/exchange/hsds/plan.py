"""Plan an import: complete what the file says, check it as a whole, and find all that would change.

Nothing is written here, so that a dry run and the import itself say the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection

from directory.exchange.hsds.affected_entries import Touched
from directory.exchange.hsds.assurance import settle_assurance
from directory.exchange.hsds.consistency import check_claims
from directory.exchange.hsds.defaults import derive
from directory.exchange.hsds.diff import Difference, difference
from directory.exchange.hsds.links import Unresolved, check_links, find_resolved, known_ids
from directory.exchange.hsds.need_inference import derive_needs
from directory.exchange.hsds.owner_changes import keep_owners, refuse_words_of_others
from directory.exchange.hsds.package import POSITIONS, Package
from directory.exchange.hsds.removals import Gone, find_gone
from directory.exchange.hsds.stored_rows import select
from directory.exchange.hsds.withheld_filter import leave_out_withheld
from directory.hsds.schema import OURS, STANDARD
from directory.search import Need
from directory.taxonomy import NEEDS_TAXONOMY, need_term


def leave_own_terms(connection: Connection, package: Package) -> None:
    """Take our taxonomy, its terms that are known here and their translations out of the package."""
    asked = "SELECT id FROM taxonomy_term WHERE taxonomy_id {ids}"
    ours = {row[0] for row in select(connection, asked, [NEEDS_TAXONOMY])}
    if not ours:
        return
    ours |= {NEEDS_TAXONOMY, *map(need_term, Need)}
    for table in ("taxonomy", "taxonomy_term"):
        for key in ours & package.rows[table].keys():
            del package.rows[table][key]
    for key in [key for key in package.rows["translation"] if key[0] in ours]:
        del package.rows["translation"][key]


_MODIFIED = POSITIONS["service"]["last_modified"]
_CHECKED = "assurance"


@dataclass(slots=True)
class Plan:
    """What an import does.

    `resolved` are links of the directory that now lead somewhere; `services` are to be indexed anew;
    `stamped` are those of them of which the file does not say when they were changed.
    """

    differences: dict[str, Difference] = field(default_factory=dict)
    gone: Gone = field(default_factory=Gone)
    unresolved: list[Unresolved] = field(default_factory=list)
    resolved: list[Unresolved] = field(default_factory=list)
    services: set[str] = field(default_factory=set)
    stamped: set[str] = field(default_factory=set)
    organizations: set[str] = field(default_factory=set)
    now: str = ""


def make_plan(
    connection: Connection, package: Package, source: str, *, keep_unresolved: bool, trust_checks: bool
) -> Plan:
    """Return what the package changes; an empty plan where the package has a fault."""
    plan = Plan(now=datetime.now(UTC).isoformat(timespec="milliseconds"))
    _settle_stubs(connection, package)
    leave_out_withheld(connection, package)
    leave_own_terms(connection, package)
    derive_needs(connection, package)
    plan.unresolved = check_links(connection, package, keep_unresolved=keep_unresolved)
    check_claims(connection, package)
    if package.tally.faults:
        return plan
    dated = {key for key, row in package.rows["service"].items() if row[_MODIFIED] is not None}
    plan.differences = {table: difference(connection, package, table) for table in STANDARD}
    keep_owners(package, plan.differences)
    phones = list(_other_numbers(plan.differences["phone"]))
    derive(connection, package, source, plan.differences["service"].new, phones)
    plan.differences |= {table: difference(connection, package, table) for table in OURS if table != _CHECKED}
    keep_owners(package, {"coverage": plan.differences["coverage"]})
    refuse_words_of_others(package, plan.differences)
    plan.gone = find_gone(connection, package, {table: plan.differences[table].new for table in STANDARD})
    plan.gone.ours["phone_reach"] = [(key,) for key in phones if key not in package.rows["phone_reach"]]
    plan.differences[_CHECKED] = settle_assurance(
        connection, package, plan.differences, plan.gone, trusted=trust_checks
    )
    plan.resolved = find_resolved(connection, plan.differences)
    _find_touched(connection, package, plan)
    plan.stamped = plan.services - dated
    for row in plan.differences["service"].new.values():
        row[_MODIFIED] = row[_MODIFIED] or plan.now
    return plan


def _settle_stubs(connection: Connection, package: Package) -> None:
    """Take a service that an organization only names where neither the file nor the directory has more of it."""
    here = package.rows["service"].keys()
    there = known_ids(connection, "service", package.stubs.keys() - here)
    for key, row in package.stubs.items():
        if key not in there:
            package.add("service", row)


def _other_numbers(phones: Difference) -> Iterable[str]:
    """Return the phones that are new, or whose number or purpose is another than before."""
    yield from phones.new
    places = [POSITIONS["phone"][name] for name in ("number", "type")]
    for key, (row, old) in phones.changed.items():
        if any(row[place] != old[place] for place in places):
            yield key


def _find_touched(connection: Connection, package: Package, plan: Plan) -> None:
    touched = Touched(package)
    new = {table: found.new for table, found in plan.differences.items()}
    for table, found in plan.differences.items():
        touched.new_rows(table, new)
        for row, old in found.changed.values():
            touched.row(table, row)
            touched.row(table, old)
    for table, rows in plan.gone.rows.items():
        for gone in rows.values():
            touched.links(table, gone)
    for table, emptied, link, owner in plan.gone.links:
        touched.links(table, {"id": emptied, link: owner})
    for table, keys in plan.gone.ours.items():
        for key in keys:
            touched.links(table, {"service_id": key[-1]} if table != "phone_reach" else {"phone_id": key[0]})
    for one in plan.resolved:
        touched.links(one.table, {"id": one.row, one.column: one.target})
    plan.services = touched.services(connection)
    plan.organizations = touched.of["organization"]
