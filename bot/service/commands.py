"""The commands that load the service: serve, chat, send a test SMS, evaluate, check the installation."""

import asyncio
import json
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict

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
    from rich.console import Console
    from rich.table import Table

    from bot.engine.training import ROOT

    settings = read_settings()
    prepare("ERROR")
    from bot.engine.standalone_parser import StandaloneParser
    from nlu.evaluation.markdown_report import SCORE_HEADINGS, score_row
    from nlu.evaluation.pipeline import score

    with exit_on_startup_error():
        understanding = StandaloneParser.load(settings.data_dir)
    unseen = ROOT / "tests" / "nlu"
    results = [score(understanding.parse, unseen, path.stem) for path in sorted(unseen.glob("*.yml"))]
    table = Table(*SCORE_HEADINGS, box=None)
    for scored, _ in results:
        table.add_row(*score_row(scored))
    Console().print(table)
    if report:
        from nlu.evaluation.report import write_report

        scores, given = zip(*results, strict=True)
        embeddings = settings.data_dir / "cache" / "evaluation.npz"
        typer.echo(
            write_report(understanding.parse, scores, [answer for some in given for answer in some], ROOT, embeddings)
        )


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
