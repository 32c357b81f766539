"""Fill in what follows from the rest of a row of our tables."""

from directory.exchange.hsds.package import POSITIONS, Row
from directory.models import stable_id


def settle(table: str, row: Row) -> None:
    """Fill what a row leaves open."""
    places = POSITIONS[table]
    if table == "coverage":
        whole, key = places["whole"], places["id"]
        row[whole] = row[whole] is not False
        if row[key] is None:
            row[key] = stable_id("coverage", *(str(value) for value in row[key + 1 : -1]))
    elif table == "translation":
        row[places["reviewed"]] = bool(row[places["reviewed"]])
    elif table == "phone_reach" and row[places["position"]] is None:
        row[places["position"]] = 0
