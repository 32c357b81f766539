"""The directory as other packages see it."""

from sqlalchemy import Connection, Engine, select
from sqlmodel import col

from directory.models import EmergencyNumber
from directory.search.details import describe
from directory.search.ladder import Step, climb, hotlines
from directory.search.shapes import EmergencyNumbers, Found, FoundService, Need, Place

# Printed names of one language that people and channels use side by side.
_SAME_LANGUAGE = {"tl": "fil", "nb": "no", "nn": "no", "cmn": "zh", "in": "id", "iw": "he"}


class BadPageError(ValueError):
    """A page begins before the first service or holds none."""


class Directory:
    """Answers from one database; safe to share between threads, holds no state of its own."""

    def __init__(self, engine: Engine) -> None:
        """Take an engine from `directory.open_database`."""
        self._engine = engine

    def find_services(
        self,
        need: Need,
        place: Place | None,
        language: str | None,
        *,
        offset: int = 0,
        limit: int = 3,
    ) -> Found:
        """Return one page of help for a need, by the ladder of `search/ladder.py`.

        The first page is never empty for a place that has services, hotlines or emergency numbers, and
        international help stands in where it has none. Pages with growing `offset` repeat nothing.
        `language` is BCP 47; only its language counts, and it orders the answer, it never narrows it.
        Without a place only help is returned that works from anywhere, and no emergency numbers.
        Consular services are left out: they must never be the answer for someone who fled their own state.

        Raises:
            BadPageError: `offset` is negative or `limit` is less than one.
            sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
        """
        wanted = _wanted(offset, limit)
        with self._engine.connect() as connection:
            steps = climb(connection, need, place, plain_language(language), wanted)
            return _page(connection, steps, place, offset, limit)

    def find_hotlines(self, place: Place | None, language: str | None, limit: int = 3) -> tuple[FoundService, ...]:
        """Return lines where a human answers: those of the place first, then those for people anywhere.

        Raises:
            BadPageError: `limit` is less than one.
            sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
        """
        wanted = _wanted(0, limit)
        with self._engine.connect() as connection:
            steps = hotlines(connection, place, plain_language(language), wanted)
            return describe(connection, steps[:limit], place)

    def emergency_numbers(self, country: str) -> EmergencyNumbers:
        """Return the emergency numbers of a country (ISO 3166-1 alpha-2); all empty where none are known.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
        """
        with self._engine.connect() as connection:
            return _emergency(connection, country)


def plain_language(language: str | None) -> str | None:
    """Return the language of a BCP 47 tag as the directory writes it ("pt-BR" is "pt", "tl" is "fil")."""
    if not language:
        return None
    code = language.replace("_", "-").split("-")[0].lower()
    return _SAME_LANGUAGE.get(code, code)


def _wanted(offset: int, limit: int) -> int:
    """Return how many steps to climb: one more than the page shows tells whether there is a next page."""
    if offset < 0 or limit < 1:
        raise BadPageError
    return offset + limit + 1


def _page(connection: Connection, steps: list[Step], place: Place | None, offset: int, limit: int) -> Found:
    return Found(
        services=describe(connection, steps[offset : offset + limit], place),
        more=len(steps) > offset + limit,
        emergency=_emergency(connection, place.country) if place else None,
    )


def _emergency(connection: Connection, country: str) -> EmergencyNumbers:
    question = (
        select(col(EmergencyNumber.kind), col(EmergencyNumber.number), col(EmergencyNumber.confidence))
        .where(col(EmergencyNumber.country) == country)
        .order_by(col(EmergencyNumber.position))
    )
    rows = connection.execute(question).all()
    numbers = {
        kind: tuple(row[1] for row in rows if row[0] == kind) for kind in ("police", "ambulance", "fire", "general")
    }
    return EmergencyNumbers(country, **numbers, confidence=rows[0][2] if rows else None)
