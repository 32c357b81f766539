"""A submitted catalogue is checked, whatever it contains, and installed only without errors."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.domains import BOT
from locales.po import UnknownLanguageError, read_catalogue, translated_forms
from locales.submission import SubmissionReport, check_submission, download
from locales.submission_file import MAX_BYTES, UnreadableCatalogueError, read_submission

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

Run = Callable[..., subprocess.CompletedProcess[str]]

ES = download("es")
HELLO = b'msgid "Hello."\nmsgstr "Hola."\n'
HEADER = (
    b'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    b'"Content-Type: text/plain; charset=utf-8\\n"\n\n'
)


def report(content: bytes) -> SubmissionReport:
    """Return what is found in a Spanish file."""
    return check_submission("es", content)


@pytest.mark.parametrize("code", BOT.codes())
def test_downloaded_file_can_be_submitted(code: str) -> None:
    """The current catalogue is valid, has no changes and results in the same bytes."""
    assert check_submission(code, download(code)) == SubmissionReport(catalogue=download(code))


def test_reports_changed_text() -> None:
    """A better translation is a change with old and new, and nothing else of the catalogue would be otherwise."""
    found = report(ES.replace(HELLO, b'# by Ana\nmsgid "Hello."\nmsgstr "Buenas."\n'))
    assert found.is_valid
    assert [(change.msgid, change.old, change.new) for change in found.changes] == [
        (("Hello.",), ("Hola.",), ("Buenas.",))
    ]
    assert found.catalogue == ES.replace(HELLO, HELLO.replace(b"Hola.", b"Buenas."))


def test_keeps_review() -> None:
    """The review of an upload is kept in the header."""
    header = b'"X-Review-Status: reviewed\\n"\n"X-Reviewer-Role: interpreter\\n"\n"X-Review-Date: 2026-11-30\\n"\n'
    content = HEADER.strip() + b"\n" + header + HELLO
    assert report(content).is_valid
    assert header in report(content).catalogue
    assert "does not say by whom" in report(content.replace(b"interpreter", b"")).errors[0]


def test_partial_file() -> None:
    """A file with some of the texts changes only those, and the report lists both kinds."""
    found = report(HEADER + HELLO.replace(b"Hola.", b"Buenas.") + b'msgid "Good night, you."\nmsgstr "Adi\xc3\xb3s."\n')
    assert found.is_valid
    assert len(found.changes) == 1
    assert found.unknown == (("Good night, you.",),)
    assert len(found.missing) == len([message for message in read_catalogue("es") if message.id]) - 1
    assert b"Good night" not in found.catalogue
    assert found.catalogue == ES.replace(HELLO, HELLO.replace(b"Hola.", b"Buenas."))


def test_windows_file() -> None:
    """A mark before the text, other line ends, old texts and places, and a header in an editor's own way do no harm."""
    content = ES.replace(b"plural=(n != 1)", b"plural=n != 1").replace(b"\n", b"\r\n")
    content = b"\xef\xbb\xbf" + content + b'#~ msgid "Old"\r\n#~ msgstr "Viejo"\r\n#: \xe2\x81\xa8a file.py:1\r\n'
    assert report(content) == SubmissionReport(catalogue=ES)


def test_normalizes_to_nfc() -> None:
    """Translators need not know NFC."""
    assert report(ES.replace("ó".encode(), "o\u0301".encode())) == SubmissionReport(catalogue=ES)


@pytest.mark.parametrize(
    ("translation", "error"),
    [
        (b'""', "no translation of 'Hello.'"),
        (b'"Hello."', "still in English: 'Hello.'"),
        (b'"Hola, {name}."', "other placeholders, or on other lines, than in 'Hello.'"),
    ],
)
def test_errors_equal_those_of_check(translation: bytes, error: str) -> None:
    """What `waylight languages check` would say is said before the file is taken."""
    found = report(HEADER + b'msgid "Hello."\nmsgstr ' + translation)
    assert found.errors == (error,)
    assert not found.is_valid


def test_fuzzy_translation_is_an_error() -> None:
    """The mark of an editor for an unsure text comes and goes with the file."""
    assert report(HEADER + b"#, fuzzy\n" + HELLO).errors == ("marked as unsure: 'Hello.'",)
    assert report(HEADER + HELLO).is_valid


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "There is no header"),
        (b"# only a comment", "There is no header"),
        (HELLO, "There is no header"),
        (HEADER.replace(b"Language: es", b"Language: fr"), "The header says that the language is 'fr', not 'es'."),
        (HEADER.replace(b"Language: es\\n", b""), "The header says that the language is '', not 'es'."),
        (HEADER.replace(b"utf-8", b"tis-620"), "not charset=utf-8."),
        (HEADER.replace(b"nplurals=2", b"nplurals=999999999"), "Plural-Forms is"),
        (HEADER.replace(b"n != 1", b"n % 0"), "Plural-Forms is"),
        (HEADER.replace(b"n != 1", b"n > 1"), "Plural-Forms is"),
        (HEADER.replace(b"n != 1", b"(" * 900 + b"n"), "Plural-Forms is"),
        (HEADER + HEADER, "Line 7: a second header."),
        (HEADER + HELLO + HELLO, "Line 9: this text is there a second time."),
        (HEADER + b'msgid "Hello."\nmsgstr "Qu\xe9 tal"\n', "Line 8: not written in UTF-8. Save the file as UTF-8."),
        (ES.decode().encode("utf-16"), "Line 1: not written in UTF-8."),
        (HEADER + b'msgid "Hello."\nmsgstr "Ho\x00la"\n', "Line 8: a control character"),
        (HEADER + b'msgid "Hello."\nmsgstr "Hola\n', "Line 8: neither a comment"),
        (HEADER + b'msgid "Hello."\nmsgstr "Ho"la"\n', "Line 8: neither a comment"),
        (HEADER + b'msgid "Hello."\nmsgstr[\xd9\xa3] "Hola"\n', "Line 8: neither a comment"),
        (HEADER + b'msgid "Hello."\nmsgid "Bye"\n', "Line 8: msgid can't stand here."),
        (HEADER + b'msgid "Hello."\n# a note\nmsgstr "Hola."\n', "Line 8: a comment between"),
        (HEADER + b'msgid "Hello."', "Line 7: the file ends before the last translation."),
        (b'"Hola."\n', "Line 1: words that belong to nothing."),
        (HEADER + HELLO + b'# a note\n"more"\n', "Line 10: words that belong to nothing."),
        (HEADER + b'msgstr "Hola."\n', "Line 7: msgstr can't stand here."),
        (
            HEADER + b'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\nmsgstr[2] "e"\n',
            "Line 7: more plural forms than the language has.",
        ),
        (HEADER + b'msgid "Hello."\nmsgstr "' + b"a" * 20_000 + b'"\n', "Line 8: longer than"),
        (b"a" * (MAX_BYTES + 1), "The file is larger than 2 MB"),
        (b"PK\x03\x04\xff\xfe", "not written in UTF-8"),
        (b"<html><body>Sign in</body></html>", "Line 1: neither a comment"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_rejects_unreadable_files(content: bytes, reason: str) -> None:
    """Each unreadable file has one error sentence, with its line if there is one."""
    found = report(content)
    assert reason in found.read_error
    assert found == SubmissionReport(read_error=found.read_error)
    assert not found.is_valid


ODD = (
    b'#, fuzzy|#: \xe2\x81\xa8|#~ msgid|#. note|"\\|""||\x00|\xff|msgid ""|msgid "a"\nmsgstr ""|msgctxt "a"|msgid "b"|'
    b'msgid "b"\nmsgid_plural "c"\nmsgstr[0] "d"|msgid_plural "c"|msgstr "d"|msgstr[0] "e"|msgstr[1] "f"|msgstr[9] "g"'
)
PIECES = st.sampled_from([*HEADER.splitlines(), *HELLO.splitlines(), *ODD.split(b"|")])


@given(st.binary() | st.lists(PIECES | st.text().map(str.encode)).map(lambda lines: HEADER + b"\n".join(lines)))
def test_accepts_any_bytes(content: bytes) -> None:
    """Any upload is read or rejected."""
    try:
        read = read_submission(content, "es", BOT)
    except UnreadableCatalogueError:
        return
    assert str(read.locale) == "es"
    assert all(len(translated_forms(message)) == 1 + message.pluralizable for message in read)


@pytest.mark.parametrize("code", ["qu", "xx", "../es", ""])
def test_rejects_unknown_language(code: str) -> None:
    """No file is read from, or judged for, a place that is no catalogue's."""
    with pytest.raises(UnknownLanguageError):
        download(code)
    with pytest.raises(UnknownLanguageError):
        check_submission(code, ES)


def test_installs_submission(tree: Path, waylight: Run, tmp_path: Path) -> None:
    """A valid file is written in standard form and its changes are reported; an invalid one is not written."""
    path = tree / "locales" / "es" / "LC_MESSAGES" / "waylight.po"
    before, submitted = path.read_bytes(), tmp_path / "es from Ana.po"
    submitted.write_bytes(HEADER + HELLO.replace(b"Hola.", b"Hello."))
    refused = waylight("take", str(submitted), "es")
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", "still in English: 'Hello.'\n")
    assert path.read_bytes() == before
    submitted.write_bytes(HEADER + HELLO.replace(b"Hola.", b"Buenas."))
    taken = waylight("take", str(submitted), "es")
    assert taken.returncode == 0
    assert "Hola.\n  -> Buenas.\n" in taken.stdout
    assert path.read_bytes() == before.replace(HELLO, HELLO.replace(b"Hola.", b"Buenas."))
    assert "no catalogue of 'sw' yet" in waylight("take", str(submitted), "sw").stderr
