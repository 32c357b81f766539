"""Screens and languages."""

from dataclasses import dataclass
from typing import Final

from locales.catalogue import staff_gettext
from locales.registry import LANGUAGES


@dataclass(frozen=True, slots=True)
class Layout:
    """A screen and a language."""

    device: str
    width: int
    height: int
    language: str

    def __str__(self) -> str:
        """Return a name for pictures and tests."""
        return f"{self.device}-{self.language}"

    @property
    def direction(self) -> str:
        """Return ltr or rtl."""
        return LANGUAGES[self.language].direction

    def translate(self, msgid: str, **values: object) -> str:
        """Return a message in this language."""
        said = staff_gettext(self.language, msgid)
        return said % values if values else said


def _for_languages(device: str, width: int, height: int) -> tuple[Layout, ...]:
    return tuple(Layout(device, width, height, language) for language in ("en", "ar"))


LAYOUTS: Final = (*_for_languages("desktop", 1280, 800), *_for_languages("phone", 360, 740))
DESKTOP, PHONE_IN_ARABIC = LAYOUTS[0], LAYOUTS[-1]
