"""What is protected of an entry is shown to its circle alone, and never read or changed without a note of who did."""

import re
from typing import Any

import pytest
from sqlalchemy import Engine, delete, insert, select
from sqlmodel import col

from directory.confidential import Circle, Confidential, ProtectedAddress, ProtectedContact
from directory.models import Address, Location, ProtectedRead, Service, ServiceAtLocation, WithheldLocation
from directory.moderation import Action, Edit
from directory.staff.auth.audit_log import Act, acts
from directory.staff.auth.roles import Grant
from tests.directory.staff.browsing import ADMINISTRATOR, EDITOR, REVIEWER, Browser, let_in
from tests.directory.staff.test_entry import propose_one, publish_one

STREET, NAME = "99 Hidden Lane", "Ms Nobody"
PAYLOAD = '"><script>alert(1)</script>'


@pytest.fixture
def guarded(pages_engine: Engine, thai_service: str) -> str:
    """An entry with a contact for partners and an address for staff."""
    with pages_engine.begin() as connection:
        connection.execute(insert(Location), {"id": "l", "location_type": "physical"})
        connection.execute(insert(ServiceAtLocation), {"id": "sl", "service_id": thai_service, "location_id": "l"})
    Confidential(pages_engine).protect(
        ProtectedContact("c", thai_service, Circle.PARTNER, name=NAME, number="+66 2 000 0000"),
        ProtectedAddress("a", "l", Circle.STAFF, STREET, "TH", city="Chiang Mai", latitude=18.7, longitude=98.9),
    )
    return thai_service


def reads(engine: Engine) -> list[tuple[str, int]]:
    """Return for which circle how many entries were shown, in order."""
    asked = select(col(ProtectedRead.circle), col(ProtectedRead.entries)).order_by(col(ProtectedRead.id))
    with engine.connect() as connection:
        return [(circle, entries) for circle, entries in connection.execute(asked)]


def noted(engine: Engine, service: str) -> list[Act]:
    """Return what was done to what is protected of an entry, newest first."""
    with engine.connect() as connection:
        return [one.act for one in acts(connection) if one.about == service]


def test_partners_see_what_partners_may(editor: Browser, pages_engine: Engine, guarded: str) -> None:
    """A partner reads the contact and nothing of the address, and it is noted that they were shown one thing."""
    page = editor.get(f"/services/{guarded}/protected").text
    assert NAME in page
    assert STREET not in page
    assert "<form class" not in page[page.index("<main") : page.index("</main>")]
    assert reads(pages_engine) == [("partner", 1)]


def test_staff_see_all(administrator: Browser, pages_engine: Engine, guarded: str) -> None:
    """Staff read both."""
    page = administrator.get(f"/services/{guarded}/protected").text
    assert NAME in page
    assert STREET in page
    assert reads(pages_engine) == [("staff", 2)]


def test_only_a_link_on_the_entry(
    editor: Browser, reviewer: Browser, administrator: Browser, pages_engine: Engine, guarded: str
) -> None:
    """The entry says to those who may read it that there is something, to nobody what, and that is no reading."""
    for somebody, sees in ((editor, True), (administrator, True), (reviewer, False)):
        page = somebody.get(f"/services/{guarded}").text
        assert (f"/services/{guarded}/protected" in page) is sees
        assert NAME not in page
        assert STREET not in page
    assert reads(pages_engine) == []


def test_no_circle_no_page(
    reviewer: Browser, stranger: Browser, editor: Browser, pages_engine: Engine, guarded: str
) -> None:
    """Without a circle, or as an editor of another organization, nobody gets in, and nobody is noted as a reader."""
    assert reviewer.get(f"/services/{guarded}/protected").status_code == 403
    assert stranger.get(f"/services/{guarded}/protected").status_code == 303
    with pages_engine.connect() as connection:
        theirs = connection.scalar(select(col(Service.organization_id)).where(col(Service.id) == guarded))
        others = connection.scalars(select(col(Service.id)).where(col(Service.organization_id) != theirs)).first()
    assert editor.get(f"/services/{others}/protected").status_code == 403
    assert reads(pages_engine) == []


def test_who_may_write(pages: Any, pages_engine: Engine, thai_organization: str, guarded: str) -> None:
    """Only administrators who read everything change what is protected."""
    grants = (
        Grant(EDITOR, thai_organization, (), Circle.STAFF),
        Grant(REVIEWER, None, (), Circle.STAFF),
        Grant(ADMINISTRATOR, None, (), Circle.PARTNER),
        Grant(ADMINISTRATOR, None, (), None),
    )
    fields = {"kind": "contact", "id": "c", "name": "Other", "circle": "partner"}
    for number, grant in enumerate(grants):
        browser = Browser(pages, let_in(pages_engine, grant, f"someone{number}"))
        for path in ("", "/remove", "/move"):
            assert browser.post(f"/services/{guarded}/protected{path}", fields).status_code == 403
    kept = Confidential(pages_engine).contacts([guarded], Circle.STAFF)[guarded]
    assert [one.name for one in kept] == [NAME]


def test_change_and_remove(administrator: Browser, pages_engine: Engine, guarded: str) -> None:
    """A contact is corrected under its own id, an address keeps its point, and both can go."""
    path = f"/services/{guarded}/protected"
    changed = {"kind": "contact", "id": "c", "name": PAYLOAD, "circle": "staff"}
    assert administrator.post(path, changed).status_code == 303
    moved = {"kind": "address", "id": "a", "address_1": "1 New Lane", "country": "TH", "circle": "partner"}
    assert administrator.post(path, moved).status_code == 303
    store = Confidential(pages_engine)
    assert [(one.id, one.name) for one in store.contacts([guarded], Circle.STAFF)[guarded]] == [("c", PAYLOAD)]
    (address,) = store.addresses([guarded], Circle.PARTNER)[guarded]
    assert (address.id, address.address_1, address.latitude) == ("a", "1 New Lane", 18.7)
    assert "<script>alert" not in administrator.get(path).text
    for key in ("a", "c"):
        assert administrator.post(f"{path}/remove", {"id": key}).status_code == 303
    assert administrator.post(f"{path}/remove", {"id": "a"}).status_code == 404
    assert store.addresses([guarded], Circle.STAFF) == {}
    assert noted(pages_engine, guarded) == [Act.PROTECTED_REMOVED] * 2 + [Act.PROTECTED_CHANGED] * 2


def test_what_was_done_is_noted(administrator: Browser, pages_engine: Engine, guarded: str) -> None:
    """Who added something to which entry stands in the audit, and never what; nothing goes by one press."""
    page = administrator.get(f"/services/{guarded}/protected").text
    assert page.count("Remove for good") == page.count("<summary>Remove</summary>") == 2
    fields = {"kind": "contact", "name": "Quite Secret", "circle": "staff"}
    assert administrator.post(f"/services/{guarded}/protected", fields).status_code == 303
    assert noted(pages_engine, guarded) == [Act.PROTECTED_ADDED]
    told = administrator.get("/audit/accounts").text
    assert "Added a protected address or contact" in told
    assert f'href="/staff/services/{guarded}"' in told
    assert "Secret" not in told


def test_nothing_is_noted_that_was_not_done(administrator: Browser, pages_engine: Engine, guarded: str) -> None:
    """A change that the database does not keep leaves no note."""
    fields = {"kind": "contact", "name": "Kept\0"}
    assert administrator.post(f"/services/{guarded}/protected", fields).status_code == 422
    assert noted(pages_engine, guarded) == []


def test_add_where_there_is_no_place(administrator: Browser, pages_engine: Engine, thai_service: str) -> None:
    """An entry without a place gets one that says nothing, and the address is protected there."""
    fields = {"kind": "address", "address_1": STREET, "country": "TH", "city": "Chiang Mai"}
    assert administrator.post(f"/services/{thai_service}/protected", fields).status_code == 303
    found = Confidential(pages_engine).addresses([thai_service], Circle.STAFF)[thai_service]
    assert [(one.address_1, one.circle) for one in found] == [(STREET, Circle.STAFF)]
    assert STREET not in administrator.get(f"/services/{thai_service}").text


def test_a_public_address_is_protected(administrator: Browser, pages_engine: Engine, guarded: str) -> None:
    """An address that everybody could read is taken out of their sight in one step, and out of what was proposed."""
    where = {"address_1": "5 Open Road", "city": "Bangkok", "state_province": "", "postal_code": "", "country": "TH"}
    with pages_engine.begin() as connection:
        connection.execute(delete(WithheldLocation))
        connection.execute(insert(Address), {"id": "open", "location_id": "l", "address_type": "physical", **where})
    published = propose_one(pages_engine, Edit(Action.UPDATE, "address", ("open",), {"city": "Krabi"}))
    publish_one(pages_engine, published)
    waiting = propose_one(pages_engine, Edit(Action.UPDATE, "address", ("open",), {"address_1": "6 Other Road"}))
    assert "Krabi" in administrator.get(f"/review/{published}").text
    assert f"/review/{waiting}" in administrator.get(f"/services/{guarded}").text
    assert (
        administrator.post(f"/services/{guarded}/protected/move", {"id": "open", "circle": "staff"}).status_code == 303
    )
    assert "5 Open Road" not in administrator.get(f"/services/{guarded}").text
    assert "5 Open Road" in administrator.get(f"/services/{guarded}/protected").text
    for path in (f"/review/{published}", f"/review/{waiting}"):
        assert not {"Krabi", "5 Open Road", "6 Other Road"} & set(
            re.findall(r"Krabi|\d \w+ Road", administrator.get(path).text)
        )
    with pages_engine.connect() as connection:
        assert connection.scalars(select(col(WithheldLocation.location_id))).all() == ["l"]
    assert noted(pages_engine, guarded) == [Act.PROTECTED_MOVED]
    assert administrator.post(f"/services/{guarded}/protected/move", {"id": "open"}).status_code == 404


def test_wrong(administrator: Browser, guarded: str) -> None:
    """What can't be kept is told in the form, which keeps what was typed."""
    for fields, said in (
        ({"kind": "address", "city": "Kept", "country": "TH"}, "can&#39;t be empty"),
        ({"kind": "address", "address_1": "Kept", "country": "XX"}, "is no country that we know"),
        ({"kind": "contact"}, "Write at least one thing."),
        ({"kind": "contact", "name": "x" * 501}, "is too long"),
        ({"kind": "contact", "name": "Kept\0"}, "could not be kept"),
        ({"kind": "address", "address_1": "Kept", "country": "TH", "location_id": "no"}, "could not be kept"),
    ):
        answer = administrator.post(f"/services/{guarded}/protected", fields)
        assert answer.status_code == 422
        assert said in answer.text
        assert "Kept" not in str(fields) or "Kept" in answer.text


def test_nothing_of_another_entry(administrator: Browser, pages_engine: Engine, guarded: str) -> None:
    """What is protected of one entry can't be changed or removed through another."""
    with pages_engine.connect() as connection:
        other = connection.scalars(select(col(Service.id)).where(col(Service.id) != guarded)).first()
    fields = {"kind": "contact", "id": "c", "name": "Other"}
    assert administrator.post(f"/services/{other}/protected", fields).status_code == 404
    assert administrator.post(f"/services/{other}/protected/remove", {"id": "c"}).status_code == 404
    assert administrator.post(f"/services/{guarded}/protected", {"kind": "address", "id": "c"}).status_code == 404
