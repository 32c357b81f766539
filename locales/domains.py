"""The two gettext domains: the texts of the bot, and the texts of the staff pages.

They are separate because the bot can speak a language into which the staff pages are not translated. Each has one file
per language and one template.
"""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent

_LICENCE = "# Licence: AGPL-3.0-or-later, as the project. Guide: docs/translating.md"


@dataclass(frozen=True, slots=True)
class Domain:
    """A gettext domain: `name`, a `label` for messages, and the `header` comment of every file."""

    name: str
    label: str
    header: str

    @property
    def template_path(self) -> Path:
        """The path of the template: every English text, without translations."""
        return ROOT / f"{self.name}.pot"

    def catalogue_path(self, code: str) -> Path:
        """Return the path of the catalogue of `code` (BCP 47), which need not exist."""
        return ROOT / code.replace("-", "_") / "LC_MESSAGES" / f"{self.name}.po"

    def codes(self) -> list[str]:
        """Return the BCP 47 codes of all languages that have a catalogue, sorted."""
        return sorted(path.parts[-3].replace("_", "-") for path in ROOT.glob(f"*/LC_MESSAGES/{self.name}.po"))


BOT = Domain(
    "waylight",
    "the bot",
    f"# Waylight: words for people who may be in danger. Plain, short, warm, no blame.\n{_LICENCE}",
)
STAFF = Domain(
    "staff",
    "the staff pages",
    f"# Waylight: words for staff who keep the directory. Short, calm, plain, and what to do next.\n{_LICENCE}",
)
DOMAINS = (BOT, STAFF)
