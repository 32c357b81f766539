"""One command begins a language; a complete catalogue makes it spoken."""

import subprocess
from collections.abc import Callable
from gettext import c2py
from pathlib import Path

import pytest
from babel import Locale

from locales.domains import DOMAINS
from locales.extract import make_template
from locales.po import parse_catalogue, plural_forms, to_bytes, translated_forms
from locales.update import LanguageNotAddedError, add_language

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

Run = Callable[..., subprocess.CompletedProcess[str]]

ANSWERED = "from locales.registry import LANGUAGES, resolve_language; print(*LANGUAGES, resolve_language({!r}))"
BEGIN = "from locales.update import add_language; add_language({!r})"
UPDATED = (
    "from locales.update import update_files; from locales.check import find_errors; update_files();"
    " print(*find_errors())"
)
TRANSLATED = "from locales.catalogue import translate; print(translate({!r}, {!r}))"


def fill(path: Path, words: dict[str, str] | None = None) -> None:
    """Translate these texts of a catalogue, or all into a word with the placeholders of the English."""
    with path.open("rb") as file:
        catalogue = parse_catalogue(file, Locale.parse(path.parts[-3]))
    for english, translation in (words or {}).items():
        catalogue.add(english, translation)
    for message in () if words else list(catalogue):
        if message.pluralizable:
            message.string = tuple(f"neno {message.id[1]}" for _ in translated_forms(message))
        elif message.id:
            message.string = f"neno {message.id}"
    path.write_bytes(to_bytes(catalogue))


def test_creates_language(tree: Path, waylight: Run) -> None:
    """The new catalogue has every English text, the plural forms of the language, and is an honest draft."""
    rendered = waylight("add", "sw")
    assert rendered.returncode == 0
    assert "nlu/data/sw.yml" in rendered.stdout
    assert "waylight languages check" in rendered.stdout
    path = tree / "locales" / "sw" / "LC_MESSAGES" / "waylight.po"
    assert str(path) in rendered.stdout
    with path.open("rb") as file:
        begun = parse_catalogue(file, Locale.parse("sw"))
    assert [message.id for message in begun if message.id] == [message.id for message in make_template() if message.id]
    assert not [message.id for message in begun if message.id and any(translated_forms(message))]
    assert begun.review.status == "draft"
    assert begun.num_plurals == 2
    refused = waylight("add", "sw")
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", "sw already exists.\n")
    assert str(path) not in waylight("update").stdout
    assert "sw: no translation of 'Hello.'" in waylight("check").stderr


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("en", "en already exists"),
        ("xx", "CLDR knows no language 'xx'"),
        ("../th", "CLDR knows no language"),
        ("", "CLDR knows no language"),
    ],
)
def test_rejects_unknown_or_existing_language(code: str, reason: str) -> None:
    """What is there, or what CLDR doesn't know, is refused with the reason, and nothing is written."""
    before = [domain.codes() for domain in DOMAINS]
    with pytest.raises(LanguageNotAddedError, match=reason):
        add_language(code)
    assert [domain.codes() for domain in DOMAINS] == before


@pytest.mark.parametrize(
    "code", ["th", "lo", "km", "my", "vi", "zh", "es", "fr", "pt", "ar", "ru", "hi", "bn", "id", "fil"]
)
def test_plural_forms(code: str) -> None:
    """Each of our languages has as many plural forms as its speakers use."""
    several = {"es": 2, "fr": 2, "pt": 2, "ar": 6, "ru": 3, "hi": 2, "bn": 2, "fil": 2}
    assert plural_forms(Locale.parse(code)).startswith(f"nplurals={several.get(code, 1)}; plural=")


def test_arabic_forms_follow_cldr() -> None:
    """Zero, one, two, few, many and other: 11 is many, 100 is other."""
    _, _, expression = plural_forms(Locale.parse("ar")).partition("plural=")
    form_of = c2py(expression.rstrip(";"))
    assert [form_of(count) for count in (0, 1, 2, 3, 10, 11, 99, 100, 102, 103)] == [0, 1, 2, 3, 3, 4, 4, 5, 5, 3]


def test_available_once_complete(tree: Path, run: Run) -> None:
    """An incomplete catalogue is not available; a complete one is, without a change of code."""
    run("-c", BEGIN.format("sw"))
    path = tree / "locales" / "sw" / "LC_MESSAGES" / "waylight.po"
    fill(path, {"Hello.": "Habari."})
    *submitted, answered = run("-c", ANSWERED.format("sw-KE")).stdout.split()
    assert "sw" not in submitted
    assert answered == "en"
    fill(path)
    *submitted, answered = run("-c", ANSWERED.format("sw-KE")).stdout.split()
    assert "sw" in submitted
    assert answered == "sw"
    assert run("-c", TRANSLATED.format("sw", "Hello.")).stdout == "neno Hello.\n"


def test_region_contains_only_differences(tree: Path, run: Run) -> None:
    """A text is looked for in the region's catalogue, then in the language's, then in English."""
    for code in ("sw-KE", "sw"):
        run("-c", BEGIN.format(code))
    region, language = (tree / "locales" / name / "LC_MESSAGES" / "waylight.po" for name in ("sw_KE", "sw"))
    fill(region, {"Hello.": "Niaje."})
    *submitted, answered = run("-c", ANSWERED.format("sw-KE")).stdout.split()
    assert "sw-KE" not in submitted
    assert answered == "en"
    fill(language)
    *submitted, answered = run("-c", ANSWERED.format("sw-KE")).stdout.split()
    assert {"sw", "sw-KE"} <= set(submitted)
    assert answered == "sw-KE"
    assert run("-c", TRANSLATED.format("sw-KE", "Hello.")).stdout == "Niaje.\n"
    assert run("-c", TRANSLATED.format("sw-KE", "For women.")).stdout == "neno For women.\n"
    assert run("-c", TRANSLATED.format("sw-KE", "never written")).stdout == "never written\n"
    faults = run("-c", UPDATED).stdout
    assert region.read_text("utf-8").count("msgid") == 2
    assert "sw: " in faults
    assert "sw-KE: " not in faults
