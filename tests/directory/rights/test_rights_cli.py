"""The `waylight directory rights` commands, on the packaged pages and a custom folder."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from directory.cli import app
from tests.directory.rights.page_files import english_page, sentence, translation_of, write_page


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A custom folder with a page."""
    monkeypatch.setenv("WAYLIGHT_RIGHTS_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "120")
    write_page(tmp_path, "en", english_page())
    return tmp_path


def run(*arguments: str) -> Any:
    """Run a command."""
    return CliRunner().invoke(app, ["rights", *arguments])


def test_check_prints_problems(own_folder: Path) -> None:
    """A page with a problem exits with 1, and the problem is printed on stderr."""
    write_page(own_folder, "en", english_page(sentence("pay-law", text="Call 1300.")))
    result = run("check")
    assert result.exit_code == 1
    assert f'{own_folder}/nr/en.yml, pay-law: "1300" looks like a phone number' in result.stderr
    assert "to do: NR in id: 14 not translated" in result.stdout


def test_check_of_invalid_page(own_folder: Path) -> None:
    """An invalid page exits with 1 and one sentence; other commands exit with 2."""
    write_page(own_folder, "en", english_page(sentence("pay-law", sources=None)))
    for arguments, code in ((("check",), 1), (("status",), 2), (("stamp",), 2), (("show", "NR", "pay"), 2)):
        result = run(*arguments)
        assert result.exit_code == code
        assert "pay-law: " in result.stderr
        assert "Traceback" not in result.output


def test_status(own_folder: Path) -> None:
    """Each page and language has a line with its translated and stale texts and its reviewer."""
    page = translation_of(english_page())
    page["made_from"]["pay-law"] = "000000"
    write_page(own_folder, "id", page)
    lines = [line.replace("│", " ").split() for line in run("status").stdout.splitlines()]
    assert ["NR", "14", "en", "14", "0", "sources", "read", "2026-11-25"] in lines
    assert ["NR", "14", "id", "14", "1", "draft"] in lines


def test_show(own_folder: Path) -> None:
    """A fact is shown with its id, date and sources, in the requested language."""
    write_page(own_folder, "id", translation_of(english_page(sentence("pay-law", date="2008", confidence="medium"))))
    write_page(own_folder, "en", english_page(sentence("pay-law", date="2008", confidence="medium")))
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
def test_unknown_arguments(own_folder: Path, arguments: tuple[str, ...], sentence_: str) -> None:
    """An unknown place, topic or language exits with 2 and one sentence."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert sentence_ in result.stderr


def test_stamp(own_folder: Path) -> None:
    """A new translation is stamped, and then shown."""
    path = write_page(own_folder, "id", translation_of(english_page(), made_from={}))
    result = run("stamp")
    assert result.stdout.splitlines() == [str(path), "1 files changed."]
    assert "(id, high, 2026-05)" in run("show", "NR", "pay", "--language", "id").stdout
