"""Our own pages, one file a flow."""

from typing import Final

from directory.staff.crud import removal
from directory.staff.pages import (
    account,
    audiences,
    audit,
    catalogue,
    coverage,
    decision,
    entry,
    files,
    history,
    home,
    hours,
    mine,
    people,
    phones,
    preview,
    protected,
    review,
    sign_in,
    statistics,
    translate,
    translate_text,
    verify,
)
from directory.staff.routes import Page

PAGES: Final[tuple[Page, ...]] = (
    *home.PAGES,
    *mine.PAGES,
    *sign_in.PAGES,
    *account.PAGES,
    *removal.PAGES,
    *review.PAGES,
    *decision.PAGES,
    *verify.PAGES,
    *translate.PAGES,
    *translate_text.PAGES,
    *people.PAGES,
    *audit.PAGES,
    *entry.PAGES,
    *history.PAGES,
    *hours.PAGES,
    *coverage.PAGES,
    *audiences.PAGES,
    *protected.PAGES,
    *preview.PAGES,
    *phones.PAGES,
    *files.PAGES,
    *catalogue.PAGES,
    *statistics.PAGES,
)
"""All of them; `tests/directory/staff/security/` tries each with every role."""
