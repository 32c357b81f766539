"""`waylight directory rights`: check the pages of rights, and see how far their translations are.

Exit codes: 0 all was well, 1 a page has faults, 2 the command was not understood.
"""

from typing import Annotated, Final

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from directory.cli.common import app, leave
from directory.domain.place_codes import UnknownCodeError, language_from
from directory.rights import Fact, Rights, RightsError
from directory.rights.library import PACKAGED
from directory.rights.translations import progress, to_do
from directory.rights.translations import stamp as stamp_pages
from directory.rights.validation import faults
from directory.settings import DirectorySettings

_FAULTS: Final = 1

rights = typer.Typer(help="The pages about rights, and their translations.", no_args_is_help=True)
app.add_typer(rights, name="rights")


@rights.command()
def check() -> None:
    """Say what is wrong with the pages, and what is still to be translated."""
    try:
        pages = _opened()
    except RightsError as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(_FAULTS) from fault
    found = list(faults(pages))
    for sentence in found:
        typer.echo(sentence, err=True)
    for sentence in to_do(pages):
        typer.echo(f"to do: {sentence}")
    typer.echo(f"{len(pages.places())} places, {len(found)} faults.")
    if found:
        raise typer.Exit(_FAULTS)


@rights.command()
def status() -> None:
    """Show a line a page and language: how much is translated, and who read it."""
    table = Table("place", "sentences", "language", "translated", "stale", "review")
    for one in progress(_opened_or_leave()):
        translated = one.sentences - len(one.missing)
        cells = (one.place, one.sentences, one.language, translated, len(one.stale), one.review)
        table.add_row(*(escape(str(cell)) for cell in cells))
    Console().print(table)


@rights.command()
def show(
    place: Annotated[str, typer.Argument(help="A country code, or EU: TH.")],
    topic: Annotated[str, typer.Argument(help="forced, papers, pay, staying, justice, children or practice.")],
    language: Annotated[str, typer.Option(help="In English where the page can't be read whole in it.")] = "en",
) -> None:
    """Show what a person is told, and where it is from."""
    pages, where = _opened_or_leave(), place.upper()
    if where not in pages.places():
        leave(f'"{where}" has no page; these have one: {", ".join(pages.places())}.')
    if topic not in pages.topics(where):
        leave(f'"{topic}" is not a topic of this page; its topics are {", ".join(pages.topics(where))}.')
    for fact in pages.facts(where, topic, language):
        typer.echo(_told(fact))


@rights.command()
def stamp(
    accept: Annotated[
        str | None, typer.Option(help="A language in which you read the stale sentences anew beside the English.")
    ] = None,
) -> None:
    """Note in the translations which English each sentence was made from; where set, only in your own folder."""
    try:
        language_from(accept)
    except UnknownCodeError as fault:
        leave(str(fault))
    changed = list(stamp_pages(_opened_or_leave(), DirectorySettings().rights_dir or PACKAGED, accept))
    for path in changed:
        typer.echo(path)
    typer.echo(f"{len(changed)} files changed.")


def _opened() -> Rights:
    return Rights.read(extra=DirectorySettings().rights_dir)


def _opened_or_leave() -> Rights:
    try:
        return _opened()
    except RightsError as fault:
        leave(str(fault))


def _told(fact: Fact) -> str:
    known = [fact.language, fact.confidence, fact.date]
    shown = [f"the year {fact.year} is said"] if fact.year else []
    doubt = ["unsure"] if fact.unsure else []
    about = f"  {fact.id} ({', '.join([*known, *shown, *doubt])})"
    return "\n".join([fact.text, about, *(f"  {source}" for source in fact.sources)])
