"""`waylight directory rights`: check the pages about rights and the state of their translations.

Exit codes: 0 success, 1 a page has errors, 2 the command line is invalid.
"""

from typing import Annotated, Final

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from directory.cli.common import app, exit_with_error
from directory.domain.place_codes import UnknownCodeError, parse_language
from directory.rights import Fact, Rights, RightsError
from directory.rights.library import PACKAGED
from directory.rights.translations import open_tasks, translation_progress
from directory.rights.translations import stamp_translations as stamp_pages
from directory.rights.validation import find_problems
from directory.settings import DirectorySettings

_INVALID_DATA: Final = 1

rights = typer.Typer(help="The pages about rights, and their translations.", no_args_is_help=True)
app.add_typer(rights, name="rights")


@rights.command()
def check() -> None:
    """List the errors of the pages, and what is still to be translated."""
    try:
        pages = _read_pages()
    except RightsError as exc:
        typer.echo(str(exc), err=True)
        raise typer.Exit(_INVALID_DATA) from exc
    results = list(find_problems(pages))
    for sentence in results:
        typer.echo(sentence, err=True)
    for sentence in open_tasks(pages):
        typer.echo(f"to do: {sentence}")
    typer.echo(f"{len(pages.places())} places, {len(results)} errors.")
    if results:
        raise typer.Exit(_INVALID_DATA)


@rights.command()
def status() -> None:
    """Show one line per page and language: how much is translated, and who reviewed it."""
    table = Table("place", "sentences", "language", "translated", "stale", "review")
    for page in translation_progress(_read_pages_or_exit()):
        translated = page.sentences - len(page.missing)
        cells = (page.place, page.sentences, page.language, translated, len(page.stale), page.review)
        table.add_row(*(escape(str(cell)) for cell in cells))
    Console().print(table)


@rights.command()
def show(
    place: Annotated[str, typer.Argument(help="A country code, or EU: TH.")],
    topic: Annotated[str, typer.Argument(help="forced, papers, pay, staying, justice, children or practice.")],
    language: Annotated[str, typer.Option(help="English if the page is not complete in it.")] = "en",
) -> None:
    """Show the sentences of a topic, and their sources."""
    pages, where = _read_pages_or_exit(), place.upper()
    if where not in pages.places():
        exit_with_error(f'"{where}" has no page; these have one: {", ".join(pages.places())}.')
    if topic not in pages.topics(where):
        exit_with_error(f'"{topic}" is not a topic of this page; its topics are {", ".join(pages.topics(where))}.')
    for fact in pages.facts(where, topic, language):
        typer.echo(_errors_as_sentences(fact))


@rights.command()
def stamp(
    accept: Annotated[
        str | None, typer.Option(help="A language whose stale sentences you have compared with the English.")
    ] = None,
) -> None:
    """Record in the translations which English each sentence was made from; only in rights_dir if that is set."""
    try:
        parse_language(accept)
    except UnknownCodeError as exc:
        exit_with_error(str(exc))
    changed = list(stamp_pages(_read_pages_or_exit(), DirectorySettings().rights_dir or PACKAGED, accept))
    for path in changed:
        typer.echo(path)
    typer.echo(f"{len(changed)} files changed.")


def _read_pages() -> Rights:
    return Rights.read(extra=DirectorySettings().rights_dir)


def _read_pages_or_exit() -> Rights:
    try:
        return _read_pages()
    except RightsError as exc:
        exit_with_error(str(exc))


def _errors_as_sentences(fact: Fact) -> str:
    known = [fact.language, fact.confidence, fact.date]
    shown = [f"the year {fact.year} is said"] if fact.year else []
    doubt = ["unsure"] if fact.unsure else []
    about = f"  {fact.id} ({', '.join([*known, *shown, *doubt])})"
    return "\n".join([fact.text, about, *(f"  {source}" for source in fact.sources)])
