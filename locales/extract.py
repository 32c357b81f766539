"""Find every English text: of the bot in its responses, of the staff pages in their templates and their Python."""

from collections.abc import Iterator
from typing import IO, Any

import yaml
from babel.messages.extract import extract_from_dir

from locales.domains import BOT, ROOT, STAFF, Domain
from locales.po import Catalogue, empty_catalogue

RESPONSES = ROOT.parent / "bot" / "dialogue" / "domain" / "responses"
PAGES = ROOT.parent / "directory" / "staff"

_FOLDERS = {BOT: RESPONSES, STAFF: PAGES}
_METHODS = {
    BOT: [("**.yml", "locales.extract:extract_responses")],
    STAFF: [("templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")],
}
_OPTIONS = {
    # As `directory.staff.rendering` reads them; a template that Jinja can't read is told, not left out.
    "templates/**.html": {
        "lstrip_blocks": "true",
        "newstyle_gettext": "true",
        "silent": "false",
        "trim_blocks": "true",
        "trimmed": "true",
    }
}
_NOTE = "Translators:"
"""What a comment for translators begins with, in a template and in Python."""


def make_template(domain: Domain = BOT) -> Catalogue:
    """Extract every msgid of a domain, in the order of the files."""
    template = empty_catalogue(domain)
    found = extract_from_dir(
        _FOLDERS[domain],
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
    fileobj: IO[bytes],
    keywords: Any,
    comment_tags: Any,
    options: Any,
) -> Iterator[tuple[int, str, str | tuple[str, str], list[str]]]:
    """Yield (line, function name, msgid, comments) as Babel wants it from a method for Rasa's responses.

    That is every text and every button title, with the translators' note. A variation with
    `metadata: {plural: ...}` has its singular as `text`: both are the msgid.
    Lines are always 0: Rasa's files are read as data, and our catalogues name no places.
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
