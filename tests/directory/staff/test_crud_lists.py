"""Lists and forms of HSDS objects: search, filters, and proposals instead of writes."""

import re

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from directory.models import Phone, Proposal, ProposedField, Service
from directory.moderation import HeldReason
from directory.staff.crud.save import REMOVABLE
from tests.directory.staff.browser import Browser


def first_phone(engine: Engine, service: str) -> tuple[str, str]:
    """Return (id, number) of a phone of an entry."""
    with engine.connect() as connection:
        asked = select(col(Phone.id), col(Phone.number)).where(col(Phone.service_id) == service)
        key, number = connection.execute(asked.order_by(col(Phone.id))).first() or ("", "")
    return key, number


def proposals(engine: Engine) -> list[tuple[str, str, str | None]]:
    """Return (field, action, new value) of all proposed fields."""
    with engine.connect() as connection:
        rows = connection.execute(select(col(ProposedField.field), col(ProposedField.action), col(ProposedField.new)))
        return [tuple(row) for row in rows]  # type: ignore[misc]


def test_corrected_number_is_proposed(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A corrected number waits for review, and the directory keeps the old one."""
    phone, number = first_phone(pages_engine, thai_service)
    fields = {"number": "+66 2 123 4567", "type": "voice", "reason": "I called"}
    saved = editor.post(f"/records/phone/edit/{phone}", fields)
    assert saved.headers["location"] == f"/staff/services/{thai_service}?told=proposed"
    assert ("number", "update", '"+66 2 123 4567"') in proposals(pages_engine)
    assert first_phone(pages_engine, thai_service) == (phone, number)


def test_unchanged_form_proposes_nothing(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """An unchanged form proposes nothing and says so."""
    phone, _ = first_phone(pages_engine, thai_service)
    form = editor.get(f"/records/phone/edit/{phone}").text
    kept = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', form) for name in ("number", "extension")}
    with pages_engine.connect() as connection:
        row = connection.execute(select(Phone).where(col(Phone.id) == phone)).mappings().one()
    fields = {name: found[1] for name, found in kept.items() if found}
    fields |= {"type": row["type"] or "", "description": row["description"] or ""}
    saved = editor.post(f"/records/phone/edit/{phone}", fields)
    assert saved.headers["location"].endswith("told=nothing")
    assert proposals(pages_engine) == []


def test_invalid_value_stays_in_the_form(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """An invalid value has an error, and no typed value is lost."""
    answer = editor.post(f"/records/service/edit/{thai_service}", {"name": "", "status": "active", "email": "nobody"})
    assert answer.status_code == 422
    assert "nobody" in answer.text
    assert 'role="alert"' in answer.text
    assert proposals(pages_engine) == []


def test_create_phone(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A new record belongs to the entry in the URL."""
    fields = {"number": "1300", "type": "voice"}
    saved = editor.post(f"/records/phone/create?service_id={thai_service}", fields)
    assert saved.headers["location"] == f"/staff/services/{thai_service}?told=proposed"
    assert ("service_id", "create", f'"{thai_service}"') in proposals(pages_engine)


@pytest.mark.parametrize("way", ["edit", "create", "remove"])
def test_rows_of_others_are_forbidden(editor: Browser, pages_engine: Engine, thai_organization: str, way: str) -> None:
    """An editor can't propose changes of other organizations' entries."""
    with pages_engine.connect() as connection:
        elsewhere = select(col(Phone.id), col(Phone.service_id)).join(Service, col(Service.id) == col(Phone.service_id))
        asked = elsewhere.where(col(Service.organization_id) != thai_organization)
        phone, service = connection.execute(asked).first() or ("", "")
    answers = {
        "edit": lambda: editor.post(f"/records/phone/edit/{phone}", {"number": "1"}),
        "create": lambda: editor.post(f"/records/phone/create?service_id={service}", {"number": "1300"}),
        "remove": lambda: editor.post(f"/removals/phone/{phone}"),
    }
    assert answers[way]().status_code in {400, 403, 422}
    assert proposals(pages_engine) == []


def test_removal_is_proposed(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Removing a phone is a proposal."""
    phone, _ = first_phone(pages_engine, thai_service)
    assert editor.post(f"/removals/phone/{phone}").headers["location"].endswith("told=proposed")
    assert {action for _, action, _ in proposals(pages_engine)} == {"delete"}


@pytest.mark.parametrize("table", ["service", "organization", "staff_account", "phone_reach", "x"])
def test_some_tables_can_not_be_removed(administrator: Browser, table: str) -> None:
    """Other tables have no removal."""
    assert table not in REMOVABLE
    assert administrator.post(f"/removals/{table}/1").status_code == 404


@pytest.mark.parametrize(
    ("words", "finds"),
    [("shelter", True), ("ที่พัก", True), ("zzzzzzzzzz", False), ("%", False), ("'; DROP TABLE service", False)],
)
def test_search(editor: Browser, words: str, finds: bool) -> None:  # noqa: FBT001 - an example's answer
    """Entries are found by words in any script; wildcards are literal."""
    answer = editor.client.get("/staff/records/service/list", params={"search": words})
    assert answer.status_code == 200
    assert ("/staff/services/" in answer.text) is finds


def hits_in(text: str) -> str:
    """Return the number of entries that a page shows."""
    found = re.search(r"\d+ to \d+ of (\d+)", text)
    assert found
    return found[1]


def test_filters_and_pages(editor: Browser) -> None:
    """Lists can be filtered, sorted and paged by URL; invalid values are handled."""
    all_of_them, there = (
        editor.text(f"/records/service/list{narrowed}") for narrowed in ("", "?country=TH&need=shelter")
    )
    assert "Urban Light" in there
    assert int(hits_in(there)) < int(hits_in(all_of_them))
    assert "Nothing was found" in editor.text("/records/service/list?country=TH&checked=fresh&status=active")
    assert editor.get("/records/service/list?page=2&sortBy=name&sort=desc").status_code == 200
    for odd in ("page=x", "pageSize=-1", "sortBy=passphrase_hash", "page=99999999999999999999"):
        answer = editor.get(f"/records/service/list?{odd}")
        assert answer.status_code in {302, 400}, odd
    assert editor.get("/records/service/list?country=%27&checked=1&need=%00x").status_code == 200


def test_every_view_renders(administrator: Browser) -> None:
    """Each object has a list, a form for a new row, and both exports."""
    kinds = re.findall(r"/staff/records/(\w+)/list", administrator.get("/records/service/list").text)
    assert len(set(kinds)) >= 14
    for kind in dict.fromkeys(kinds):
        page = administrator.get(f"/records/{kind}/list")
        assert page.status_code == 200, kind
        assert len(page.content) < 100_000
        assert administrator.get(f"/records/{kind}/create").status_code == 200, kind
        for shape in ("csv", "json"):
            assert administrator.get(f"/records/{kind}/export/{shape}").status_code == 200, kind
        first = re.search(rf"/staff/records/{kind}/details/([\w-]+)", page.text)
        if first:
            assert administrator.get(f"/records/{kind}/details/{first[1]}").status_code == 200, kind
            assert administrator.get(f"/records/{kind}/edit/{first[1]}").status_code == 200, kind


@pytest.mark.parametrize("path", ["login", "logout", "statics/js/main.js", "service/import", "service/delete", ""])
def test_other_sqladmin_routes_are_closed(administrator: Browser, path: str) -> None:
    """The sign-in, scripts, import and deletion of sqladmin are not served."""
    assert administrator.get(f"/records/{path}").status_code == 404


def test_protected_values_are_held(administrator: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A public text with a protected number becomes a held proposal."""
    from directory.confidential import AccessCircle, ConfidentialStore
    from directory.confidential.entries import ProtectedContact

    number = "+66 81 555 0199"
    ConfidentialStore(pages_engine).protect(ProtectedContact("c1", thai_service, AccessCircle.STAFF, number=number))
    answer = administrator.post(
        f"/records/service/edit/{thai_service}", {"name": "A house", "status": "active", "alert": f"Call {number}"}
    )
    assert answer.headers["location"].endswith("told=held")
    with pages_engine.connect() as connection:
        assert connection.scalars(select(col(Proposal.held))).all() == [HeldReason.PROTECTED]
