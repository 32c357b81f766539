"""Whether what we say in other languages has been read by somebody who speaks them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial

from bot.core.settings import Settings
from bot.doctor.finding import Finding, Level
from locales.domains import BOT
from locales.po import DRAFT, read_catalogue
from locales.registry import LANGUAGES, SOURCE

_finding = partial(Finding, "catalogues")


async def look(_: Settings) -> AsyncIterator[Finding]:
    """Yield which languages are offered and nobody has read, and which are not offered since they are not whole."""
    offered = {code: read_catalogue(code).review.status for code in LANGUAGES if code != SOURCE}
    for finding in _judged(offered, sorted(set(BOT.codes()) - set(LANGUAGES))):
        yield finding


def _judged(offered: Mapping[str, str], begun: Sequence[str]) -> list[Finding]:
    """Return what is wrong with languages that are offered (code -> state of the review) and others that are begun."""
    drafts = [code for code, status in offered.items() if status == DRAFT]
    found = []
    if drafts:
        found.append(
            _finding(
                Level.WARNING,
                f"No native speaker has read {', '.join(drafts)}: have somebody read what your people will read"
                " (docs/translating.md).",
            )
        )
    if begun:
        found.append(
            _finding(
                Level.WARNING,
                f"Not offered, since not all is translated: {', '.join(begun)}. Their readers get another language.",
            )
        )
    return [*found, _finding(Level.OK, f"{len(offered) + 1} languages are spoken.")]
