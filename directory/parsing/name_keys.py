"""Names that people write in many ways, made comparable."""

import re
import unicodedata
from functools import lru_cache

_BETWEEN = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return a name without case, accents of Latin letters, punctuation and doubled spaces."""
    lower = text.casefold()
    if lower.isascii():
        return _BETWEEN.sub(" ", lower).strip()
    # Vowel signs and tones of other scripts are letters, not ornaments: only Latin marks go.
    bare = (one for one in unicodedata.normalize("NFKD", lower) if not "\u0300" <= one <= "\u036f")
    kept = "".join(one if one.isalnum() or unicodedata.category(one)[0] == "M" else " " for one in bare)
    return " ".join(unicodedata.normalize("NFC", kept).split())
