"""The command line, `waylight`. Each command imports what it needs, so that `--help` is fast."""

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
languages = typer.Typer(no_args_is_help=True, help="The catalogues: translations and their reviews.")
app.add_typer(languages, name="languages")
nlu = typer.Typer(no_args_is_help=True, help="Understanding: how good it is.")
app.add_typer(nlu, name="nlu")
dialogue = typer.Typer(no_args_is_help=True, help="The conversation: what people can say, and the answers.")
app.add_typer(dialogue, name="dialogue")


@app.command()
def run(
    port: Annotated[int | None, typer.Option(help="Port; default: WAYLIGHT_PORT.")] = None,
    workers: Annotated[int | None, typer.Option(help="Worker processes; default: WAYLIGHT_WORKERS.")] = None,
) -> None:
    """Start the service.

    With several workers, SIGHUP reloads code, model and settings without losing a message.

    WAYLIGHT_REDIS_URL, WAYLIGHT_STATE_KEY, address, port and number of workers need a restart.
    """
    from bot.service.commands import serve

    serve(port, workers)


@app.command()
def chat(
    language: Annotated[str | None, typer.Option(help="Language to start in, such as en, es or th.")] = None,
) -> None:
    """Talk with the bot in this terminal."""
    from bot.service.commands import chat

    chat(language)


@app.command()
def text(
    words: Annotated[str, typer.Argument(help="What to write.")],
    port: Annotated[int | None, typer.Option(help="Port of the running service.")] = None,
) -> None:
    """Send a signed SMS to the service that runs on this machine, as Twilio would, and print the answer.

    WAYLIGHT_TWILIO_AUTH_TOKEN must be the service's; `waylight run` prints one for its demo.
    """
    from bot.service.commands import send_text

    send_text(words, port)


@app.command()
def doctor(*, as_json: Annotated[bool, typer.Option("--json", help="For programs: one JSON object.")] = False) -> None:
    """Check this installation: settings, secrets, machine, state, networks. Changes nothing; exits with 1 on errors.

    The output holds no secret, phone number or id.
    """
    from bot.service.commands import run_doctor

    run_doctor(as_json=as_json)


@app.command()
def train() -> None:
    """Train the model."""
    from bot.engine.training import train as train_model
    from bot.service.startup import exit_on_startup_error, prepare, read_settings

    prepare("ERROR")
    with exit_on_startup_error():
        typer.echo(train_model(read_settings().data_dir))


@app.command()
def understand(
    named: Annotated[int, typer.Option(min=0, help="So many services have just been named to the person.")] = 0,
    country: Annotated[
        str | None, typer.Option(help="ISO code of the country where the person is thought to be.")
    ] = None,
) -> None:
    """Read one text a line, and write what is understood of each as one JSON object a line."""
    from bot.service.startup import exit_on_startup_error, prepare, read_settings

    prepare("ERROR")
    from bot.engine.standalone_parser import StandaloneParser

    with exit_on_startup_error():
        parser = StandaloneParser.load(read_settings().data_dir)
    for line in sys.stdin:
        result = parser.parse(line.rstrip("\r\n"), named=named, country=country.upper() if country else None)
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
        sys.stdout.flush()


@nlu.command()
def evaluate(
    *,
    report: Annotated[
        bool, typer.Option(help="Also run the slow measurements, and write docs/understanding.md.")
    ] = False,
) -> None:
    """Measure understanding on the unseen texts of tests/nlu, language by language."""
    from bot.service.commands import evaluate

    evaluate(report=report)


@languages.command()
def add(code: Annotated[str, typer.Argument(help="BCP 47 code, such as sw or pt-BR.")]) -> None:
    """Add a language: write its catalogues as drafts without translations."""
    from locales.update import LanguageNotAddedError, next_steps
    from locales.update import add_language as add_catalogue

    try:
        typer.echo(next_steps(*add_catalogue(code)))
    except LanguageNotAddedError as exc:
        typer.echo(exc, err=True)
        raise typer.Exit(1) from None


@languages.command()
def status(
    *,
    markdown: Annotated[bool, typer.Option(help="Print the table of docs/languages.md.")] = False,
    staff: Annotated[bool, typer.Option(help="A second table: the staff pages.")] = False,
) -> None:
    """Show how much of each language is translated, its reviewer, and its number of training texts."""
    from locales.domains import BOT, DOMAINS
    from locales.status import HEADINGS, rows
    from locales.status import to_markdown as in_markdown

    domains = DOMAINS if staff else (BOT,)
    if markdown:
        typer.echo("\n\n".join(map(in_markdown, domains)))
        return
    from rich.console import Console
    from rich.table import Table

    for domain in domains:
        table = Table(*HEADINGS[domain], box=None, title=f"What {domain.label} can say" if staff else None)
        for row in rows(domain):
            table.add_row(*row)
        Console().print(table)


@nlu.command()
def calibrate() -> None:
    """Print the weights that join the models of a reading, fitted on the texts that are held out from training."""
    from bot.service.commands import calibrate

    calibrate()


@dialogue.callback()
def dialogue_group() -> None:
    """Make `map` a subcommand although it is the only one."""


@dialogue.command("map")
def write_dialogue_pages(
    language: Annotated[str, typer.Option(help="Language of the texts, such as en, es or th.")] = "en",
    topic: Annotated[str | None, typer.Option(help="A file of bot/dialogue/rules, such as rights.")] = None,
    output: Annotated[Path | None, typer.Option(help="A folder for all pages, or a file for one topic.")] = None,
) -> None:
    """Write the conversation as Markdown with Mermaid charts, for people who review it."""
    from bot.dialogue_diagram.pages import Pages, UnknownTopicError

    try:
        pages = Pages(language)
        if topic or output is None:
            page = pages.topic(topic) if topic else pages.overview()
            if output:
                output.write_text(page, "utf-8")
            else:
                sys.stdout.write(page)
            return
        output.mkdir(parents=True, exist_ok=True)
        for name, page in pages.all().items():
            (output / name).write_text(page, "utf-8")
            typer.echo(output / name)
    except (UnknownTopicError, OSError) as exc:
        typer.echo(exc, err=True)
        raise typer.Exit(1) from None


@languages.command()
def update() -> None:
    """Update the templates and all catalogues from the English responses and staff pages."""
    from locales.update import update_files as update_catalogues

    for path in update_catalogues():
        typer.echo(path)


@languages.command()
def check() -> None:
    """Report errors in the catalogues; exit with 1 if there are any."""
    from locales.check import find_errors

    errors = list(find_errors())
    for error in errors:
        typer.echo(error, err=True)
    raise typer.Exit(bool(errors))


@languages.command()
def take(
    path: Annotated[Path, typer.Argument(help="The .po file that a translator handed in.")],
    code: Annotated[str, typer.Argument(help="Its language, such as es.")],
    *,
    staff: Annotated[bool, typer.Option(help="It belongs to the staff pages, not to the bot.")] = False,
) -> None:
    """Accept a translator's catalogue, or report its errors, write nothing and exit with 1."""
    from locales.domains import BOT, STAFF
    from locales.po import UnknownLanguageError
    from locales.submission import accept_submission as take_catalogue
    from locales.submission import format_report

    try:
        submission = take_catalogue(code, path.read_bytes(), STAFF if staff else BOT)
    except UnknownLanguageError:
        typer.echo(f"There is no catalogue of {code!r} yet: waylight languages add", err=True)
        raise typer.Exit(1) from None
    except OSError as exc:
        typer.echo(exc, err=True)
        raise typer.Exit(1) from None
    typer.echo(format_report(submission), err=not submission.is_valid)
    raise typer.Exit(not submission.is_valid)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
