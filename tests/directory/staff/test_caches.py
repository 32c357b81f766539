"""No cache holds what staff search for."""

from starlette.applications import Starlette

from tests.directory.staff.browser import Browser
from tests.harness.caches import caches_holding

WORD = "qwertina"


def test_search_words_are_not_cached(pages: Starlette, editor: Browser) -> None:
    """Neither the words of a search nor the token of an invitation stay in a cache."""
    assert editor.get(f"/records/service/list?search={WORD}").status_code == 200
    assert Browser(pages).get(f"/invitation/{WORD}").status_code in {200, 404}
    assert caches_holding(WORD) == []
