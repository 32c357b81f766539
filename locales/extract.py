"""Extract the English texts: of the bot from its responses, of the staff pages from templates and Python."""

from collections.abc import Iterator
from typing import IO, Any

import yaml
from babel.messages.extract import extract_from_dir

from locales.domains import BOT, ROOT, STAFF, Domain
from locales.po import Catalogue, empty_catalogue

RESPONSES = ROOT.parent / "bot" / "dialogue" / "domain" / "responses"
RENDERING = ROOT.parent / "bot" / "rendering"
PAGES = ROOT.parent / "directory" / "staff"

_FOLDERS = {BOT: (RESPONSES, RENDERING), STAFF: (PAGES,)}
_METHODS = {
    BOT: [("names.yml", "ignore"), ("**.yml", "locales.extract:extract_responses")],
    STAFF: [("templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")],
}
_OPTIONS = {
    # The same as in `directory.staff.rendering`; a template with a syntax error raises, it is not skipped.
    "templates/**.html": {
        "lstrip_blocks": "true",
        "newstyle_gettext": "true",
        "silent": "false",
        "trim_blocks": "true",
        "trimmed": "true",
    }
}
_NOTE = "Translators:"
"""The prefix of comments for translators, in templates and in Python."""


def make_template(domain: Domain = BOT) -> Catalogue:
    """Extract every msgid of a domain, in the order of the files."""
    template = empty_catalogue(domain)
    for folder in _FOLDERS[domain]:
        found = extract_from_dir(
            folder,
            _METHODS[domain],
            _OPTIONS,
            comment_tags=[_NOTE],
            strip_comment_tags=True,
            directory_filter=lambda _: True,
        )
        for _, _, message, comments, context in sorted(found, key=lambda entry: entry[0]):
            template.add(message, auto_comments=comments, context=context)
    return template


def extract_responses(
    fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, str | tuple[str, str], list[str]]]:
    """Yield (line, function name, msgid, comments) of Rasa's responses: an extraction method for Babel.

    These are all texts and button titles, with the notes for translators. A variation with `metadata: {plural: ...}`
    has its singular as `text`: both are the msgid. The line is always 0, since our catalogues contain no locations.
    """
    responses = yaml.load(fileobj, yaml.CSafeLoader).get("responses", {})
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
