"""One command begins a language; a complete catalogue makes it spoken."""

import subprocess
from collections.abc import Callable
from gettext import c2py
from pathlib import Path

import pytest
from babel import Locale

from locales.domains import DOMAINS
from locales.extract import make_template
from locales.new_language import NotAddedError, add
from locales.po import as_text, forms, parsed, plural_forms

Run = Callable[..., subprocess.CompletedProcess[str]]

ANSWERED = "from locales.registry import LANGUAGES, spoken; print(*LANGUAGES, spoken({!r}))"
BEGIN = "from locales.new_language import add; add({!r})"
UPDATED = "from locales.update import update; from locales.check import faults; update(); print(*faults())"
TRANSLATED = "from locales.catalogue import translate; print(translate({!r}, {!r}))"


def fill(path: Path, words: dict[str, str] | None = None) -> None:
    """Translate these texts of a catalogue, or all into a word with the placeholders of the English."""
    with path.open("rb") as file:
        catalogue = parsed(file, Locale.parse(path.parts[-3]))
    for english, translation in (words or {}).items():
        catalogue.add(english, translation)
    for message in () if words else list(catalogue):
        if message.pluralizable:
            message.string = tuple(f"neno {message.id[1]}" for _ in forms(message))
        elif message.id:
            message.string = f"neno {message.id}"
    path.write_bytes(as_text(catalogue))


def test_a_language_is_begun(tree: Path, waylight: Run) -> None:
    """The new catalogue has every English text, the plural forms of the language, and is an honest draft."""
    said = waylight("add", "sw")
    assert said.returncode == 0
    assert "nlu/data/sw.yml" in said.stdout
    assert "waylight languages check" in said.stdout
    path = tree / "locales" / "sw" / "LC_MESSAGES" / "waylight.po"
    assert str(path) in said.stdout
    with path.open("rb") as file:
        begun = parsed(file, Locale.parse("sw"))
    assert [message.id for message in begun if message.id] == [message.id for message in make_template() if message.id]
    assert not [message.id for message in begun if message.id and any(forms(message))]
    assert begun.review.status == "draft"
    assert begun.num_plurals == 2
    refused = waylight("add", "sw")
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", "sw is there already.\n")
    assert str(path) not in waylight("update").stdout
    assert "sw: no translation of 'Hello.'" in waylight("check").stderr


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("en", "en is there already"),
        ("xx", "CLDR knows no language 'xx'"),
        ("../th", "CLDR knows no language"),
        ("", "CLDR knows no language"),
    ],
)
def test_no_language_is_begun(code: str, reason: str) -> None:
    """What is there, or what CLDR doesn't know, is refused with the reason, and nothing is written."""
    before = [domain.codes() for domain in DOMAINS]
    with pytest.raises(NotAddedError, match=reason):
        add(code)
    assert [domain.codes() for domain in DOMAINS] == before


@pytest.mark.parametrize(
    "code", ["th", "lo", "km", "my", "vi", "zh", "es", "fr", "pt", "ar", "ru", "hi", "bn", "id", "fil"]
)
def test_plural_forms(code: str) -> None:
    """Each of our languages has as many plural forms as its speakers use."""
    several = {"es": 2, "fr": 2, "pt": 2, "ar": 6, "ru": 3, "hi": 2, "bn": 2, "fil": 2}
    assert plural_forms(Locale.parse(code)).startswith(f"nplurals={several.get(code, 1)}; plural=")


def test_arabic_forms_stand_in_the_order_of_cldr() -> None:
    """None, one, two, few, many and other: 11 is many, 100 is other, as translators fill them in."""
    _, _, expression = plural_forms(Locale.parse("ar")).partition("plural=")
    form_of = c2py(expression.rstrip(";"))
    assert [form_of(count) for count in (0, 1, 2, 3, 10, 11, 99, 100, 102, 103)] == [0, 1, 2, 3, 3, 4, 4, 5, 5, 3]


def test_spoken_once_it_is_complete(tree: Path, run: Run) -> None:
    """Half a catalogue is offered to nobody; a complete one is, without a line of Python."""
    run("-c", BEGIN.format("sw"))
    path = tree / "locales" / "sw" / "LC_MESSAGES" / "waylight.po"
    fill(path, {"Hello.": "Habari."})
    *offered, answered = run("-c", ANSWERED.format("sw-KE")).stdout.split()
    assert "sw" not in offered
    assert answered == "en"
    fill(path)
    *offered, answered = run("-c", ANSWERED.format("sw-KE")).stdout.split()
    assert "sw" in offered
    assert answered == "sw"
    assert run("-c", TRANSLATED.format("sw", "Hello.")).stdout == "neno Hello.\n"


def test_a_region_only_holds_what_differs(tree: Path, run: Run) -> None:
    """A text is looked for in the region's catalogue, then in the language's, then in English."""
    for code in ("sw-KE", "sw"):
        run("-c", BEGIN.format(code))
    region, language = (tree / "locales" / name / "LC_MESSAGES" / "waylight.po" for name in ("sw_KE", "sw"))
    fill(region, {"Hello.": "Niaje."})
    *offered, answered = run("-c", ANSWERED.format("sw-KE")).stdout.split()
    assert "sw-KE" not in offered
    assert answered == "en"
    fill(language)
    *offered, answered = run("-c", ANSWERED.format("sw-KE")).stdout.split()
    assert {"sw", "sw-KE"} <= set(offered)
    assert answered == "sw-KE"
    assert run("-c", TRANSLATED.format("sw-KE", "Hello.")).stdout == "Niaje.\n"
    assert run("-c", TRANSLATED.format("sw-KE", "For women.")).stdout == "neno For women.\n"
    assert run("-c", TRANSLATED.format("sw-KE", "never written")).stdout == "never written\n"
    faults = run("-c", UPDATED).stdout
    assert region.read_text("utf-8").count("msgid") == 2
    assert "sw: " in faults
    assert "sw-KE: " not in faults
