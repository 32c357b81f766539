"""Form fields for each route that would write something if the request were accepted."""

from typing import Any, Final

from httpx import Response

from tests.directory.staff.browser import Browser
from tests.directory.staff.security.route_discovery import Opening

_PASSPHRASES: Final = {
    "passphrase": "four words are good",
    "again": "four words are good",
    "new": "four words are good",
}
_CLOCK: Final = {"secret": "A" * 32, "code": "123456", "old": "four words are bad"}
_RECORDS: Final = {
    "service": {"name": "Another name", "status": "active"},
    "organization": {"name": "Another name", "description": "Another text"},
    "phone": {"number": "1300", "type": "voice"},
    "location": {"name": "Another name", "location_type": "physical"},
    "address": {"address_1": "1 Road", "city": "Town", "country": "TH", "address_type": "physical"},
    "contact": {"name": "Office"},
    "language": {"code": "km"},
    "service_area": {"name": "Another area"},
    "cost_option": {"option": "Another option"},
    "required_document": {"document": "Another paper"},
    "accessibility": {"description": "Another text"},
    "program": {"name": "Another name", "description": "Another text"},
    "funding": {"source": "Another source"},
    "url": {"label": "Another label", "url": "https://example.org/other"},
}
_FIELDS: Final[dict[str, dict[str, str]]] = {
    "/sign-in": {"name": "editor", **_PASSPHRASES, **_CLOCK},
    "/language": {"language": "km"},
    "/invitation/{token}": {"name": "somebody", **_PASSPHRASES, **_CLOCK},
    "/account/passphrase": {**_PASSPHRASES, **_CLOCK},
    "/account/codes": {**_PASSPHRASES, **_CLOCK},
    "/services/{service_id}/hours": {"always": "yes", "replace": "yes"},
    "/services/{service_id}/coverage": {"world": "yes"},
    "/services/{service_id}/whom": {"need": "shelter", "audience": "women", "police_linked": "yes"},
    "/services/{service_id}/protected": {"kind": "contact", "title": "Somebody"},
    "/services/{service_id}/protected/remove": {"id": "c"},
    "/services/{service_id}/protected/move": {"id": "address-own"},
    "/review/{number}/decline": {"reason": "It is not so"},
    "/translate/{language}/{entity}/{field}": {"text": "Another text"},
    "/people/invite": {"role": "administrator"},
    "/people/{account}": {"role": "administrator", "circle": "staff"},
    "/people/{account}/confirm": {"requested_at": "2026-11-28T12:00:00+00:00"},
    "/people/{account}/decline": {"requested_at": "2026-11-28T12:00:00+00:00"},
    "/catalogue": {"code": "th"},
}
_FILES: Final = {
    # What is checked in the background would outlive a test.
    "/files": {"file": ("new.txt", b"name")},
    "/catalogue": {"file": ("th.po", b'msgid ""\nmsgstr ""\n')},
}


def form_inputs(path: str) -> dict[str, str]:
    """Return the fields of the form of an address."""
    parts = path.split("/")
    return _RECORDS[parts[2]] if parts[1] == "records" else _FIELDS.get(path, {})


def open_form(
    browser: Browser, opening: Opening, names: dict[str, str], csrf: str | None = None, **headers: str
) -> Response:
    """Open an address with these things in it; `csrf` in place of the right token."""
    path = opening.at(**names)
    if opening.method == "GET":
        return browser.get(path, **headers)
    if path.endswith("/create"):
        path += (
            f"?organization_id={names['organization_id']}"
            if path.endswith("service/create")
            else f"?service_id={names['service_id']}"
        )
    fields: dict[str, Any] = dict(form_inputs(opening.path))
    if opening.path.endswith("service/create"):
        fields["country"] = names["country"]
    if csrf is not None:
        fields["csrf"] = csrf
    return browser.post(path, fields, files=_FILES.get(opening.path), **headers)
