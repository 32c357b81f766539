"""Protected data is shown to its circle only, and every read and change is logged."""

import re
from typing import Any

import pytest
from sqlalchemy import Engine, delete, insert, select
from sqlmodel import col

from directory.confidential import AccessCircle, ConfidentialStore, ProtectedAddress, ProtectedContact
from directory.models import Address, Location, ProtectedRead, Service, ServiceAtLocation, WithheldLocation
from directory.moderation import Action, Edit
from directory.staff.auth.audit_log import AuditAction, list_actions
from directory.staff.auth.roles import Grant
from tests.directory.staff.browser import ADMINISTRATOR, EDITOR, REVIEWER, Browser, create_session
from tests.directory.staff.test_entry import propose_one, publish_one

STREET, NAME = "99 Hidden Lane", "Ms Nobody"
PAYLOAD = '"><script>alert(1)</script>'


@pytest.fixture
def protected_data(pages_engine: Engine, thai_service: str) -> str:
    """An entry with a contact for partners and an address for staff."""
    with pages_engine.begin() as connection:
        connection.execute(insert(Location), {"id": "l", "location_type": "physical"})
        connection.execute(insert(ServiceAtLocation), {"id": "sl", "service_id": thai_service, "location_id": "l"})
    ConfidentialStore(pages_engine).protect(
        ProtectedContact("c", thai_service, AccessCircle.PARTNER, name=NAME, number="+66 2 000 0000"),
        ProtectedAddress("a", "l", AccessCircle.STAFF, STREET, "TH", city="Chiang Mai", latitude=18.7, longitude=98.9),
    )
    return thai_service


def logged_reads(engine: Engine) -> list[tuple[str, int]]:
    """Return (circle, count) of the logged reads, in order."""
    asked = select(col(ProtectedRead.circle), col(ProtectedRead.entries)).order_by(col(ProtectedRead.id))
    with engine.connect() as connection:
        return [(circle, entries) for circle, entries in connection.execute(asked)]


def logged_actions(engine: Engine, service: str) -> list[AuditAction]:
    """Return the logged actions on an entry's protected data, newest first."""
    with engine.connect() as connection:
        return [one.action for one in list_actions(connection) if one.about == service]


def test_partner_circle_sees_partner_data(editor: Browser, pages_engine: Engine, protected_data: str) -> None:
    """A partner sees the contact and not the address, and one read is logged."""
    page = editor.get(f"/services/{protected_data}/protected").text
    assert NAME in page
    assert STREET not in page
    assert "<form class" not in page[page.index("<main") : page.index("</main>")]
    assert logged_reads(pages_engine) == [("partner", 1)]


def test_staff_circle_sees_everything(administrator: Browser, pages_engine: Engine, protected_data: str) -> None:
    """Staff see both."""
    page = administrator.get(f"/services/{protected_data}/protected").text
    assert NAME in page
    assert STREET in page
    assert logged_reads(pages_engine) == [("staff", 2)]


def test_entry_page_only_links(
    editor: Browser, reviewer: Browser, administrator: Browser, pages_engine: Engine, protected_data: str
) -> None:
    """The entry page links to protected data for permitted users, without showing it or logging a read."""
    for somebody, sees in ((editor, True), (administrator, True), (reviewer, False)):
        page = somebody.get(f"/services/{protected_data}").text
        assert (f"/services/{protected_data}/protected" in page) is sees
        assert NAME not in page
        assert STREET not in page
    assert logged_reads(pages_engine) == []


def test_no_circle_is_forbidden(
    reviewer: Browser, stranger: Browser, editor: Browser, pages_engine: Engine, protected_data: str
) -> None:
    """Without a circle, or for another organization, the page is forbidden and no read is logged."""
    assert reviewer.get(f"/services/{protected_data}/protected").status_code == 403
    assert stranger.get(f"/services/{protected_data}/protected").status_code == 303
    with pages_engine.connect() as connection:
        theirs = connection.scalar(select(col(Service.organization_id)).where(col(Service.id) == protected_data))
        others = connection.scalars(select(col(Service.id)).where(col(Service.organization_id) != theirs)).first()
    assert editor.get(f"/services/{others}/protected").status_code == 403
    assert logged_reads(pages_engine) == []


def test_only_administrators_may_write(
    pages: Any, pages_engine: Engine, thai_organization: str, protected_data: str
) -> None:
    """Only administrators in the staff circle may change protected data."""
    grants = (
        Grant(EDITOR, thai_organization, (), AccessCircle.STAFF),
        Grant(REVIEWER, None, (), AccessCircle.STAFF),
        Grant(ADMINISTRATOR, None, (), AccessCircle.PARTNER),
        Grant(ADMINISTRATOR, None, (), None),
    )
    fields = {"kind": "contact", "id": "c", "name": "Other", "circle": "partner"}
    for number, grant in enumerate(grants):
        browser = Browser(pages, create_session(pages_engine, grant, f"someone{number}"))
        for path in ("", "/remove", "/move"):
            assert browser.post(f"/services/{protected_data}/protected{path}", fields).status_code == 403
    kept = ConfidentialStore(pages_engine).contacts([protected_data], AccessCircle.STAFF)[protected_data]
    assert [one.name for one in kept] == [NAME]


def test_change_and_remove(administrator: Browser, pages_engine: Engine, protected_data: str) -> None:
    """A changed contact keeps its id, an address its coordinates, and both can be removed."""
    path = f"/services/{protected_data}/protected"
    changed = {"kind": "contact", "id": "c", "name": PAYLOAD, "circle": "staff"}
    assert administrator.post(path, changed).status_code == 303
    moved = {"kind": "address", "id": "a", "address_1": "1 New Lane", "country": "TH", "circle": "partner"}
    assert administrator.post(path, moved).status_code == 303
    store = ConfidentialStore(pages_engine)
    assert [(one.id, one.name) for one in store.contacts([protected_data], AccessCircle.STAFF)[protected_data]] == [
        ("c", PAYLOAD)
    ]
    (address,) = store.addresses([protected_data], AccessCircle.PARTNER)[protected_data]
    assert (address.id, address.address_1, address.latitude) == ("a", "1 New Lane", 18.7)
    assert "<script>alert" not in administrator.get(path).text
    for key in ("a", "c"):
        assert administrator.post(f"{path}/remove", {"id": key}).status_code == 303
    assert administrator.post(f"{path}/remove", {"id": "a"}).status_code == 404
    assert store.addresses([protected_data], AccessCircle.STAFF) == {}
    assert (
        logged_actions(pages_engine, protected_data)
        == [AuditAction.PROTECTED_REMOVED] * 2 + [AuditAction.PROTECTED_CHANGED] * 2
    )


def test_actions_are_logged(administrator: Browser, pages_engine: Engine, protected_data: str) -> None:
    """The audit log has the action and the entry, never the data."""
    page = administrator.get(f"/services/{protected_data}/protected").text
    assert page.count("Remove for good") == page.count("<summary>Remove</summary>") == 2
    fields = {"kind": "contact", "name": "Quite Secret", "circle": "staff"}
    assert administrator.post(f"/services/{protected_data}/protected", fields).status_code == 303
    assert logged_actions(pages_engine, protected_data) == [AuditAction.PROTECTED_ADDED]
    told = administrator.get("/audit/accounts").text
    assert "Added a protected address or contact" in told
    assert f'href="/staff/services/{protected_data}"' in told
    assert "Secret" not in told


def test_failed_actions_are_not_logged(administrator: Browser, pages_engine: Engine, protected_data: str) -> None:
    """A failed change is not logged."""
    fields = {"kind": "contact", "name": "Kept\0"}
    assert administrator.post(f"/services/{protected_data}/protected", fields).status_code == 422
    assert logged_actions(pages_engine, protected_data) == []


def test_address_creates_location(administrator: Browser, pages_engine: Engine, thai_service: str) -> None:
    """An entry without a location gets an empty one for its address."""
    fields = {"kind": "address", "address_1": STREET, "country": "TH", "city": "Chiang Mai"}
    assert administrator.post(f"/services/{thai_service}/protected", fields).status_code == 303
    found = ConfidentialStore(pages_engine).addresses([thai_service], AccessCircle.STAFF)[thai_service]
    assert [(one.address_1, one.circle) for one in found] == [(STREET, AccessCircle.STAFF)]
    assert STREET not in administrator.get(f"/services/{thai_service}").text


def test_protect_public_address(administrator: Browser, pages_engine: Engine, protected_data: str) -> None:
    """A public address becomes protected in one step, in proposals too."""
    where = {"address_1": "5 Open Road", "city": "Bangkok", "state_province": "", "postal_code": "", "country": "TH"}
    with pages_engine.begin() as connection:
        connection.execute(delete(WithheldLocation))
        connection.execute(insert(Address), {"id": "open", "location_id": "l", "address_type": "physical", **where})
    published = propose_one(pages_engine, Edit(Action.UPDATE, "address", ("open",), {"city": "Krabi"}))
    publish_one(pages_engine, published)
    waiting = propose_one(pages_engine, Edit(Action.UPDATE, "address", ("open",), {"address_1": "6 Other Road"}))
    assert "Krabi" in administrator.get(f"/review/{published}").text
    assert f"/review/{waiting}" in administrator.get(f"/services/{protected_data}").text
    assert (
        administrator.post(f"/services/{protected_data}/protected/move", {"id": "open", "circle": "staff"}).status_code
        == 303
    )
    assert "5 Open Road" not in administrator.get(f"/services/{protected_data}").text
    assert "5 Open Road" in administrator.get(f"/services/{protected_data}/protected").text
    for path in (f"/review/{published}", f"/review/{waiting}"):
        assert not {"Krabi", "5 Open Road", "6 Other Road"} & set(
            re.findall(r"Krabi|\d \w+ Road", administrator.get(path).text)
        )
    with pages_engine.connect() as connection:
        assert connection.scalars(select(col(WithheldLocation.location_id))).all() == ["l"]
    assert logged_actions(pages_engine, protected_data) == [AuditAction.PROTECTED_MOVED]
    assert administrator.post(f"/services/{protected_data}/protected/move", {"id": "open"}).status_code == 404


def test_invalid_values_are_rejected(administrator: Browser, protected_data: str) -> None:
    """Invalid values have errors, and the typed values stay."""
    for fields, said in (
        ({"kind": "address", "city": "Kept", "country": "TH"}, "can&#39;t be empty"),
        ({"kind": "address", "address_1": "Kept", "country": "XX"}, "is no country that we know"),
        ({"kind": "contact"}, "Write at least one thing."),
        ({"kind": "contact", "name": "x" * 501}, "is too long"),
        ({"kind": "contact", "name": "Kept\0"}, "could not be kept"),
        ({"kind": "address", "address_1": "Kept", "country": "TH", "location_id": "no"}, "could not be kept"),
    ):
        answer = administrator.post(f"/services/{protected_data}/protected", fields)
        assert answer.status_code == 422
        assert said in answer.text
        assert "Kept" not in str(fields) or "Kept" in answer.text


def test_rows_of_other_entries_are_404(administrator: Browser, pages_engine: Engine, protected_data: str) -> None:
    """Protected data of one entry can't be changed through another."""
    with pages_engine.connect() as connection:
        other = connection.scalars(select(col(Service.id)).where(col(Service.id) != protected_data)).first()
    fields = {"kind": "contact", "id": "c", "name": "Other"}
    assert administrator.post(f"/services/{other}/protected", fields).status_code == 404
    assert administrator.post(f"/services/{other}/protected/remove", {"id": "c"}).status_code == 404
    assert (
        administrator.post(f"/services/{protected_data}/protected", {"kind": "address", "id": "c"}).status_code == 404
    )
