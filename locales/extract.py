"""Babel extraction method for Rasa responses: every text and every button title, with the translators' note."""

from collections.abc import Iterator
from typing import IO, Any

import yaml


def extract_responses(
    fileobj: IO[bytes],
    keywords: Any,
    comment_tags: Any,
    options: Any,
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield (line, function name, msgid, comments) as Babel wants it from a method.

    Lines are always 0: Rasa's files are read as data, and our catalogues name no places.
    """
    responses = yaml.safe_load(fileobj).get("responses", {})
    for name, variations in responses.items():
        for variation in variations:
            note = variation.get("metadata", {}).get("translators", "")
            where = f"{name} ({variation['channel']})" if "channel" in variation else name
            yield 0, "", variation["text"], [f"{where}: {note}" if note else where]
            for button in variation.get("buttons", ()):
                yield 0, "", button["title"], [f"{where}: a choice"]
