"""What the catalogue check finds, on catalogues with one fault each."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from babel import Locale

from locales.check import catalogue_errors
from locales.po import Catalogue, parse_catalogue, plural_forms, to_bytes
from locales.translation_rules import placeholders_by_line

Run = Callable[..., subprocess.CompletedProcess[str]]
SERVICE = "{name}\nPhone: {phones}\n{remarks}"
MONTHS = ("{count} month ago.", "{count} months ago.")


def catalogue(
    english: str | tuple[str, str],
    translation: str | tuple[str, ...],
    *,
    language: str = "es",
    flags: tuple[str, ...] = (),
    **fields: str,
) -> Catalogue:
    """Return a catalogue with one message and header fields (X_Review_Date: X-Review-Date), as read from a file."""
    locale = Locale.parse(language)
    written = Catalogue(locale=locale, fuzzy=False)
    plain = {name.replace("_", "-"): value for name, value in fields.items()}
    written.mime_headers = {"Plural-Forms": plural_forms(locale), "X-Review-Status": "draft", **plain}.items()
    written.add(english, translation, flags=flags)
    return parse_catalogue(to_bytes(written).splitlines(keepends=True), locale)


@pytest.mark.parametrize(
    ("english", "translation", "error"),
    [
        ("Hello.", "", "no translation of"),
        ("In {region}.", "En {country}.", "other placeholders"),
        ("In {region}.", "En esa provincia.", "other placeholders"),
        ("In {region}.", "En {region}, {region}.", "other placeholders"),
        ("In {region}.", "En {region.", "other placeholders"),
        (SERVICE, "{name}\nTel.: {phones} {remarks}", "other placeholders, or on other lines"),
        (SERVICE, "{name} Tel.: {phones}\n\n{remarks}", "other placeholders, or on other lines"),
        ("Legal help", "Legal help", "still in English"),
        ("A doctor: {name}", "A doctor: {name}", "still in English"),
        ("You decide. Write again.", "Usted decide. You can write again.", "English words left"),
        ("Write the town or {place}.", "Escriba the town o {place}.", "English words left"),
        ("You decide.", "Usted decidira\u0301.", "not in NFC"),
        ("Or write 'menu'.", "O escriba menú.", "other words in quotation marks"),
        ("Write 'menu' or 'hotline'.", "Escriba 'menú' o llame.", "other words in quotation marks"),
    ],
)
def test_finds_errors(english: str, translation: str, error: str) -> None:
    """Each kind of fault is found, once, and the English text is named."""
    (found,) = catalogue_errors(catalogue(english, translation))
    assert error in found
    assert repr(english) in found


@pytest.mark.parametrize(
    ("language", "translation", "found"),
    [
        ("th", "คุณเป็นคนตัดสินใจ write to me again ได้เสมอ", True),
        ("ru", "Вы решаете. You decide.", False),
        ("ru", "Вы решаете. You can write again.", True),
        ("hi", "SMS, Telegram, WhatsApp या IOM से लिखें", False),
        ("zh", "请用 SMS 或 Telegram 写给我", False),
        ("ar", "اكتب {name} the town or province", True),
        ("ar", "اكتب {name} Mae Sot", False),
        ("fr", "C'est vous qui décidez.", False),
        ("id", "Anda yang memutuskan, kapan saja.", False),
        ("fil", "Ikaw ang magpapasya. Call the hotline.", True),
        ("fil", "Ikaw ang magpapasya at puwede kang tumawag sa hotline.", False),
        ("pt", "Se for preciso, escreva de novo.", False),
        ("vi", "Bạn quyết định. You decide.", True),
    ],
)
def test_finds_untranslated_english(language: str, translation: str, found: bool) -> None:  # noqa: FBT001 - what a case says
    """In other scripts three Latin words in a row are a fault, but for names; in Latin script, small English words."""
    english = "You decide, {name}. Write to me again." if "{name}" in translation else "You decide. Write to me again."
    faults = list(catalogue_errors(catalogue(english, translation, language=language)))
    assert any("English words left" in error for error in faults) is found
    assert len(faults) == found


@pytest.mark.parametrize(
    ("language", "translation", "error"),
    [
        ("es", ("Hace {count} mes.", ""), "not every plural form"),
        ("es", ("", ""), "no translation of"),
        ("es", ("Hace un mes.", "Hace meses."), "other placeholders"),
        ("es", ("Hace {country} mes.", "Hace {count} meses."), "other placeholders"),
        ("ru", ("месяц назад", "{count} месяца назад", "{count} месяцев назад"), "other placeholders"),
        ("fr", ("Il y a un mois.", "Il y a {count} mois."), "other placeholders"),
        ("es", ("Hace {count} mes.", "{count} months ago."), "still in English"),
    ],
)
def test_finds_errors_of_plural_forms(language: str, translation: tuple[str, ...], error: str) -> None:
    """All forms must be there, and only a form for exactly one number may leave the number out."""
    (found,) = catalogue_errors(catalogue(MONTHS, translation, language=language))
    assert error in found


@pytest.mark.parametrize(
    ("language", "translation"),
    [
        ("es", ("Hace un mes.", "Hace {count} meses.")),
        ("th", ("{count} เดือนที่แล้ว",)),
        ("ru", ("{count} месяц назад", "{count} месяца назад", "{count} месяцев назад")),
        ("ar", ("الآن", "قبل شهر", "قبل شهرين", "قبل {count} أشهر", "قبل {count} شهر", "قبل {count} شهرا")),
    ],
)
def test_accepts_valid_plural_forms(language: str, translation: tuple[str, ...]) -> None:
    """One, and in Arabic zero and two, may be written as a word."""
    assert not list(catalogue_errors(catalogue(MONTHS, translation, language=language)))


def test_finds_wrong_plural_forms() -> None:
    """Forms in another order than the language's would be said of the wrong numbers."""
    (found,) = catalogue_errors(
        catalogue("Hello.", "Bonjour.", language="fr", Plural_Forms="nplurals=2; plural=(n != 1);")
    )
    assert "Plural-Forms is" in found


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"X_Review_Status": "reviewed", "X_Review_Date": "2026-11-30"}, "does not say by whom"),
        ({"X_Review_Status": "reviewed", "X_Reviewer_Role": "interpreter"}, "X-Review-Date is ''"),
        ({"X_Review_Status": "reviewed", "X_Reviewer_Role": "a", "X_Review_Date": "30.11.2026"}, "not a day"),
        ({"X_Review_Status": "reviewed", "X_Reviewer_Role": "a", "X_Review_Date": "20261130"}, "not a day"),
        ({"X_Review_Date": "2026-13-01"}, "not a day"),
        ({"X_Review_Status": "perfect"}, "neither draft nor reviewed"),
    ],
)
def test_finds_invalid_reviews(fields: dict[str, str], error: str) -> None:
    """Nothing is called reviewed that doesn't say by whom and when."""
    (found,) = catalogue_errors(catalogue("Hello.", "Hola.", **fields))
    assert error in found


def test_accepts_valid_review() -> None:
    """A review with a role and a day is valid, and is kept when the file is written and read."""
    fields = {"X_Review_Status": "reviewed", "X_Reviewer_Role": "interpreter", "X_Review_Date": "2026-11-30"}
    reviewed = catalogue("Hello.", "Hola.", **fields)
    assert not list(catalogue_errors(reviewed))
    assert (reviewed.review.status, reviewed.review.role, reviewed.review.day) == tuple(fields.values())


def test_finds_fuzzy_translations() -> None:
    """What a translator marked as unsure is not released."""
    (found,) = catalogue_errors(catalogue("Hello.", "Hola.", flags=("fuzzy",)))
    assert "marked as unsure" in found


@pytest.mark.parametrize(
    ("english", "translation"),
    [
        (SERVICE, "{name}\nTel.: {phones}\n{remarks}"),
        ("{name}\n{hours}", "{name}\n{hours}"),
        ("Hello.", "Hola."),
        ("I don't know you. Write 'menu'.", "No le conozco. Escriba «menú»."),
        ("I don't know you. Write 'menu'.", "No le conozco. Escriba 'menú d'ayuda'."),
    ],
)
def test_accepts_valid_translations(english: str, translation: str) -> None:
    """A good translation has no fault, and neither has a text in which there is nothing to translate."""
    assert not list(catalogue_errors(catalogue(english, translation)))


def test_accepts_loan_words() -> None:
    """A text may equal the English only if the language has borrowed its words."""
    text = "{name}\nTel: {phones}"
    assert not list(catalogue_errors(catalogue(text, text, language="fil")))
    assert len(list(catalogue_errors(catalogue(text, text, language="es")))) == 1


def test_placeholders_by_line() -> None:
    """Placeholders are compared line by line, in any order within a line."""
    assert placeholders_by_line("{b} {a}\nwords\n{c}") == [["a", "b"], [], ["c"]]


@pytest.mark.slow
def test_finds_stale_template(tree: Path, waylight: Run) -> None:
    """After a change of the English the check fails until an update, and then asks for the translation."""
    assert waylight("check").returncode == 0
    responses = tree / "bot" / "dialogue" / "domain" / "responses" / "about.yml"
    responses.write_text(responses.read_text("utf-8") + '\n  utter_new:\n    - text: "A new sentence."\n', "utf-8")
    stale = waylight("check")
    assert stale.returncode == 1
    assert "waylight.pot of " in stale.stderr
    assert "not in sync with the English" in stale.stderr
    assert len(waylight("update").stdout.splitlines()) >= 3
    assert waylight("update").stdout == ""
    untranslated = waylight("check")
    assert untranslated.returncode == 1
    assert "es: no translation of 'A new sentence.'" in untranslated.stderr


@pytest.mark.slow
def test_update_normalizes_to_nfc(tree: Path, waylight: Run) -> None:
    """Translators need not know NFC."""
    waylight("update")
    path = tree / "locales" / "es" / "LC_MESSAGES" / "waylight.po"
    before = path.read_bytes()
    path.write_bytes(before.replace("ó".encode(), "o\u0301".encode()))
    assert path.read_bytes() != before
    waylight("update")
    assert path.read_bytes() == before
