"""What a service is good for, from the terms that a file gives it.

Search knows the terms of our taxonomy only. A foreign term that one of our everyday words names brings
the need of that word beside it; any other term is kept and not searched by.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from directory.exchange.hsds.package import COLUMNS, POSITIONS, Package, Row
from directory.exchange.hsds.stored_rows import select
from directory.taxonomy import NEEDS_TAXONOMY, need_attribute, needs_of


def derive_needs(connection: Connection, package: Package) -> None:
    """Give services the needs that their foreign terms name, and warn of services without any."""
    term, link = POSITIONS["attribute"]["taxonomy_term_id"], POSITIONS["attribute"]["link_id"]
    needs = _needs_of_terms(connection, package, {row[term] for row in package.rows["attribute"].values()} - {None})
    package.names_needs = any(not said for said in needs.values())
    known: set[str] = set()
    for row in list(package.rows["attribute"].values()):
        if row[term] not in needs or row[link] not in package.rows["service"]:
            continue
        known.add(row[link])
        for need in needs[row[term]]:
            attribute = need_attribute(row[link], need)
            found: Row = [attribute.get(name) for name in COLUMNS["attribute"]]
            package.rows["attribute"].setdefault(attribute["id"], [*found, row[-1]])
            package.derived.add(str(attribute["id"]))


def _needs_of_terms(connection: Connection, package: Package, terms: set[str]) -> dict[str, tuple[str, ...]]:
    """Return the needs of each term that names some; none for a term that is itself one of ours."""
    found: dict[str, tuple[str, ...]] = {}
    for key, taxonomy, words in _terms(connection, package, terms):
        if taxonomy == NEEDS_TAXONOMY:
            found[key] = ()
            continue
        needs = next(filter(None, (needs_of(word) for word in words if word)), ())
        if needs:
            found[key] = needs
    return found


def _terms(
    connection: Connection, package: Package, terms: set[str]
) -> Iterator[tuple[str, str | None, tuple[str | None, ...]]]:
    places = [POSITIONS["taxonomy_term"][name] for name in ("taxonomy_id", "name", "code")]
    for key in terms & package.rows["taxonomy_term"].keys():
        taxonomy, *words = (package.rows["taxonomy_term"][key][place] for place in places)
        yield key, taxonomy, tuple(words)
    missing = sorted(terms - package.rows["taxonomy_term"].keys())
    asked = "SELECT id, taxonomy_id, name, code FROM taxonomy_term WHERE id {ids}"
    for key, taxonomy, name, code in select(connection, asked, missing) if missing else ():
        yield key, taxonomy, (name, code)
