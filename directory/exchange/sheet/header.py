"""Which cell of the header is which column."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from rapidfuzz import fuzz, process

from directory.exchange.sheet.cells import tidy
from directory.exchange.sheet.columns import columns

_ENOUGH: Final = 3
_ALIKE: Final = 60
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Header:
    """The column of each cell (None where the header is empty), and faults as (column, what, mend)."""

    names: list[str | None]
    faults: list[tuple[str | None, str, str]]

    @property
    def likely(self) -> bool:
        """Tell whether this is the header, and no title above it."""
        return len(set(filter(None, self.names))) >= _ENOUGH


def find_header(raw: Sequence[Any]) -> Header:
    """Read a row as the header; names may be written with capitals, spaces and a star for needed ones."""
    written = [tidy(str(cell or ""))[:_LONGEST] for cell in raw]
    while written and not written[-1]:
        written.pop()
    plain = [name.strip("* ").casefold().replace(" ", "_").replace("-", "_") for name in written]
    names = [name if name in columns() else None for name in plain]
    unknown = [shown for shown, name, found in zip(written, plain, names, strict=True) if name and not found]
    faults = [_unknown(shown) for shown in unknown]
    for name in columns():
        if plain.count(name) > 1:
            faults.append((name, "This column is there twice.", "Keep one of the two."))
        if columns()[name].needed and name not in plain:
            faults.append((name, "This column is missing.", f"Add a column with the name {name}."))
    return Header(names, faults)


def _unknown(shown: str) -> tuple[str | None, str, str]:
    near = process.extractOne(shown.casefold(), list(columns()), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    mend = f"Write {near[0]} if that is meant." if near else "Remove it, or take the names from the template."
    return shown, "The sheet has no column of this name.", mend
