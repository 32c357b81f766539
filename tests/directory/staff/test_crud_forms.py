"""Forms of HSDS objects: owner, permissions and errors."""

import re

import pytest
from sqlalchemy import Engine, func, insert, select
from sqlmodel import col
from starlette.applications import Starlette

from directory.models import Coverage, Organization, Phone, ProposedField, Service
from directory.staff.auth.roles import Grant
from directory.staff.crud import views
from directory.staff.crud.base_view import RecordView
from tests.directory.staff.browser import REVIEWER, Browser, create_session
from tests.directory.staff.test_crud_lists import first_phone, proposals

NEW = {"name": "A new house", "status": "active", "country": "TH"}


@pytest.fixture
def shared_phone(pages_engine: Engine, thai_organization: str) -> str:
    """A phone of the editor's organization, which all its entries share."""
    with pages_engine.begin() as connection:
        connection.execute(insert(Phone), {"id": "shared", "number": "1300", "organization_id": thai_organization})
    return "shared"


def proposed_tables(engine: Engine) -> set[str]:
    """Return the tables of which something was proposed."""
    with engine.connect() as connection:
        return set(connection.scalars(select(col(ProposedField.table_name))))


def test_create_entry(editor: Browser, pages_engine: Engine, thai_organization: str) -> None:
    """An editor proposes an entry with a country, and is redirected to the proposal."""
    link = f"/records/service/create?organization_id={thai_organization}"
    assert link in editor.get(f"/records/organization/details/{thai_organization}").text
    assert 'name="country"' in editor.get(link).text
    landed = editor.post(link, NEW).headers["location"].removeprefix("/staff")
    assert re.fullmatch(r"/review/\d+\?told=proposed", landed)
    assert "A new house" in editor.text(landed)
    assert {"service", "coverage"} <= proposed_tables(pages_engine)


def test_new_entry_needs_a_country(editor: Browser, pages_engine: Engine, thai_organization: str) -> None:
    """Without a country no reviewer would be responsible."""
    path = f"/records/service/create?organization_id={thai_organization}"
    answer = editor.post(path, NEW | {"country": ""})
    assert answer.status_code == 422
    assert "Country can&#39;t be empty." in answer.text
    assert proposals(pages_engine) == []


def test_new_entry_is_decided_by_reviewers_of_its_country(
    editor: Browser, reviewer: Browser, thai_organization: str
) -> None:
    """A new entry waits for reviewers of its country, and is found after publication."""
    path = editor.post(f"/records/service/create?organization_id={thai_organization}", NEW).headers["location"]
    path = path.removeprefix("/staff").partition("?")[0]
    assert path in reviewer.get("/review").text
    assert reviewer.post(f"{path}/publish").headers["location"].endswith("told=published")
    assert "A new house" in editor.text(f"/records/organization/details/{thai_organization}")


def test_create_organization(editor: Browser, administrator: Browser) -> None:
    """Users who may propose an organization are offered the form, and are redirected to the proposal."""
    link = 'href="/staff/records/organization/create"'
    assert link not in editor.get("/records/organization/list").text
    assert link in administrator.get("/records/organization/list").text
    landed = administrator.post("/records/organization/create", {"name": "New help"}).headers["location"]
    assert "New help" in administrator.text(landed.removeprefix("/staff"))


@pytest.mark.parametrize("table", ["phone", "contact", "language", "location", "service"])
def test_row_without_owner_is_rejected(administrator: Browser, pages_engine: Engine, table: str) -> None:
    """A row without an owner is never created, since it could not be found."""
    fields = NEW | {"number": "1300", "type": "voice", "code": "km", "location_type": "physical"}
    for path in (f"/records/{table}/create", f"/records/{table}/create?service_id="):
        assert '<form class="stack"' not in administrator.get(path).text
        answer = administrator.post(path, fields)
        assert answer.status_code == 422
        assert "This has to belong to an entry or an organization." in answer.text
    assert proposals(pages_engine) == []


def test_form_shows_owner(editor: Browser, pages_engine: Engine, thai_service: str, shared_phone: str) -> None:
    """Form and details show the owner of a row, or how many entries share it."""
    own, _ = first_phone(pages_engine, thai_service)
    form, details = (editor.get(f"/records/phone/{page}/{own}").text for page in ("edit", "details"))
    assert all(f'<a href="/staff/services/{thai_service}">' in page for page in (form, details))
    assert "Back to the entry" in form
    assert "This stands in" not in form
    with pages_engine.connect() as connection:
        organization = connection.scalar(select(col(Service.organization_id)).where(col(Service.id) == thai_service))
        theirs = select(func.count()).where(col(Service.organization_id) == organization)
        many = connection.scalar(theirs)
    shared = editor.text(f"/records/phone/edit/{shared_phone}")
    assert re.search(rf"This stands in {many} entr", shared)


def test_form_of_another_country_is_forbidden(
    pages: Starlette, pages_engine: Engine, reviewer: Browser, thai_service: str
) -> None:
    """A reviewer gets forms only of rows in their countries."""
    abroad = Browser(pages, create_session(pages_engine, Grant(REVIEWER, None, ("MX",), None), "abroad"))
    phone, _ = first_phone(pages_engine, thai_service)
    assert reviewer.get(f"/records/phone/edit/{phone}").status_code == 200
    assert abroad.get(f"/records/phone/edit/{phone}").status_code == 403
    assert "/records/phone/edit/" not in abroad.get(f"/records/phone/details/{phone}").text


WRONG = {
    "email": ("nobody", "E-mail is no e-mail address."),
    "url": ("x", "Web address has to be a web address"),
    "minimum_age": ("ten", "Youngest age has to be a number."),
    "name": ("", "Name can&#39;t be empty."),
}


@pytest.mark.parametrize("field", WRONG)
def test_error_is_shown_at_its_field(
    editor: Browser, thai_service: str, caplog: pytest.LogCaptureFixture, field: str
) -> None:
    """Every validation error is our message at its field, and is not logged."""
    typed, said = WRONG[field]
    answer = editor.post(f"/records/service/edit/{thai_service}", {"name": "A", "status": "active", field: typed})
    assert answer.status_code == 422
    assert re.search(rf'<p class="wrong" id="{field}-wrong">{re.escape(said)}', answer.text)
    assert re.search(rf'<input[^>]*aria-invalid="true"[^>]*id="{field}"', answer.text)
    assert "Something is not right yet." in answer.text
    assert [one for one in caplog.records if one.levelname in {"ERROR", "WARNING"}] == []


def test_optional_fields_may_be_empty(administrator: Browser, pages_engine: Engine) -> None:
    """Fields that HSDS requires but many entries lack may be empty."""
    with pages_engine.connect() as connection:
        key = connection.scalar(select(col(Organization.id)).order_by(col(Organization.id)))
    form = administrator.get(f"/records/organization/edit/{key}").text
    description = re.search(r'<textarea[^>]*id="description"[^>]*>', form)
    assert description
    assert "required" not in description[0]


def test_phone_type(editor: Browser, pages_engine: Engine, thai_service: str, shared_phone: str) -> None:
    """Each type is listed once, and the default is voice."""
    with pages_engine.begin() as connection:
        text = {"id": "text", "number": "1301", "service_id": thai_service, "type": "text"}
        connection.execute(insert(Phone), text)
    forms = {
        "voice": f"/records/phone/create?service_id={thai_service}",
        "": f"/records/phone/edit/{shared_phone}",
        "text": "/records/phone/edit/text",
    }
    for chosen, path in forms.items():
        page = editor.get(path).text
        select_ = re.search(r'<select[^>]*id="type".*?</select>', page, re.DOTALL)
        assert select_
        assert re.findall(r">([^<>\s][^<>]*)</option>", select_[0]) == ["Calls", "SMS", "Chat", "Fax"]
        assert f'selected value="{chosen}"' in select_[0]


def test_best_hits_come_first(editor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hits are ranked until another order is chosen; the page says if some are left out."""

    def names(path: str) -> list[str]:
        return re.findall(r'<td data-label="Name"><a[^>]*><bdi>([^<]*)', editor.get(path).text)

    ranked, sorted_ = (
        names("/records/service/list?search=urban+light"),
        names("/records/service/list?search=a&sortBy=name"),
    )
    assert "Urban Light" in ranked[0]
    assert sorted_ == sorted(sorted_)
    assert "fit best" not in editor.text("/records/service/list?search=shelter")
    monkeypatch.setattr(views, "MAX_HITS", 2)
    assert "Only the 2 entries that fit best are shown." in editor.text("/records/service/list?search=shelter")


def test_export_matches_list(editor: Browser, pages_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """An export has the rows of the list; the page says if it is cut."""
    narrowed = "country=TH&need=shelter&search=shelter"
    page = editor.get(f"/records/service/list?{narrowed}").text
    assert f"/records/service/export/json?{narrowed.replace('&', '&amp;')}" in page
    listed = re.findall(r"/staff/services/([\w-]+)\"", page)
    rows = editor.get(f"/records/service/export/json?{narrowed}").json()
    with pages_engine.connect() as connection:
        there = set(connection.scalars(select(col(Coverage.service_id)).where(col(Coverage.country) == "TH")))
        of_all = connection.scalar(select(func.count()).select_from(Service))
    assert 0 < len(rows) == len(listed)
    assert set(listed) <= there
    assert len(editor.get("/records/service/export/json").json()) == of_all
    found = editor.get("/records/phone/export/csv?search=zzzzzz").text
    assert len(found.strip().splitlines()) == 1
    monkeypatch.setattr(RecordView, "export_max_rows", 3)
    assert "A file holds the first 3 of these." in editor.text("/records/phone/list")
    assert len(editor.get("/records/phone/export/json").json()) == 3


def test_lists_are_ordered(editor: Browser) -> None:
    """Each list starts ordered by its first column."""
    found = re.findall(r'<td data-label="Number">\s*<a[^>]*><bdi>([^<]*)', editor.get("/records/phone/list").text)
    assert len(found) > 5
    assert found == sorted(found)
