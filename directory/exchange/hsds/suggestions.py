"""Say what somebody may have meant by a name that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches


def meant(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is nearest to what was written, None where none is near."""
    found = get_close_matches(name.lower().replace("-", "_").replace(" ", "_"), list(known), n=1, cutoff=0.72)
    return found[0] if found else None
