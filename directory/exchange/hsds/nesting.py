"""Rows of the directory as the nested objects of HSDS: what the API serves and the export writes.

The danger is an object for each row with a query for each list: fifty services would take thousands.
So everything is gathered level by level, with one query for each kind of link, and nested at the end.
"""

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import Connection

from directory.exchange.hsds.documents import Documents
from directory.exchange.hsds.gathering import Gathered
from directory.exchange.hsds.shapes import Object, shape_for
from directory.exchange.hsds.stored import fetch, stubs
from directory.exchange.hsds.translating import translated

__all__ = ["Object", "Services", "plain", "translated", "whole"]

Services = Literal["ids", "full"]


def plain(connection: Connection, table: str, ids: Sequence[str]) -> list[Object]:
    """Return the rows of these ids with their own HSDS fields, in the order of `ids`; None is left out.

    Numbers that are whole are ints. An id that is no row is passed over.
    """
    found = fetch(connection, table, ids)
    return [found[one] for one in ids if one in found]


def whole(connection: Connection, table: str, ids: Sequence[str], *, services: Services | None = None) -> list[Object]:
    """Return the rows of these ids with everything that the compiled schemas of HSDS nest in them.

    An organization's services come only on request: "ids" gives id, name and status, "full" everything.
    A link is left out where the object at its other end stands in the same document and nests the row.
    """
    shape = shape_for(table, services=services == "full")
    gathered = Gathered(connection, shape)
    gathered.gather(table, ids)
    documents = Documents(gathered)
    found = [documents.document(table, one) for one in ids if one in gathered.rows[table]]
    if table == "organization" and services == "ids":
        known = stubs(connection, ids)
        for one in found:
            one.update({"services": known[one["id"]]} if one["id"] in known else {})
    return found
