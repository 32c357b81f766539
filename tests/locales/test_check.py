"""What the catalogue check finds, on catalogues with one fault each."""

import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from locales.check import faults_of, placeholders_by_line

ROOT = Path(__file__).parents[2]
SERVICE = "{name}\nPhone: {phones}\n{remarks}"


def catalogue(folder: Path, english: str, translation: str, *, flags: tuple[str, ...] = ()) -> Catalog:
    """Write a Spanish catalogue with one message to a file and read it again, as the check does."""
    written = Catalog(locale="es")
    written.add(english, translation, flags=flags)
    text = BytesIO()
    write_po(text, written)
    (folder / "waylight.po").write_bytes(text.getvalue())
    with (folder / "waylight.po").open("rb") as file:
        return read_po(file, locale="es")


@pytest.mark.parametrize(
    ("english", "translation", "fault"),
    [
        ("Hello.", "", "no translation"),
        ("In {region}.", "En {country}.", "other placeholders"),
        ("In {region}.", "En esa provincia.", "other placeholders"),
        ("In {region}.", "En {region}, {region}.", "other placeholders"),
        (SERVICE, "{name}\nTel.: {phones} {remarks}", "other placeholders, or on other lines"),
        (SERVICE, "{name} Tel.: {phones}\n\n{remarks}", "other placeholders, or on other lines"),
        ("Legal help", "Legal help", "still in English"),
        ("A doctor: {name}", "A doctor: {name}", "still in English"),
        ("You decide.", "Usted decidira\u0301.", "not in NFC"),
    ],
)
def test_a_fault_is_found(tmp_path: Path, english: str, translation: str, fault: str) -> None:
    """Each kind of fault is found, once, and the English text is named."""
    (found,) = faults_of(catalogue(tmp_path, english, translation))
    assert fault in found
    assert repr(english) in found


def test_an_unsure_translation_is_found(tmp_path: Path) -> None:
    """What a translator marked as unsure is not released."""
    (found,) = faults_of(catalogue(tmp_path, "Hello.", "Hola.", flags=("fuzzy",)))
    assert "marked as unsure" in found


@pytest.mark.parametrize(
    ("english", "translation"),
    [(SERVICE, "{name}\nTel.: {phones}\n{remarks}"), ("{name}\n{hours}", "{name}\n{hours}"), ("Hello.", "Hola.")],
)
def test_no_fault(tmp_path: Path, english: str, translation: str) -> None:
    """A good translation has no fault, and neither has a text in which there is nothing to translate."""
    assert not list(faults_of(catalogue(tmp_path, english, translation)))


def test_placeholders_by_line() -> None:
    """Placeholders are told line by line, in no order within a line."""
    assert placeholders_by_line("{b} {a}\nwords\n{c}") == [["a", "b"], [], ["c"]]


def waylight(tree: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run `waylight languages <command>` on the copy in `tree`."""
    call = [sys.executable, "-W", "ignore", "-m", "bot", "languages", command]
    return subprocess.run(call, cwd=tree, env={"PYTHONPATH": str(tree)}, capture_output=True, check=False, text=True)


def test_a_stale_template(tmp_path: Path) -> None:
    """After a change of the English the check fails until an update, and then asks for the translation."""
    for package in ("bot", "directory", "locales"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    assert waylight(tmp_path, "check").returncode == 0
    responses = tmp_path / "bot" / "dialogue" / "domain" / "responses" / "about.yml"
    responses.write_text(responses.read_text("utf-8") + '\n  utter_new:\n    - text: "A new sentence."\n', "utf-8")
    stale = waylight(tmp_path, "check")
    assert stale.returncode == 1
    assert "waylight.pot of " in stale.stderr
    assert "not in step with the English" in stale.stderr
    assert len(waylight(tmp_path, "update").stdout.splitlines()) >= 3
    assert waylight(tmp_path, "update").stdout == ""
    untranslated = waylight(tmp_path, "check")
    assert untranslated.returncode == 1
    assert "es: no translation of 'A new sentence.'" in untranslated.stderr
