"""The command line, `waylight`. Each command imports what it needs, so that help comes at once."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from directory.cli import app as directory_app
from directory.cli import staff as staff_app

app = typer.Typer(
    no_args_is_help=True, pretty_exceptions_enable=False, help="An anonymous hotline chatbot and its directory."
)
app.add_typer(directory_app, name="directory")
app.add_typer(staff_app, name="staff")
languages = typer.Typer(no_args_is_help=True, help="The catalogues: what is translated, and by whom reviewed.")
app.add_typer(languages, name="languages")
nlu = typer.Typer(no_args_is_help=True, help="Understanding: how good it is.")
app.add_typer(nlu, name="nlu")
dialogue = typer.Typer(no_args_is_help=True, help="The conversation: what can be said, and what is answered.")
app.add_typer(dialogue, name="dialogue")


@app.command()
def run(
    port: Annotated[int | None, typer.Option(help="Port; WAYLIGHT_PORT otherwise.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that answer; WAYLIGHT_WORKERS otherwise.")] = None,
) -> None:
    """Start the service.

    With several workers, SIGHUP replaces them by ones of the code, model and settings of then.

    WAYLIGHT_REDIS_URL, WAYLIGHT_STATE_KEY, address, port and number of workers need a restart.
    """
    from bot.service.commands import serve

    serve(port, workers)


@app.command()
def chat(
    language: Annotated[str | None, typer.Option(help="Language to begin in, such as en, es or th.")] = None,
) -> None:
    """Talk with the bot in this terminal."""
    from bot.service.commands import chat_here

    chat_here(language)


@app.command()
def text(
    words: Annotated[str, typer.Argument(help="What to write.")],
    port: Annotated[int | None, typer.Option(help="Port of the running service.")] = None,
) -> None:
    """Send a signed SMS to the service that runs on this machine, as Twilio would, and print the answer.

    WAYLIGHT_TWILIO_AUTH_TOKEN must be the service's; `waylight run` prints one for its demo.
    """
    from bot.service.commands import text_here

    text_here(words, port)


@app.command()
def doctor(*, as_json: Annotated[bool, typer.Option("--json", help="For programs: one JSON object.")] = False) -> None:
    """Look at this installation: settings, secrets, machine, state, networks. Changes nothing; exits with 1 on faults.

    What it prints holds no secret, number or id.
    """
    from bot.service.commands import doctor_here

    doctor_here(as_json=as_json)


@app.command()
def train() -> None:
    """Train the model anew."""
    from bot.engine.training import train as train_model
    from bot.service.commands import prepare, read_settings, stopped

    prepare("ERROR")
    with stopped():
        typer.echo(train_model(read_settings().data_dir))


@app.command()
def understand() -> None:
    """Read one text a line, write what is understood of each as one JSON object a line."""
    from bot.service.commands import prepare, read_settings, stopped

    prepare("ERROR")
    from bot.engine.standalone_parser import Understanding

    with stopped():
        understanding = Understanding.load(read_settings().data_dir)
    for line in sys.stdin:
        said = understanding.of(line.rstrip("\r\n"))
        sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
        sys.stdout.flush()


@nlu.command()
def evaluate(
    *,
    report: Annotated[
        bool, typer.Option(help="Also measure what takes long, and write docs/understanding.md.")
    ] = False,
) -> None:
    """Measure understanding on the unseen texts of tests/nlu, language by language."""
    from bot.service.commands import evaluate_here

    evaluate_here(report=report)


@languages.command()
def add(code: Annotated[str, typer.Argument(help="BCP 47 code, such as sw or pt-BR.")]) -> None:
    """Begin another language: write its catalogues, drafts in which nothing is translated."""
    from locales.new_language import NotAddedError, next_steps
    from locales.new_language import add as add_catalogue

    try:
        typer.echo(next_steps(*add_catalogue(code)))
    except NotAddedError as refused:
        typer.echo(refused, err=True)
        raise typer.Exit(1) from None


@languages.command()
def status(
    *,
    markdown: Annotated[bool, typer.Option(help="The table as the README has it.")] = False,
    staff: Annotated[bool, typer.Option(help="A second table: the staff pages.")] = False,
) -> None:
    """Show what is translated of each language, who has reviewed it, and how many texts it is understood by."""
    from locales.domains import BOT, DOMAINS
    from locales.status import HEADINGS, rows
    from locales.status import markdown as in_markdown

    domains = DOMAINS if staff else (BOT,)
    if markdown:
        typer.echo("\n\n".join(map(in_markdown, domains)))
        return
    from rich.console import Console
    from rich.table import Table

    for domain in domains:
        table = Table(*HEADINGS[domain], box=None, title=f"What {domain.whose} can say" if staff else None)
        for row in rows(domain):
            table.add_row(*row)
        Console().print(table)


@nlu.command()
def embed() -> None:
    """Renew the embeddings that come with the project, after a training on changed texts."""
    from bot.service.commands import read_settings
    from nlu.text.embedding_cache import ship

    typer.echo(ship(read_settings().data_dir / "cache" / "embeddings.npz"))


@dialogue.callback()
def of_dialogue() -> None:
    """Keep `map` a command of its own, although it is the only one."""


@dialogue.command("map")
def draw_map(
    language: Annotated[str, typer.Option(help="Language of the texts, such as en, es or th.")] = "en",
    topic: Annotated[str | None, typer.Option(help="A file of bot/dialogue/rules, such as rights.")] = None,
    output: Annotated[Path | None, typer.Option(help="A file.svg, or a folder for all pictures.")] = None,
) -> None:
    """Draw the conversation for people who review it: the overview, or one topic, as SVG."""
    from bot.mapping.pictures import NotDrawnError, picture, write

    try:
        if output is None:
            sys.stdout.write(picture(topic, language).decode())
            return
        for path in write(topic, language, output):
            typer.echo(path)
    except (NotDrawnError, OSError) as refused:
        typer.echo(refused, err=True)
        raise typer.Exit(1) from None


@languages.command()
def update() -> None:
    """Bring the templates and all catalogues in step with the English responses and staff pages."""
    from locales.update import update as update_catalogues

    for path in update_catalogues():
        typer.echo(path)


@languages.command()
def check() -> None:
    """Say what is wrong with the catalogues; exit with 1 if anything is."""
    from locales.check import faults

    found = list(faults())
    for fault in found:
        typer.echo(fault, err=True)
    raise typer.Exit(bool(found))


@languages.command()
def take(
    path: Annotated[Path, typer.Argument(help="The .po file that a translator handed in.")],
    code: Annotated[str, typer.Argument(help="Its language, such as es.")],
    *,
    staff: Annotated[bool, typer.Option(help="It is the staff pages', not the bot's.")] = False,
) -> None:
    """Take a translator's catalogue in, or say what is wrong with it and exit with 1: then nothing is written."""
    from locales.domains import BOT, STAFF
    from locales.po import UnknownLanguageError
    from locales.submission import take as take_catalogue
    from locales.submission import told

    try:
        judged = take_catalogue(code, path.read_bytes(), STAFF if staff else BOT)
    except UnknownLanguageError:
        typer.echo(f"There is no catalogue of {code!r} yet: waylight languages add", err=True)
        raise typer.Exit(1) from None
    except OSError as unread:
        typer.echo(unread, err=True)
        raise typer.Exit(1) from None
    typer.echo(told(judged), err=not judged.is_good)
    raise typer.Exit(not judged.is_good)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
