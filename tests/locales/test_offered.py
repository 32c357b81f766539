"""A catalogue that a translator hands in is judged, whatever it is, and taken in only if nothing is wrong with it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.domains import BOT
from locales.po import UnknownLanguageError, forms, read_catalogue
from locales.submission import Judged, download, judge
from locales.submission_file import MOST_BYTES, UnreadableError, read_offered

Run = Callable[..., subprocess.CompletedProcess[str]]

ES = download("es")
HELLO = b'msgid "Hello."\nmsgstr "Hola."\n'
HEADER = (
    b'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    b'"Content-Type: text/plain; charset=utf-8\\n"\n\n'
)


def judged(content: bytes) -> Judged:
    """Return what is found in a Spanish file."""
    return judge("es", content)


@pytest.mark.parametrize("code", BOT.codes())
def test_what_is_downloaded_can_be_uploaded(code: str) -> None:
    """The catalogue as it is has no fault, changes nothing, and would be kept byte for byte."""
    assert judge(code, download(code)) == Judged(catalogue=download(code))


def test_a_changed_text() -> None:
    """A better translation is a change with old and new, and nothing else of the catalogue would be otherwise."""
    found = judged(ES.replace(HELLO, b'# by Ana\nmsgid "Hello."\nmsgstr "Buenas."\n'))
    assert found.is_good
    assert [(change.msgid, change.old, change.new) for change in found.changes] == [
        (("Hello.",), ("Hola.",), ("Buenas.",))
    ]
    assert found.catalogue == ES.replace(HELLO, HELLO.replace(b"Hola.", b"Buenas."))


def test_a_review_is_kept() -> None:
    """Whoever reviewed the words says so in the header."""
    header = b'"X-Review-Status: reviewed\\n"\n"X-Reviewer-Role: interpreter\\n"\n"X-Review-Date: 2026-11-30\\n"\n'
    content = HEADER.strip() + b"\n" + header + HELLO
    assert judged(content).is_good
    assert header in judged(content).catalogue
    assert "does not say by whom" in judged(content.replace(b"interpreter", b"")).faults[0]


def test_some_texts_alone() -> None:
    """A file with some of the texts changes those; the others stay, and both kinds are told."""
    found = judged(HEADER + HELLO.replace(b"Hola.", b"Buenas.") + b'msgid "Goodbye, world."\nmsgstr "Adi\xc3\xb3s."\n')
    assert found.is_good
    assert len(found.changes) == 1
    assert found.unknown == (("Goodbye, world.",),)
    assert len(found.absent) == len([message for message in read_catalogue("es") if message.id]) - 1
    assert b"Goodbye" not in found.catalogue
    assert found.catalogue == ES.replace(HELLO, HELLO.replace(b"Hola.", b"Buenas."))


def test_words_of_windows() -> None:
    """A mark before the text, other line ends, old texts and places, and a header in an editor's own way do no harm."""
    content = ES.replace(b"plural=(n != 1)", b"plural=n != 1").replace(b"\n", b"\r\n")
    content = b"\xef\xbb\xbf" + content + b'#~ msgid "Old"\r\n#~ msgstr "Viejo"\r\n#: \xe2\x81\xa8a file.py:1\r\n'
    assert judged(content) == Judged(catalogue=ES)


def test_letters_in_two_parts_are_mended() -> None:
    """Nobody needs to know what NFC is."""
    assert judged(ES.replace("ó".encode(), "o\u0301".encode())) == Judged(catalogue=ES)


@pytest.mark.parametrize(
    ("translation", "fault"),
    [
        (b'""', "no translation of 'Hello.'"),
        (b'"Hello."', "still in English: 'Hello.'"),
        (b'"Hola, {name}."', "other placeholders, or on other lines, than in 'Hello.'"),
    ],
)
def test_the_faults_are_those_of_the_check(translation: bytes, fault: str) -> None:
    """What `waylight languages check` would say is said before the file is taken."""
    found = judged(HEADER + b'msgid "Hello."\nmsgstr ' + translation)
    assert found.faults == (fault,)
    assert not found.is_good


def test_an_unsure_translation_is_a_fault_until_it_is_sure() -> None:
    """The mark of an editor for an unsure text comes and goes with the file."""
    assert judged(HEADER + b"#, fuzzy\n" + HELLO).faults == ("marked as unsure: 'Hello.'",)
    assert judged(HEADER + HELLO).is_good


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
        (b"a" * (MOST_BYTES + 1), "The file is larger than 2 MB"),
        (b"PK\x03\x04\xff\xfe", "not written in UTF-8"),
        (b"<html><body>Sign in</body></html>", "Line 1: neither a comment"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_can_not_be_read(content: bytes, reason: str) -> None:
    """Each file that is none gets one sentence, with its line where there is one, and nothing else is said of it."""
    found = judged(content)
    assert reason in found.unreadable
    assert found == Judged(unreadable=found.unreadable)
    assert not found.is_good


ODD = (
    b'#, fuzzy|#: \xe2\x81\xa8|#~ msgid|#. note|"\\|""||\x00|\xff|msgid ""|msgid "a"\nmsgstr ""|msgctxt "a"|msgid "b"|'
    b'msgid "b"\nmsgid_plural "c"\nmsgstr[0] "d"|msgid_plural "c"|msgstr "d"|msgstr[0] "e"|msgstr[1] "f"|msgstr[9] "g"'
)
PIECES = st.sampled_from([*HEADER.splitlines(), *HELLO.splitlines(), *ODD.split(b"|")])


@given(st.binary() | st.lists(PIECES | st.text().map(str.encode)).map(lambda lines: HEADER + b"\n".join(lines)))
def test_no_bytes_are_too_bad(content: bytes) -> None:
    """Whatever is uploaded is read or refused; nothing else happens."""
    try:
        read = read_offered(content, "es", BOT)
    except UnreadableError:
        return
    assert str(read.locale) == "es"
    assert all(len(forms(message)) == 1 + message.pluralizable for message in read)


@pytest.mark.parametrize("code", ["qu", "xx", "../es", ""])
def test_only_a_language_that_is_there(code: str) -> None:
    """No file is read from, or judged for, a place that is no catalogue's."""
    with pytest.raises(UnknownLanguageError):
        download(code)
    with pytest.raises(UnknownLanguageError):
        judge(code, ES)


def test_it_is_taken_in(tree: Path, waylight: Run, tmp_path: Path) -> None:
    """A good file is written in its usual form and what it changed is told; of a bad one nothing is written."""
    path = tree / "locales" / "es" / "LC_MESSAGES" / "waylight.po"
    before, offered = path.read_bytes(), tmp_path / "es from Ana.po"
    offered.write_bytes(HEADER + HELLO.replace(b"Hola.", b"Hello."))
    refused = waylight("take", str(offered), "es")
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", "still in English: 'Hello.'\n")
    assert path.read_bytes() == before
    offered.write_bytes(HEADER + HELLO.replace(b"Hola.", b"Buenas."))
    taken = waylight("take", str(offered), "es")
    assert taken.returncode == 0
    assert "Hola.\n  -> Buenas.\n" in taken.stdout
    assert path.read_bytes() == before.replace(HELLO, HELLO.replace(b"Hola.", b"Buenas."))
    assert "no catalogue of 'sw' yet" in waylight("take", str(offered), "sw").stderr
