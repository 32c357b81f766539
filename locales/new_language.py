"""Begin the catalogues of another language."""

from pathlib import Path

from babel import Locale, UnknownLocaleError

from locales.domains import DOMAINS, Domain
from locales.extract import make_template
from locales.po import as_text, empty_catalogue
from locales.registry import SOURCE


class NotAddedError(ValueError):
    """The language was not added; the text says why."""


def add(tag: str) -> tuple[str, list[Path]]:
    """Write drafts of the language `tag` (BCP 47) in which nothing is translated; return its code and their paths.

    There is one for the bot and one for the staff pages; what is there already stays as it is.
    A language of a region ("pt-BR") begins empty: it only holds what is said otherwise there.
    Raises `NotAddedError` where CLDR doesn't know the language or both catalogues are there.
    """
    try:
        locale = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        reason = f"CLDR knows no language {tag!r}. Codes are BCP 47, such as sw or pt-BR."
        raise NotAddedError(reason) from None
    code = str(locale).replace("_", "-")
    missing = [domain for domain in DOMAINS if not domain.catalogue(code).exists()]
    if code == SOURCE or not missing:
        reason = f"{code} is there already."
        raise NotAddedError(reason)
    return code, [_begin(code, locale, domain) for domain in missing]


def _begin(code: str, locale: Locale, domain: Domain) -> Path:
    catalogue = empty_catalogue(domain, locale)
    if "-" not in code:
        catalogue.update(make_template(domain), no_fuzzy_matching=True)
    path = domain.catalogue(code)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_text(catalogue))
    return path


def next_steps(code: str, paths: list[Path]) -> str:
    """Return what to do with catalogues that were just begun, for whoever began them."""
    begun = "\n".join(map(str, paths))
    return f"""{begun}
1. Translate: docs/translating.md. People are offered the language once nothing is missing in waylight.po;
   staff.po is for those who keep the directory, who read English meanwhile.
2. It is understood already. Examples of what people write help: nlu/data/{code}.yml, as the others there.
3. waylight languages check"""
