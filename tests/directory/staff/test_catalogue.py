"""The bot's words: taken away, brought back, judged, handed over, and never spoken by an upload alone."""

import re

import pytest

from locales.domains import BOT
from locales.submission import download
from tests.directory.staff.browser import Browser

MSGID = b'msgid "Choose my own word"\nmsgstr "'


def changed_catalogue(code: str = "th", more: bytes = b"New: ") -> bytes:
    """Return a catalogue with one text changed."""
    whole = download(code)
    assert MSGID in whole
    return whole.replace(MSGID, MSGID + more)


def upload_catalogue(browser: Browser, content: bytes, code: str = "th") -> str:
    """Bring a catalogue and return the address of what was found."""
    answer = browser.post("/catalogue", {"code": code}, files={"file": ("th.po", content)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/staff")


def test_languages_are_listed(editor: Browser) -> None:
    """Every language that has a catalogue stands there, with how much is translated and its file."""
    page = editor.get("/catalogue").text
    for code in BOT.codes():
        assert f"/staff/catalogue/{code}.po" in page
    assert "Nothing that the bot says changes by this alone." in page


def test_download(editor: Browser) -> None:
    """A catalogue is handed over as it is, under a fixed name."""
    answer = editor.get("/catalogue/th.po")
    assert answer.content == download("th")
    assert answer.headers["content-disposition"] == 'attachment; filename="waylight-th.po"'
    for path in ("/catalogue/xx.po", "/catalogue/..%2Fth.po", "/catalogue/en.po"):
        assert editor.get(path).status_code == 404


def test_submit(editor: Browser, administrator: Browser) -> None:
    """A translator sees old and new, hands over, and an administrator takes the file; the bot's file is as before."""
    before = BOT.catalogue_path("th").read_bytes()
    path = upload_catalogue(editor, changed_catalogue())
    page = editor.get(path).text
    assert "Choose my own word" in page
    assert re.search(r'class="new".*New: ', page)
    assert "No file waits." in administrator.text("/catalogue/waiting")

    assert editor.post(f"{path}/hand-over").headers["location"] == "/staff/catalogue?told=handed_over"
    waiting = administrator.get("/catalogue/waiting").text
    file = re.search(r"/staff(/catalogue/waiting/\w+\.po)", waiting)
    assert file
    content = administrator.get(file[1]).content
    assert b"New: " in content
    assert BOT.catalogue_path("th").read_bytes() == before
    assert editor.get("/catalogue/waiting").status_code == editor.get(file[1]).status_code == 403

    assert administrator.post(file[1].removesuffix(".po") + "/discard").status_code == 303
    assert "No file waits." in administrator.text("/catalogue/waiting")


def test_last_submission_counts(editor: Browser, administrator: Browser) -> None:
    """A second file of the same translator and language stands for the first, before and after it was handed over."""
    first, second = (
        upload_catalogue(editor, changed_catalogue()),
        upload_catalogue(editor, changed_catalogue(more=b"Newer: ")),
    )
    assert editor.get(first).status_code == 404
    editor.post(f"{second}/hand-over")
    editor.post(f"{upload_catalogue(editor, changed_catalogue(more=b'Newest: '))}/hand-over")
    (file,) = set(re.findall(r"/staff(/catalogue/waiting/\w+\.po)", administrator.get("/catalogue/waiting").text))
    assert b"Newest: " in administrator.get(file).content


def test_errors_block_submission(editor: Browser) -> None:
    """A catalogue with a fault is shown with the fault, and can't be handed over."""
    whole = download("th")
    name = re.search(rb'msgid "[^"\n]*\{(\w+)\}[^"\n]*"\nmsgstr "[^"\n]*\{\1\}', whole)
    assert name
    broken = whole.replace(
        name[0], name[0].replace(b"{" + name[1] + b"}", b"{wrong}").replace(b"{wrong}", b"{" + name[1] + b"}", 1)
    )
    path = upload_catalogue(editor, broken)
    page = editor.get(path).text
    assert "This can't be handed over yet" in page
    assert "Hand over</button>" not in page
    assert editor.post(f"{path}/hand-over").status_code == 409


NO_CATALOGUES = {
    "nothing": b"",
    "zeros": b"\0\0",
    "a greeting": b"hello",
    "half a mark": b"\xff\xfe",
    "no header": b'msgid "x"\n' * 10,
    "too much": b"a" * (3 * 2**20),
}


@pytest.mark.parametrize("content", NO_CATALOGUES.values(), ids=NO_CATALOGUES)
def test_any_bytes_are_handled(editor: Browser, content: bytes) -> None:
    """Whatever a file is, the answer says why it is no catalogue."""
    answer = editor.post("/catalogue", {"code": "th"}, files={"file": ("th.po", content)})
    assert answer.status_code == 422
    assert "could not be read as a catalogue" in answer.text
    assert '<option value="th" selected>' in answer.text


def test_language_and_file_are_required(editor: Browser) -> None:
    """Without a language or a file the form comes back and says so."""
    for answer in (
        editor.post("/catalogue", {"code": "th"}),
        editor.post("/catalogue", {"code": "../x"}, files={"file": ("th.po", changed_catalogue())}),
    ):
        assert answer.status_code == 422
        assert "Choose a language and a file first." in answer.text


def test_uploads_belong_to_their_account(editor: Browser, reviewer: Browser, administrator: Browser) -> None:
    """Somebody's catalogue is seen by them and by administrators, and handed over by nobody else."""
    path = upload_catalogue(editor, changed_catalogue())
    assert reviewer.get(path).status_code == 403
    assert administrator.get(path).status_code == 200
    assert administrator.post(f"{path}/hand-over").status_code == 403
    assert editor.get("/catalogue/offered/none").status_code == 404
