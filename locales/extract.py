"""Babel extraction method for Rasa responses: every text and every button title, with the translators' note."""

from collections.abc import Iterator
from typing import IO, Any

import yaml


def extract_responses(
    fileobj: IO[bytes],
    keywords: Any,
    comment_tags: Any,
    options: Any,
) -> Iterator[tuple[int, str, str | tuple[str, str], list[str]]]:
    """Yield (line, function name, msgid, comments) as Babel wants it from a method.

    A variation with `metadata: {plural: ...}` has its singular as `text`: both are the msgid.
    Lines are always 0: Rasa's files are read as data, and our catalogues name no places.
    """
    responses = yaml.safe_load(fileobj).get("responses", {})
    for name, variations in responses.items():
        for variation in variations:
            metadata = variation.get("metadata", {})
            where = f"{name} ({variation['channel']})" if "channel" in variation else name
            comments = [f"{where}: {metadata['translators']}" if "translators" in metadata else where]
            if "plural" in metadata:
                yield 0, "ngettext", (variation["text"], metadata["plural"]), comments
            else:
                yield 0, "", variation["text"], comments
            for button in variation.get("buttons", ()):
                yield 0, "", button["title"], [f"{where}: a choice"]
