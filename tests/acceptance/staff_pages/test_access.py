"""From an invitation to an account, through the real sign-in."""

import re
import time
from datetime import UTC, datetime

import pyotp
from playwright.async_api import Browser, expect
from sqlalchemy import update

from directory.models import StaffAccount
from directory.staff.auth.invitations import invite
from directory.staff.auth.roles import Grant
from tests.acceptance.staff_pages.layouts import Layout
from tests.acceptance.staff_pages.served_pages import StaffSite
from tests.acceptance.staff_pages.visitor import Visitor, open_visitor
from tests.directory.staff.browser import ADMINISTRATOR

PASSPHRASE, OTHER = "four words are good", "other words are good"
ANN = {"name": "Ann", "passphrase": PASSPHRASE}


async def fill(visitor: Visitor, **fields: str) -> None:
    """Fill fields in by their names."""
    for name, value in fields.items():
        await visitor.page.locator(f'main [name="{name}"]').fill(value)


async def test_invitation_to_account(chromium: Browser, site: StaffSite, screen: Layout) -> None:
    """An invited user sees the QR code, creates an account, signs in, and changes the passphrase."""
    token = invite(site.engine, Grant(ADMINISTRATOR), None, datetime.now(UTC))
    async with open_visitor(chromium, site.url, screen) as ann:
        await ann.open(f"/invitation/{token}")
        secret = await ann.page.locator("[name=secret]").input_value()
        await expect(ann.main.get_by_role("img")).to_be_visible()
        await ann.check("invitation")
        await fill(ann, **ANN, again=PASSPHRASE, code=pyotp.TOTP(secret).now())
        await ann.press("Make my account")
        await ann.expect_message("Your account is made. Sign in with it now.")
        await ann.check("sign-in")
        await sign_in(ann, secret)
        await ann.open("/account")
        await ann.check("account")
        await ann.follow("Use another app for codes")
        await ann.check("another-app")
        await ann.open("/account/passphrase")
        await ann.check("another-passphrase")
        await fill(ann, old=PASSPHRASE, new=OTHER, again=OTHER)
        await ann.press("Change the passphrase")
        await ann.expect_message("Saved.")
        await invite_after_step_up(ann, site, secret)
        await ann.page.get_by_role("button", name=screen.translate("Sign out"), exact=True).first.click()
        await ann.expect_message("You have signed out.")


async def invite_after_step_up(ann: Visitor, site: StaffSite, secret: str) -> None:
    """Invite an administrator: passphrase and code are asked for, then the invitation is made as it was filled in."""
    with site.engine.begin() as connection:  # instead of waiting for half a minute
        connection.execute(update(StaffAccount).values(totp_step=0))
    await ann.open("/people/invite")
    await ann.page.locator("[name=role][value=administrator]").check()
    await ann.press("Make an invitation")
    await ann.expect_message("Confirm that it is you")
    await ann.check("step-up")
    await fill(ann, step_up_passphrase="not the passphrase", step_up_code="000000")
    await ann.press("Go on")
    await ann.check("step-up-refused")
    await fill(ann, step_up_passphrase=OTHER, step_up_code=pyotp.TOTP(secret).now())
    await ann.press("Go on")
    await ann.check("invitation-of-an-administrator")
    await expect(ann.page.locator("#link")).to_have_value(re.compile("/staff/invitation/"))


async def sign_in(ann: Visitor, secret: str) -> None:
    """Try a wrong code, which is rejected, then the right one."""
    await fill(ann, **ANN, code="000000")
    await ann.press("Sign in")
    await ann.expect_message("Sign-in failed. Check the name, the passphrase and the code, and try again.")
    await ann.check("sign-in-refused")
    # The one of just now was used up by the invitation.
    await fill(ann, **ANN, code=pyotp.TOTP(secret).at(time.time() + 30))
    await ann.press("Sign in")
    await ann.expect_message("To do")
