"""The set of pictures: the overview, and one of each topic."""

from collections.abc import Iterable
from pathlib import Path

from bot.mapping.dialogue import Dialogue
from bot.mapping.overview import draw_overview
from bot.mapping.printing import page
from bot.mapping.topic import draw_topic
from bot.mapping.topics import topics
from locales.registry import LANGUAGES

OVERVIEW = "overview"


class NotDrawnError(ValueError):
    """There is no such topic, or nothing is said in that language; it says which there are."""

    def __init__(self, asked: str, known: Iterable[str]) -> None:
        """Say what was asked for, and what could be."""
        super().__init__(f"{asked}: there are {', '.join(known)}.")


def picture(topic: str | None, language: str, dialogue: Dialogue | None = None) -> bytes:
    """Return a topic's picture, or for None the overview, as SVG with the texts of `language`.

    Raises `NotDrawnError`.
    """
    if topic not in {None, *topics()}:
        raise NotDrawnError(str(topic), topics())
    if language not in LANGUAGES:
        raise NotDrawnError(language, LANGUAGES)
    dialogue = dialogue or Dialogue()
    return draw_topic(dialogue, topic, language) if topic else draw_overview(dialogue, language)


def pictures(language: str) -> dict[str, bytes]:
    """Return all pictures, and the page to print them from, by the name of their file. Raises `NotDrawnError`."""
    dialogue = Dialogue()
    names = {f"{OVERVIEW}.svg": None, **{f"{name}.svg": name for name in topics()}}
    drawn = {file: picture(topic, language, dialogue) for file, topic in names.items()}
    return drawn | {"print.html": page(drawn)}


def write(topic: str | None, language: str, output: Path) -> list[Path]:
    """Write a picture into a file that ends with .svg, else all into a folder; return what was written.

    Raises `NotDrawnError`, and `OSError` where nothing can be written.
    """
    if output.suffix == ".svg":
        output.write_bytes(picture(topic, language))
        return [output]
    drawn = {f"{topic}.svg": picture(topic, language)} if topic else pictures(language)
    output.mkdir(parents=True, exist_ok=True)
    for file, content in drawn.items():
        (output / file).write_bytes(content)
    return [output / file for file in drawn]
