"""The two sets of words: what the bot says to people who seek help, and what the pages say to staff.

Two domains, since staff need other words and a language is spoken by the bot whether or not
the pages are translated into it. Each has one file a language, and one template.
"""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent

_LICENCE = "# Licence: AGPL-3.0-or-later, as the project. Guide: docs/translating.md"


@dataclass(frozen=True, slots=True)
class Domain:
    """A set of words: `name` is gettext's domain, `whose` says it in a sentence, `header` opens every file."""

    name: str
    whose: str
    header: str

    @property
    def template(self) -> Path:
        """Where the template stands: every English text, with no translation."""
        return ROOT / f"{self.name}.pot"

    def catalogue(self, code: str) -> Path:
        """Return where the catalogue of `code` (BCP 47) stands, whether or not it exists."""
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
