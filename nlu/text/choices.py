"""Which of the offered choices a typed answer means: its number or its label."""

import re
from collections.abc import Sequence

from nlu.text.normalise import key

_NUMBER = re.compile(r"\D{0,2}(\d{1,2})\D{0,2}")


def chosen(text: str, labels: Sequence[str]) -> int | None:
    """Return the index in `labels` that `text` names, or None.

    A number counts from 1, in the digits of any script, with at most a bracket or a
    full stop beside it ("2", "2.", "#2", "๒"), so that "2 days" is not a choice.
    """
    number = _NUMBER.fullmatch(text.strip())
    if number:
        index = int(number[1]) - 1
        return index if 0 <= index < len(labels) else None
    said = key(text)
    keys = [key(label) for label in labels]
    return keys.index(said) if said and said in keys else None
