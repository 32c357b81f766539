"""What a page says about what was just done, by a word in its address: no stranger can put a sentence there."""

from typing import Final

from starlette.requests import Request

from directory.staff.speaking import N_, gettext

_SAID: Final = {
    "proposed": ("good", N_("Thank you. Your change waits for somebody to review it.")),
    "published": ("good", N_("Published. The bot says it from now on.")),
    "declined": ("care", N_("Declined. Whoever proposed it can read why.")),
    "withdrawn": ("care", N_("Taken back.")),
    "undone": ("good", N_("Undone. The entry is as it was before.")),
    "verified": ("good", N_("Thank you. The entry is marked as checked today.")),
    "saved": ("good", N_("Saved.")),
    "removed": ("care", N_("Removed.")),
    "handed_over": ("good", N_("Thank you. A second person reads it, then the engineers take it in.")),
    "signed_out": ("good", N_("You have signed out.")),
    "account_made": ("good", N_("Your account is made. Sign in with it now.")),
    "ended": ("care", N_("Your session has ended, and what you sent was not saved. Please sign in again.")),
    "nothing": ("care", N_("Nothing was different, so nothing was changed.")),
}


def told(request: Request) -> list[tuple[str, str]]:
    """Return (kind, sentence) of what the address says was done; nothing for a word that is none of ours."""
    found = _SAID.get(request.query_params.get("told", ""))
    return [(found[0], gettext(found[1]))] if found else []
