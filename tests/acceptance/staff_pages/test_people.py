"""People are let in, changed and shut out."""

from tests.acceptance.staff_pages.conftest import Visit
from tests.acceptance.staff_pages.house import House
from tests.acceptance.staff_pages.layouts import Layout
from tests.directory.staff.proposing import account_of


async def test_invited_changed_and_shut_out(visit: Visit, house: House, screen: Layout) -> None:
    """An administrator makes an invitation for an editor, makes another editor a reviewer, and shuts them out."""
    house.token("editor")
    async with visit("administrator", screen) as administrator:
        await administrator.opens("/people")
        await administrator.looks("people")
        await administrator.follows("Invite somebody")
        await administrator.presses("Make an invitation")
        await administrator.looks("invite-refused")
        await administrator.page.locator("[name=role][value=reviewer]").check()
        await administrator.page.locator("[name=everywhere][value=these]").check()
        await administrator.page.locator("[name=country][value=TH]").check()
        await administrator.presses("Make an invitation")
        await administrator.reads("This link is shown only now. It is not kept, and no message was sent.")
        await administrator.looks("invitation-made")
        await administrator.opens(f"/people/{account_of(house.engine, 'editor')}")
        await administrator.page.locator("[name=role][value=reviewer]").check()
        await administrator.page.locator("[name=everywhere][value=all]").check()
        await administrator.presses("Save")
        await administrator.opens(f"/people/{account_of(house.engine, 'editor')}")
        await administrator.looks("account-of-somebody")
        await administrator.presses("Shut out now")
        await administrator.reads("Shut out")


async def test_an_invitation_is_taken_back(visit: Visit, screen: Layout) -> None:
    """An open invitation is listed, and gone when it is taken back."""
    async with visit("administrator", screen) as administrator:
        await administrator.opens("/people/invite")
        await administrator.page.locator("[name=role][value=administrator]").check()
        await administrator.presses("Make an invitation")
        await administrator.opens("/people")
        await administrator.looks("open-invitation")
        await administrator.presses("Take back")
        await administrator.reads("Taken back.")
