"""The commands that load the service: serve, chat, send a test SMS, evaluate, check the installation."""

import asyncio
import json
import socket
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError

from bot.core.settings import Settings, secret_value
from bot.service.startup import (
    exit_on_startup_error,
    exit_with,
    prepare,
    read_settings,
    require_redis,
    settings_errors,
    welcome,
)

_TABLE_WIDTH = 160
"""Characters of a line of a table; a narrower one would shorten its numbers."""


def serve(port: int | None, workers: int | None) -> None:
    """Run the service until it is stopped: in this process, or in several that this one supervises."""
    settings = read_settings(port, workers)
    demo = settings.is_demo
    settings = settings.with_demo_secrets() if demo else settings
    prepare(settings.log_level, settings.log_format)
    require_redis(settings)
    # The ports first: a port that is taken must not show only after a training of minutes.
    with _open_sockets(settings) as listeners:
        if settings.workers > 1:
            from bot.workers.supervisor import become_supervisor

            become_supervisor(listeners, settings)
        with _serving_metrics(settings):
            from bot.service.app import create_app
            from bot.workers.server import Server, freeze_garbage_collector

            with exit_on_startup_error():
                app = create_app(settings)
            freeze_garbage_collector()
            typer.echo(welcome(settings, demo=demo))
            Server(app).run(sockets=listeners)


@contextmanager
def _serving_metrics(settings: Settings) -> Iterator[None]:
    """Serve the metrics of this process if a port is set for them; exit with 2 if the port can't be used."""
    from bot.metrics.exporter import serve_metrics

    with ExitStack() as stack:
        if settings.metrics_port:
            try:
                stack.enter_context(serve_metrics(str(settings.host), settings.metrics_port, settings.metrics_seconds))
            except OSError as exc:
                exit_with(f"WAYLIGHT_METRICS_PORT can't be used ({exc.strerror}): choose another.")
        yield


@contextmanager
def _open_sockets(settings: Settings) -> Iterator[list[socket.socket]]:
    """Yield a socket for each worker; exit with 2 if the address can't be used."""
    from bot.workers.server import open_listeners

    try:
        listeners = open_listeners(str(settings.host), settings.port, settings.workers)
    except OSError as exc:
        problem = f"Port {settings.port} on {settings.host} can't be used ({exc.strerror})"
        exit_with(f"{problem}: choose another with --port or WAYLIGHT_PORT, or another WAYLIGHT_HOST.")
    with ExitStack() as stack:
        for listener in listeners:
            stack.enter_context(listener)
        yield listeners


def chat(language: str | None) -> None:
    """Talk with the bot in this terminal until end of file or /quit."""
    settings = read_settings()
    prepare("ERROR")
    from bot.channels.console import run_console
    from bot.privacy.encryption import Keys
    from bot.privacy.pseudonyms import Pseudonyms
    from bot.service.factories import create_engine, open_directory
    from bot.state.idempotency import IdempotentResponder
    from bot.state.memory_store import MemoryStore

    with exit_on_startup_error():
        store, keys = MemoryStore(), Keys.ephemeral()
        engine, apology = create_engine(settings, open_directory(settings), store, keys)
    typer.echo("Write as a person would; /quit or Ctrl-D ends.", err=True)
    asyncio.run(
        run_console(
            IdempotentResponder(engine.answer, apology, store),
            Pseudonyms(store),
            language,
            lambda: input("> "),
            typer.echo,
        )
    )


def send_text(words: str, port: int | None) -> None:
    """Post `words` to the running service as Twilio would, from a number that is never assigned."""
    import httpx

    from bot.channels.sms.webhook import post_test_message

    settings = read_settings(port)
    token = secret_value(settings.twilio_auth_token)
    if token is None:
        typer.echo("WAYLIGHT_TWILIO_AUTH_TOKEN is not set: `waylight run` prints the one to use.", err=True)
        raise typer.Exit(2)
    try:
        answer = post_test_message(words, token, public_url=settings.base_url, base_url=settings.local_url)
    except httpx.HTTPError:
        typer.echo(f"Nothing answers on port {settings.port}: is `waylight run` running?", err=True)
        raise typer.Exit(1) from None
    sys.stdout.write(answer + "\n")


def evaluate(*, report: bool) -> None:
    """Print the scores on the unseen texts of tests/nlu; with `report` also write docs/understanding.md."""
    from bot.engine.training import ROOT

    settings = read_settings()
    prepare("ERROR")
    from bot.engine.standalone_parser import StandaloneParser
    from nlu.evaluation import markdown_report as tables
    from nlu.evaluation.messages import measure
    from nlu.evaluation.pipeline import score
    from nlu.text.yaml_files import read_yaml

    with exit_on_startup_error():
        understanding = StandaloneParser.load(settings.data_dir)
    unseen = ROOT / "tests" / "nlu"
    supported = [path.stem for path in sorted(unseen.glob("*.yml"))]
    results = [score(understanding.parse, unseen, language) for language in supported]
    messages = sorted((unseen / "messages").glob("*.yml"))
    hits = {path.stem: measure(understanding.parse, read_yaml(path)) for path in messages}
    rows = tables.with_totals(hits, supported).items()
    _print_table("Single sentences", tables.SCORE_HEADINGS, [tables.score_row(scored) for scored, _ in results])
    _print_table("Danger in messages", tables.DANGER_HEADINGS, [tables.danger_row(*row) for row in rows])
    _print_table("Messages", tables.MESSAGE_HEADINGS, [tables.message_row(*row) for row in rows])
    if report:
        from nlu.evaluation.report import write_report

        scores, given = zip(*results, strict=True)
        answers = [answer for some in given for answer in some]
        typer.echo(write_report(understanding.parse, hits, scores, answers, ROOT))


def _print_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*headings, box=None, title=title)
    for row in rows:
        table.add_row(*row)
    Console(width=_TABLE_WIDTH).print(table)


def calibrate() -> None:
    """Print the weights that join the models of a reading, fitted on the texts that are kept from training."""
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource

    from bot.engine.training import ensure_model

    settings = read_settings()
    prepare("ERROR")
    from nlu.components.message_reader import MessageReader
    from nlu.reading.calibration import fit_danger_regressions, fit_need_weights, fit_question_scale
    from nlu.reading.reader import Reader

    with exit_on_startup_error(), TemporaryDirectory() as folder:
        storage, metadata = LocalModelStorage.from_model_archive(Path(folder), ensure_model(settings.data_dir))
        name = next(node for node in metadata.train_schema.nodes if MessageReader.__name__ in node)
        component = MessageReader.load({}, storage, Resource(name), ExecutionContext(GraphSchema({})))
    reader = Reader(component.model, component.encoder.encode)
    trained, other = fit_danger_regressions(reader)
    typer.echo(f"TRAINED_LANGUAGE = {trained}\nOTHER_LANGUAGE = {other}\nNEED_WEIGHTS = {fit_need_weights(reader)}")
    typer.echo(f"SLOPE, CONSTANT = {fit_question_scale(reader)}")


def run_doctor(*, as_json: bool) -> None:
    """Print what the checks of this installation find; exit with 1 on errors."""
    prepare("ERROR")
    from bot.doctor.finding import Finding, Level
    from bot.doctor.runner import format_report, run_checks, worst_level

    try:
        findings = asyncio.run(run_checks(Settings()))
    except (SettingsError, ValidationError) as exc:
        findings = [Finding("settings", Level.ERROR, sentence) for sentence in settings_errors(exc)]
    level = worst_level(findings)
    if as_json:
        typer.echo(json.dumps({"worst": level, "findings": [asdict(finding) for finding in findings]}, indent=2))
    else:
        typer.echo(format_report(findings))
    raise typer.Exit(level is Level.ERROR)
