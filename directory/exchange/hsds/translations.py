"""Put the translations of texts over the originals, at every depth of an object."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from directory.exchange.hsds.nesting_schema import Object
from directory.exchange.hsds.stored_rows import select

_ASKED: Final = "SELECT entity_id, field, language, text FROM translation WHERE entity_id {ids}"


def translated(connection: Connection, objects: Sequence[Object], language: str) -> list[Object]:
    """Return the objects with every text that is known in a language (BCP 47) in place of the original.

    A text in "pt" serves "pt-BR" where there is none in "pt-BR" itself. Objects are changed in place.
    """
    by_id: defaultdict[str, list[Object]] = defaultdict(list)
    for one in objects_in(objects):
        by_id[one["id"]].append(one)
    texts = list(select(connection, _ASKED, list(by_id))) if by_id else []
    # The nearer tag comes last, over the other.
    for tag in dict.fromkeys((language.split("-", maxsplit=1)[0].lower(), language.lower())):
        for entity, field, spoken, text in texts:
            if spoken.lower() == tag:
                _put(by_id[entity], field, text)
    return list(objects)


def objects_in(found: Iterable[Any]) -> Iterator[Object]:
    """Yield every object with an id, at every depth."""
    for one in found:
        if isinstance(one, dict):
            if "id" in one:
                yield one
            yield from objects_in(one.values())
        elif isinstance(one, list):
            yield from objects_in(one)


def _put(objects: Iterable[Object], field: str, text: str) -> None:
    for one in objects:
        if field in one:
            one[field] = text
