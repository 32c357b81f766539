"""Our own pages, one file a flow."""

from typing import Final

from directory.staff.pages import (
    account,
    audit,
    catalogue,
    coverage,
    deciding,
    entry,
    files,
    history,
    home,
    hours,
    mine,
    needs,
    people,
    phones,
    preview,
    protected,
    review,
    signing,
    translate,
    translate_text,
    verify,
    whom,
)
from directory.staff.records import removing
from directory.staff.routes import Page

PAGES: Final[tuple[Page, ...]] = (
    *home.PAGES,
    *mine.PAGES,
    *signing.PAGES,
    *account.PAGES,
    *removing.PAGES,
    *review.PAGES,
    *deciding.PAGES,
    *verify.PAGES,
    *translate.PAGES,
    *translate_text.PAGES,
    *people.PAGES,
    *audit.PAGES,
    *entry.PAGES,
    *history.PAGES,
    *hours.PAGES,
    *coverage.PAGES,
    *whom.PAGES,
    *protected.PAGES,
    *preview.PAGES,
    *phones.PAGES,
    *files.PAGES,
    *catalogue.PAGES,
    *needs.PAGES,
)
"""All of them; `tests/directory/staff/security/` tries each with every role."""
