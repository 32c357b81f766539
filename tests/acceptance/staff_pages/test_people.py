"""Accounts and invitations."""

import pytest

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.layouts import Layout
from tests.acceptance.staff_pages.served_pages import StaffSite
from tests.directory.staff.proposal_queries import account_id

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


async def test_invite_change_and_disable(visit: Visit, site: StaffSite, screen: Layout) -> None:
    """An administrator invites an editor, makes another editor a reviewer, and disables them."""
    site.token("editor")
    async with visit("administrator", screen) as administrator:
        await administrator.open("/people")
        await administrator.check("people")
        await administrator.follow("Invite somebody")
        await administrator.press("Make an invitation")
        await administrator.check("invite-refused")
        await administrator.page.locator("[name=role][value=reviewer]").check()
        await administrator.page.locator("[name=everywhere][value=these]").check()
        await administrator.page.locator("[name=country][value=TH]").check()
        await administrator.press("Make an invitation")
        await administrator.expect_message("This link is shown only now. It is not kept, and no message was sent.")
        await administrator.check("invitation-made")
        await administrator.open(f"/people/{account_id(site.engine, 'editor')}")
        await administrator.page.locator("[name=role][value=reviewer]").check()
        await administrator.page.locator("[name=everywhere][value=all]").check()
        await administrator.press("Save")
        await administrator.open(f"/people/{account_id(site.engine, 'editor')}")
        await administrator.check("account-of-somebody")
        await administrator.page.locator("[name=role][value=administrator]").check()
        await administrator.press("Save")
        await administrator.open("/")
        await administrator.expect_message("Rights that wait for confirmation")
        await administrator.check("rights-that-wait")
        await administrator.open(f"/people/{account_id(site.engine, 'editor')}")
        await administrator.press("Shut out now")
        await administrator.expect_message("Shut out")


async def test_withdraw_invitation(visit: Visit, screen: Layout) -> None:
    """An open invitation is listed, and gone when it is withdrawn."""
    async with visit("administrator", screen) as administrator:
        await administrator.open("/people/invite")
        await administrator.page.locator("[name=role][value=administrator]").check()
        await administrator.press("Make an invitation")
        await administrator.open("/people")
        await administrator.check("open-invitation")
        await administrator.press("Take back")
        await administrator.expect_message("Taken back.")
