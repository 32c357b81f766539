"""The ids of the taxonomy of needs: the same on every machine."""

from typing import Final

from directory.models import stable_id

_NAME: Final = "waylight-needs"
NEEDS_TAXONOMY: Final = stable_id("taxonomy", _NAME)
"""The id of the taxonomy whose terms are the needs."""


def need_term(need: str) -> str:
    """Return the id of the term of a need."""
    return stable_id("taxonomy_term", _NAME, need)


def need_attribute(service: str, need: str) -> dict[str, object]:
    """Return the record that says that a service answers a need."""
    term = need_term(need)
    return {
        "id": stable_id("attribute", service, term),
        "link_id": service,
        "taxonomy_term_id": term,
        "link_entity": "service",
    }
