"""The words of the staff pages: a domain of their own, from the page to the translation."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from babel import Locale

from locales.check import catalogue_errors
from locales.domains import STAFF
from locales.po import Catalogue, empty_catalogue, parse_catalogue, to_bytes, translated_forms

Says = Callable[[str], str]
ROOT = Path(__file__).parents[2]

PAGE = """
{# Translators: the button under a form #}
<button>{{ _("Save") }}</button>
{% trans trimmed name=place.name %}
  Look at
  <b>{{ name }}</b>.
{% endtrans %}
{% trans num=places|length %}{{ num }} place{% pluralize %}{{ num }} places{% endtrans %}
{{ ngettext("%(num)s day", "%(num)s days", days) }}
{{ pgettext("a month", "May") }} {{ _("Save") }}
"""
PYTHON = '''
# Translators: a state of an entry
STATE = N_("Open")
"""Not a text of the page: ("no")."""
'''
FOUND = """\
#. a state of an entry
msgid "Open"
msgstr ""

#. the button under a form
msgid "Save"
msgstr ""

#, python-format
msgid "Look at <b>%(name)s</b>."
msgstr ""

#, python-format
msgid "%(num)s place"
msgid_plural "%(num)s places"
msgstr[0] ""
msgstr[1] ""

#, python-format
msgid "%(num)s day"
msgid_plural "%(num)s days"
msgstr[0] ""
msgstr[1] ""

msgctxt "a month"
msgid "May"
msgstr ""
"""
CHECK = "from locales.check import find_errors; print(*find_errors(), sep='\\n', end='')"
UPDATE = "from locales.update import update_files; print(*update_files(), sep='\\n')"
BEGIN = "from locales.update import add_language; print(*add_language('es')[1])"
SPOKEN = """
from locales.catalogue import staff_gettext, staff_ngettext, staff_pgettext
print(staff_gettext("es", "Save"), staff_ngettext("es", "%(num)s day", "%(num)s days", 2), end=" ")
print(staff_pgettext("es", "a month", "May"), staff_gettext("fr", "Save"))
"""
STATUS = "from locales.status import *; print(to_markdown(STAFF))"


@pytest.fixture
def staff_tree(tmp_path: Path) -> Path:
    """Return a tree with one page and one Python file of staff, without translations, and the texts of the bot."""
    responses = Path("bot", "dialogue", "domain", "responses")
    shutil.copytree(ROOT / responses, tmp_path / responses)
    shutil.copytree(ROOT / "locales", tmp_path / "locales", ignore=shutil.ignore_patterns("__pycache__", "staff.po*"))
    for name, text in (("templates/parts/page.html", PAGE), ("pages/states.py", PYTHON)):
        path = tmp_path / "directory" / "staff" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def says(staff_tree: Path) -> Says:
    """Return a function that runs Python in the tree and returns what it prints, or its error."""

    def python(code: str) -> str:
        call = [sys.executable, "-W", "ignore", "-c", code]
        environment = {"PYTHONPATH": str(staff_tree)}
        ran = subprocess.run(call, cwd=staff_tree, env=environment, capture_output=True, check=False, text=True)
        return ran.stdout + ran.stderr

    return python


@pytest.mark.slow
@pytest.mark.exhaustive
def test_extraction_to_translation(staff_tree: Path, says: Says) -> None:
    """Texts of templates and Python are found; a language is begun, checked, translated and spoken; others are not."""
    template, path = staff_tree / "locales" / "staff.pot", staff_tree / "locales" / "es" / "LC_MESSAGES" / "staff.po"
    assert "staff.pot of " in says(CHECK)
    assert str(template) in says(UPDATE)
    assert template.read_text("utf-8").split("\n\n", 1)[1].strip() == FOUND.strip()
    assert says(CHECK) == ""  # not begun is no fault

    bot = path.with_name("waylight.po").read_bytes()
    assert says(BEGIN) == f"{path}\n"
    assert path.with_name("waylight.po").read_bytes() == bot
    assert "LanguageNotAddedError: es already exists.\n" in says(BEGIN)
    assert "es, the staff pages: no translation of 'Save'" in says(CHECK)

    translate_all(path)
    assert says(CHECK) == ""
    assert says(SPOKEN) == "es:Save es:%(num)s days es:May Save\n"
    table = says(STATUS).splitlines()
    assert {"| es | Español | 6 of 6 | draft |  |  |", "| fr | Français | not begun |  |  |  |"} <= {*table}


def translate_all(path: Path) -> None:
    """Give every text a translation that is not the English."""
    with path.open("rb") as file:
        catalogue = parse_catalogue(file, Locale.parse("es"), STAFF)
    for message in list(catalogue):
        if message.pluralizable:
            message.string = tuple(f"es:{message.id[1]}" for _ in translated_forms(message))
        elif message.id:
            message.string = f"es:{message.id}"
    path.write_bytes(to_bytes(catalogue))


def test_reports_invalid_template(staff_tree: Path, says: Says) -> None:
    """The texts of a broken page are not dropped from the catalogues in silence."""
    (staff_tree / "directory" / "staff" / "templates" / "broken.html").write_text('{% if %}{{ _("Lost") }}', "utf-8")
    assert "TemplateSyntaxError" in says(UPDATE)


def catalogue(english: str | tuple[str, str], translation: str | tuple[str, ...], language: str = "es") -> Catalogue:
    """Return a catalogue of the pages with one message, as read from a file."""
    locale = Locale.parse(language)
    written = empty_catalogue(STAFF, locale)
    written.add(english, translation)
    return parse_catalogue(to_bytes(written).splitlines(keepends=True), locale, STAFF)


LINK = 'Ask <a href="/help" rel="next">us</a>, %(name)s.'
DAYS = ("%(num)s day", "%(num)s days")


@pytest.mark.parametrize(
    ("english", "translation", "error"),
    [
        ("Save it", "", "no translation of"),
        ("Welcome, %(name)s.", "Hola, %(nombre)s.", "other placeholders"),
        ("Welcome, %(name)s.", "Hola.", "other placeholders"),
        ("Welcome, %(name)s.", "Hola, %(name)s %(name)s.", "other placeholders"),
        ("Welcome, %(name)s.", "Hola, %(name)d.", "other placeholders"),
        ("Welcome, %(name)s.", "Hola, %(name).", "other placeholders"),
        ("%(share)s%% of all", "%(share)s% de todo", "other placeholders"),
        ("Half of all", "50%% de todo", "other placeholders"),
        (LINK, "Pregunta a %(name)s.", "other HTML tags"),
        (LINK, 'Pregunta <a href="https://example.org">aquí</a>, %(name)s.', "other HTML tags"),
        ("Save it", "Guarda<script>alert(1)</script>", "other HTML tags"),
        ("Save it", "Guarda <img src=x onerror=alert(1) ", "other HTML tags"),
        ("Save it", 'Guarda" onfocus="alert(1)', "a straight quotation mark"),
        ("Save it", "Save it", "still in English"),
        (LINK, LINK, "still in English"),
        ("You can save it.", "Guarda what you have.", "English words left"),
        ("You decide.", "Usted decidira\u0301.", "not in NFC"),
        (DAYS, ("Un día", "Días"), "other placeholders"),
        (DAYS, ("%(num)s día", ""), "not every plural form"),
    ],
)
def test_finds_errors(english: str | tuple[str, str], translation: str | tuple[str, ...], error: str) -> None:
    """Each kind of fault is found, once: above all what would break a page, or put something into it."""
    (found,) = catalogue_errors(catalogue(english, translation))
    assert error in found


@pytest.mark.parametrize(
    ("language", "english", "translation"),
    [
        ("es", "Welcome, %(name)s, to %(place)s.", "En %(place)s, bienvenida sea %(name)s."),
        ("es", LINK, 'Pregúntenos <a href="/help" rel="next">aquí</a>, %(name)s.'),
        ("es", "%(share)s%% of all", "%(share)s%% de todo"),
        ("es", "Total: %(count)s", "Total: %(count)s"),
        ("fr", "Date", "Date"),
        ("fr", "Look at the place.", "Regardez l'adresse."),
        ("ar", "CSV, JSON (HSDS)", "CSV, JSON (HSDS)"),
        ("th", "Choose Open Referral HSDS", "เลือก Open Referral HSDS"),
        ("es", DAYS, ("Un día", "%(num)s días")),
        ("th", DAYS, ("%(num)s วัน",)),
    ],
)
def test_accepts_valid_translations(
    language: str, english: str | tuple[str, str], translation: str | tuple[str, ...]
) -> None:
    """Order is free, names are kept, and one word may equal the English in Latin script."""
    assert not list(catalogue_errors(catalogue(english, translation, language)))


def test_single_word_in_other_scripts() -> None:
    """A word in Latin letters is not a Thai one."""
    (found,) = catalogue_errors(catalogue("Date", "Date", "th"))
    assert "still in English" in found
