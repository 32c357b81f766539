"""From an invitation to one's own account, through the real sign-in."""

import time
from datetime import UTC, datetime

import pyotp
from playwright.async_api import Browser, expect

from directory.staff.auth.invitations import invite
from directory.staff.auth.roles import Grant
from tests.acceptance.staff_pages.house import House
from tests.acceptance.staff_pages.layouts import Layout
from tests.acceptance.staff_pages.visitor import Visitor, visiting
from tests.directory.staff.browsing import ADMINISTRATOR

PASSPHRASE, OTHER = "four words are good", "other words are good"
ANN = {"name": "Ann", "passphrase": PASSPHRASE}


async def fill(visitor: Visitor, **fields: str) -> None:
    """Fill fields in by their names."""
    for name, value in fields.items():
        await visitor.page.locator(f'main [name="{name}"]').fill(value)


async def test_from_an_invitation_to_an_account(chromium: Browser, house: House, screen: Layout) -> None:
    """Somebody who is invited sees the picture for the app, makes an account, signs in, and changes the passphrase."""
    token = invite(house.engine, Grant(ADMINISTRATOR), None, datetime.now(UTC))
    async with visiting(chromium, house.url, screen) as ann:
        await ann.opens(f"/invitation/{token}")
        secret = await ann.page.locator("[name=secret]").input_value()
        await expect(ann.main.get_by_role("img")).to_be_visible()
        await ann.looks("invitation")
        await fill(ann, **ANN, again=PASSPHRASE, code=pyotp.TOTP(secret).now())
        await ann.presses("Make my account")
        await ann.reads("Your account is made. Sign in with it now.")
        await ann.looks("sign-in")
        await signs_in(ann, secret)
        await ann.opens("/account")
        await ann.looks("account")
        await ann.follows("Use another app for codes")
        await ann.looks("another-app")
        await ann.opens("/account/passphrase")
        await ann.looks("another-passphrase")
        await fill(ann, old=PASSPHRASE, new=OTHER, again=OTHER)
        await ann.presses("Change the passphrase")
        await ann.reads("Saved.")
        await ann.page.get_by_role("button", name=screen.says("Sign out"), exact=True).first.click()
        await ann.reads("You have signed out.")


async def signs_in(ann: Visitor, secret: str) -> None:
    """Try a wrong code, which is refused, then the right one."""
    await fill(ann, **ANN, code="000000")
    await ann.presses("Sign in")
    await ann.reads("This did not open an account. Look at the name, the passphrase and the code, and try again.")
    await ann.looks("sign-in-refused")
    # The one of just now was used up by the invitation.
    await fill(ann, **ANN, code=pyotp.TOTP(secret).at(time.time() + 30))
    await ann.presses("Sign in")
    await ann.reads("To do")
