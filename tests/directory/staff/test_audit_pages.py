"""What was read of what is protected, and what was done about accounts: for administrators."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from directory.confidential import AccessCircle
from directory.db.engine import write_transaction
from directory.staff.auth.accounts import disable
from directory.staff.auth.audit_log import Disclosure, log_read
from directory.staff.auth.roles import Role, User
from tests.directory.staff.browser import Browser
from tests.directory.staff.proposal_queries import account_id, service_name


def log_reads(engine: Engine, name: str, service: str, times: int = 1) -> str:
    """Note that somebody was shown what is protected of an entry; return their account."""
    user = User(account_id(engine, name), name, Role.EDITOR, None, (), AccessCircle.PARTNER, None)
    with engine.connect() as connection, write_transaction(connection):
        for _ in range(times):
            log_read(connection, user, Disclosure(service, AccessCircle.PARTNER, 2), datetime.now(UTC))
    return user.account_id


def test_reads_are_shown(administrator: Browser, editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Each read stands there with who, what and how much, and never with what was read."""
    account = log_reads(pages_engine, "editor", thai_service)
    page = administrator.text("/audit")
    assert "What partners may read" in page
    assert service_name(pages_engine, thai_service) in page.replace("&#39;", "'").replace("&amp;", "&")
    assert "newest first" in administrator.text(f"/audit?account={account}")
    assert "newest first" in administrator.text(f"/audit?service={thai_service}")


def test_reads_are_filtered(administrator: Browser, editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """Of another account, or another entry, nothing is shown; neither for what is none."""
    log_reads(pages_engine, "editor", thai_service)
    other = account_id(pages_engine, "administrator")
    for query in (f"account={other}", "service=nowhere", "account=%00x", "page=7"):
        assert "Nobody has read anything" in administrator.text(f"/audit?{query}")


def test_reads_have_pages(administrator: Browser, editor: Browser, pages_engine: Engine, thai_service: str) -> None:
    """A long list comes in pages that keep what was chosen."""
    account = log_reads(pages_engine, "editor", thai_service, times=51)
    first = administrator.get(f"/audit?account={account}").text
    assert f'href="?account={account}&amp;page=2"' in first
    last = administrator.get(f"/audit?account={account}&page=2").text
    assert f'href="?account={account}&amp;page=1"' in last
    assert last.count('data-label="When"') == 1
    assert 'rel="next"' not in last


def test_actions_are_shown(administrator: Browser, editor: Browser, pages_engine: Engine) -> None:
    """Acts about accounts are told in words, with who did them to whom."""
    by = account_id(pages_engine, "administrator")
    disable(pages_engine, account_id(pages_engine, "editor"), by, datetime.now(UTC))
    page = administrator.text("/audit/accounts")
    assert "administrator Shut somebody out editor" in page


def test_only_administrators_may_look(editor: Browser, reviewer: Browser) -> None:
    """Nobody else reads who read what."""
    for browser in (editor, reviewer):
        assert [browser.get(path).status_code for path in ("/audit", "/audit/accounts", "/people")] == [403, 403, 403]
