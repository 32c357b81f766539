"""Opening hours in a change: one sentence in place of the fields of a rule."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from directory.review.edits import Action
from directory.review.reading import FieldRead
from directory.staff.entry import naming
from directory.staff.entry.week import MORE, RULE, week_of

_NOTHING: Final = dict.fromkeys((*RULE, *MORE, "interval", "wkst", "zone"))


def sentences(fields: Sequence[FieldRead], stored: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return when it is open before and after a change of one schedule; None where a week does not say all of it.

    What the change leaves as it is is known from the row that is `stored`, as long as the change is not made.
    """
    if not any(one.field in RULE for one in fields):
        return None
    if fields[0].action is Action.UPDATE and any(one.now is None or one.now != one.old for one in fields):
        return None
    before = _said(stored, ((one.field, one.old) for one in fields))
    after = _said(stored, ((one.field, one.new) for one in fields))
    return None if before is None or after is None else (before, after)


def _said(stored: Mapping[str, Any], values: Iterable[tuple[str, Any]]) -> str | None:
    week = week_of([{**_NOTHING, **stored, **dict(values)}])
    return None if week is None else naming.week(week)
