"""Keep the taxonomy of needs as it is: search goes by it, and no file may rename its terms or move them elsewhere.

Files name our terms all the same, as attributes do in every export, often with less than we know of them.
"""

from sqlalchemy import Connection

from directory.exchange.hsds.package import Package
from directory.exchange.hsds.stored import select
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
