"""Numbers are described while they are typed, and never rejected."""

import pytest
from sqlalchemy import Engine, insert

from directory.models import Phone
from directory.moderation import Action, Edit
from directory.staff.i18n import set_language
from directory.staff.service_entry.phone_check import describe_number
from tests.directory.staff.browser import Browser
from tests.directory.staff.proposal_queries import proposed_fields


@pytest.mark.parametrize(
    ("number", "country", "said", "good"),
    [
        (
            "081 234 5678",
            "TH",
            "A mobile number in Thailand. It also rings from abroad, as \u2066+66\u00a081\u00a0234\u00a05678\u2069.",
            True,
        ),
        (
            "02 123 4567",
            "TH",
            "A number in Thailand. It also rings from abroad, as \u2066+66\u00a02\u00a0123\u00a04567\u2069.",
            True,
        ),
        ("1800 123 456", "TH", "A number in Thailand that rings only there.", True),
        ("1300", "TH", "A short number. It rings only in Thailand.", True),
        ("081 234 567", "TH", "We don't know such a number in Thailand.", False),
        ("call me", "TH", "We don't know such a number in Thailand.", False),
        ("1300", None, "We can't tell in which country this is.", False),
        ("+855 23 880 880", None, "A number in Cambodia.", True),
        ("+855 123", None, "We don't know such a number in Cambodia.", False),
        ("+999 1", None, "We can't tell in which country this is.", False),
        ("", "TH", "", True),
        ("9" * 5000, "TH", "", True),
        ("<script>", "TH", "We don't know such a number", False),
    ],
)
def test_describes_numbers(number: str, country: str | None, said: str, *, good: bool) -> None:
    """Each kind of number has its sentence, which never repeats what was typed."""
    set_language("en")
    told, is_good = describe_number(number, country)
    assert told.startswith(said)
    assert is_good is good
    assert "script" not in told


def test_uses_country_of_the_entry(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Without a country, that of the number's entry is used."""
    with pages_engine.begin() as connection:
        connection.execute(insert(Phone), {"id": "p", "service_id": thai_service, "number": "191"})
    for asked in (f"service={thai_service}", "phone=p"):
        assert editor.get(f"/phones/check?number=1300&{asked}").json()["said"].endswith("Thailand.")
    for odd in ("service=%00", "phone=nothing", "service=nothing", "country=ZZ", "country="):
        answer = editor.get(f"/phones/check?number=1300&{odd}")
        assert answer.headers["content-type"] == "application/json"
        assert answer.json()["good"] is False


def test_fax(editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A fax is described as a fax."""
    row = {"id": "p", "service_id": thai_service, "number": "02 123 4567", "type": "fax"}
    with pages_engine.begin() as connection:
        connection.execute(insert(Phone), row)
    said = "A fax: people are not told it."
    fax = {"said": said, "good": True}
    assert editor.get("/phones/check?number=02%20123%204567&phone=p").json() == fax
    assert editor.get(f"/phones/check?number=02%20123%204567&type=fax&service={thai_service}").json() == fax
    assert said in editor.text(f"/services/{thai_service}")
    number = proposed_fields(pages_engine, "editor", Edit(Action.UPDATE, "phone", ("p",), {"number": "02 123 4568"}))
    page = editor.text(f"/review/{number}")
    assert said in page
    assert "rings from abroad" not in page


def test_needs_sign_in(stranger: Browser) -> None:
    """The page needs sign-in."""
    assert stranger.get("/phones/check?number=1").status_code == 303
