"""The pages, one module for each task."""

from typing import Final

from directory.staff.crud import save
from directory.staff.pages import (
    account,
    audiences,
    audit,
    catalogue,
    coverage,
    entry,
    files,
    home,
    hours,
    people,
    phones,
    preview,
    protected,
    review,
    sign_in,
    statistics,
    translate,
    verify,
)
from directory.staff.routes import Page

PAGES: Final[tuple[Page, ...]] = (
    *home.PAGES,
    *sign_in.PAGES,
    *account.PAGES,
    *save.PAGES,
    *review.PAGES,
    *verify.PAGES,
    *translate.PAGES,
    *people.PAGES,
    *audit.PAGES,
    *entry.PAGES,
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
"""All pages; `tests/directory/staff/security/` requests each with every role."""
