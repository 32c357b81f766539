"""What an entry helps with, in which languages and for whom; and the edits from what stands to what was chosen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from directory.moderation.edits import Action, Edit, Value, new_id
from directory.taxonomy import need_attribute

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Whom:
    """Codes: of needs, of languages (BCP 47), of audiences (none: everybody), of countries whose citizens it is for."""

    needs: frozenset[str]
    languages: frozenset[str]
    audiences: frozenset[str]
    nationalities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stored:
    """The rows that say it."""

    needs: Sequence[Row]
    languages: Sequence[Row]
    audiences: Sequence[Row]
    nationalities: Sequence[Row]

    def whom(self) -> Whom:
        """Return the codes."""
        return Whom(
            frozenset(row["code"] for row in self.needs),
            frozenset(row["code"] for row in self.languages if row["code"]),
            frozenset(row["code"] for row in self.audiences),
            frozenset(row["country"] for row in self.nationalities),
        )


def edits_of_whom(service_id: str, stored: Stored, wanted: Whom) -> list[Edit]:
    """Return what makes the rows say what is wanted."""
    return [
        *_needs(service_id, stored.needs, wanted.needs),
        *_languages(service_id, stored.languages, wanted.languages),
        *_coded("audience", service_id, {row["code"] for row in stored.audiences}, wanted.audiences),
        *_coded("nationality", service_id, {row["country"] for row in stored.nationalities}, wanted.nationalities),
    ]


def _needs(service_id: str, rows: Sequence[Row], wanted: frozenset[str]) -> Iterator[Edit]:
    for row in rows:
        if row["code"] not in wanted:
            yield Edit(Action.DELETE, "attribute", (row["id"],))
    for code in sorted(wanted - {row["code"] for row in rows}):
        values = cast("dict[str, Value]", need_attribute(service_id, code))
        yield Edit(Action.CREATE, "attribute", (str(values.pop("id")),), values)


def _languages(service_id: str, rows: Sequence[Row], wanted: frozenset[str]) -> Iterator[Edit]:
    for row in rows:
        # One that has only a name can't be chosen here, and so can't be left out here.
        if row["code"] and row["code"] not in wanted:
            yield Edit(Action.DELETE, "language", (row["id"],))
    for code in sorted(wanted - {row["code"] for row in rows}):
        yield Edit(Action.CREATE, "language", (new_id(),), {"service_id": service_id, "code": code})


def _coded(table: str, service_id: str, stored: set[str], wanted: frozenset[str]) -> Iterator[Edit]:
    for code in sorted(stored - wanted):
        yield Edit(Action.DELETE, table, (service_id, code))
    for code in sorted(wanted - stored):
        yield Edit(Action.CREATE, table, (service_id, code))
