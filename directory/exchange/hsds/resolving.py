"""Links that were kept aside become links when the row at their other end arrives."""

from collections.abc import Sequence

from sqlalchemy import Connection

from directory.exchange.hsds.differences import Difference
from directory.exchange.hsds.links import Unresolved
from directory.exchange.hsds.standard import LINKS
from directory.exchange.hsds.stored import change, select

_ASKED = "SELECT table_name, row_id, column_name, target_id FROM unresolved_reference WHERE target_id {ids}"


def find_resolved(connection: Connection, differences: dict[str, Difference]) -> list[Unresolved]:
    """Return the links of the directory whose other end is among the new rows."""
    if connection.exec_driver_sql("SELECT 1 FROM unresolved_reference LIMIT 1").first() is None:
        return []
    found: list[Unresolved] = []
    for target, difference in differences.items():
        for table, row, column, key in select(connection, _ASKED, list(difference.new)) if difference.new else ():
            if (column, target) in LINKS[table]:
                found.append(Unresolved(table, row, column, key))
    return found


def resolve(connection: Connection, links: Sequence[Unresolved]) -> None:
    """Make them links. A row that the import has just written with another link keeps that one."""
    for one in links:
        kept = (
            f"SELECT target_id FROM unresolved_reference WHERE table_name = '{one.table}'"  # noqa: S608 - our names
            f" AND column_name = '{one.column}' AND row_id = \"{one.table}\".id"
        )
        where = f'"{one.column}" IS NULL AND id {{ids}}'
        link = f'UPDATE "{one.table}" SET "{one.column}" = ({kept}) WHERE {where}'  # noqa: S608 - our names
        change(connection, link, [one.row])
        gone = f"DELETE FROM unresolved_reference WHERE column_name = '{one.column}' AND row_id {{ids}}"  # noqa: S608
        change(connection, gone, [one.row])
