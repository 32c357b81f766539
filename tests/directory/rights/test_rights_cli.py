"""The `waylight directory rights` commands, on the packaged pages and a folder of one's own."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from directory.cli import app
from tests.directory.rights.made_pages import english, sentence, translated, write


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own with a page."""
    monkeypatch.setenv("WAYLIGHT_RIGHTS_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "120")
    write(tmp_path, "en", english())
    return tmp_path


def run(*arguments: str) -> Any:
    """Run a command."""
    return CliRunner().invoke(app, ["rights", *arguments])


def test_check_names_faults(own: Path) -> None:
    """A page with a fault ends the check with 1, and the fault on the error stream."""
    write(own, "en", english(sentence("pay-law", text="Call 1300.")))
    result = run("check")
    assert result.exit_code == 1
    assert f'{own}/nr/en.yml, pay-law: "1300" looks like a phone number' in result.stderr
    assert "to do: NR in id: 14 not translated" in result.stdout


def test_check_of_a_page_that_cannot_be_opened(own: Path) -> None:
    """A page that can't be opened ends the check with 1 and one sentence; other commands with 2."""
    write(own, "en", english(sentence("pay-law", sources=None)))
    for arguments, code in ((("check",), 1), (("status",), 2), (("stamp",), 2), (("show", "NR", "pay"), 2)):
        result = run(*arguments)
        assert result.exit_code == code
        assert "pay-law: " in result.stderr
        assert "Traceback" not in result.output


def test_status(own: Path) -> None:
    """A line says of each page and language how much is translated, how much is stale, and who read it."""
    page = translated(english())
    page["made_from"]["pay-law"] = "000000"
    write(own, "id", page)
    lines = [line.replace("│", " ").split() for line in run("status").stdout.splitlines()]
    assert ["NR", "14", "en", "14", "0", "sources", "read", "2026-11-25"] in lines
    assert ["NR", "14", "id", "14", "1", "draft"] in lines


def test_show(own: Path) -> None:
    """What a person is told is shown with its id, date and sources, in the language that is asked for."""
    write(own, "id", translated(english(sentence("pay-law", date="2008", confidence="medium"))))
    write(own, "en", english(sentence("pay-law", date="2008", confidence="medium")))
    shown = run("show", "nr", "pay", "--language", "id").stdout
    assert shown.startswith(
        "Kata: The law says something about pay-law.\n"
        "  NR/pay-law (id, medium, 2008, the year 2008 is said, unsure)\n"
        "  https://law.example/\n"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence_"),
    [
        (("show", "XX", "pay"), '"XX" has no page; these have one: '),
        (("show", "NR", "money"), '"money" is not a topic of this page; its topics are forced, papers,'),
        (("stamp", "--accept", "thai"), '"thai" is not a language code'),
    ],
)
def test_what_is_not_there_is_named(own: Path, arguments: tuple[str, ...], sentence_: str) -> None:
    """A place, topic or language that is not there ends with 2 and one sentence."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert sentence_ in result.stderr


def test_stamp(own: Path) -> None:
    """A translation is written, stamped, and read."""
    path = write(own, "id", translated(english(), made_from={}))
    result = run("stamp")
    assert result.stdout.splitlines() == [str(path), "1 files changed."]
    assert "(id, high, 2026-05)" in run("show", "NR", "pay", "--language", "id").stdout
