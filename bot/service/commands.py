"""What the commands do that start something: the service, a terminal conversation, a test SMS."""

import asyncio
import json
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from typing import Any, NoReturn

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError

from bot.core.settings import Settings, revealed
from bot.engine.rasa_patches.logging import quiet_rasa
from bot.privacy.logging import quiet
from bot.workers.sockets import listening


def prepare(log_level: str, log_format: str = "text") -> None:
    """Make logs quiet, before anything that talks is imported."""
    quiet(log_level, log_format)
    quiet_rasa()


@contextmanager
def stopped() -> Iterator[None]:
    """Turn what can go wrong before anything runs into one sentence and exit code 2."""
    from rasa.exceptions import ModelNotFound
    from sqlalchemy.exc import SQLAlchemyError

    from bot.engine.cover_mode import NoSuchCoverError
    from bot.engine.training import TrainingFailedError
    from directory import NewerDatabaseError, RightsError
    from directory.staff.auth.errors import BadKeyError

    try:
        yield
    except TrainingFailedError as fault:
        _stop(f"Training failed: {fault}")
    except RightsError as fault:
        _stop(f"The pages of rights can't be read. {fault}")
    except NoSuchCoverError as fault:
        _stop(
            f"WAYLIGHT_COVER: nobody wrote cover texts about {str(fault)!r} (bot/dialogue/domain/responses/cover.yml)."
        )
    except BadKeyError:
        _stop("The file staff.key in WAYLIGHT_DATA_DIR holds no 64 hexadecimal digits: bring back the one it was.")
    except ModelNotFound as fault:
        _stop(f"{fault} Delete the file and start again: a new one is trained.")
    except NewerDatabaseError as fault:
        _stop(str(fault))
    except SQLAlchemyError as fault:
        _stop(f"WAYLIGHT_DATABASE_URL: the directory's database can't be opened or read ({type(fault).__name__}).")
    except OSError as fault:
        _stop(f"{fault.strerror}: {fault.filename}" if fault.filename else str(fault))


def _stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(2) from None


def read_settings(port: int | None = None, workers: int | None = None) -> Settings:
    """Return the settings, or say which one is wrong and exit with 2; what is given here comes first."""
    given: dict[str, Any] = {"port": port, "workers": workers}
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except (SettingsError, ValidationError) as fault:
        _stop("\n".join(_refused(fault)))


def _refused(fault: SettingsError | ValidationError) -> list[str]:
    """Return which settings are wrong, and why; never what they are set to."""
    if isinstance(fault, SettingsError):
        return [f"A secret's file can't be read: {fault}."]
    named = ("_".join(["WAYLIGHT", *map(str, error["loc"])]).upper() + f": {error['msg']}" for error in fault.errors())
    return [line.replace("Value error, ", "") for line in named]


def serve(port: int | None, workers: int | None) -> None:
    """Run the service until it is stopped: in this process, or in several that this one becomes the keeper of."""
    settings = read_settings(port, workers)
    demo = settings.is_demo
    settings = settings.with_demo_secrets() if demo else settings
    prepare(settings.log_level, settings.log_format)
    check_shared(settings)
    # The ports first: who has waited for the training should not hear then that one is taken.
    with _listening(settings) as listeners:
        if settings.workers > 1:
            from bot.workers.supervisor import become_keeper

            become_keeper(listeners, settings)
        with _metrics_shown(settings):
            from bot.service.app import make_app
            from bot.workers.server import Server, settle

            with stopped():
                app = make_app(settings)
            settle()
            typer.echo(welcome(settings, demo=demo))
            Server(app).run(sockets=listeners)


def check_shared(settings: Settings) -> None:
    """Refuse several workers that would each have conversations of their own: say so and exit with 2."""
    if settings.workers > 1 and not settings.redis_url:
        _stop("WAYLIGHT_REDIS_URL: several workers need it, since they keep the state of conversations together.")


@contextmanager
def _metrics_shown(settings: Settings) -> Iterator[None]:
    """Show the metrics of this process where a port is set for them, or say why that can't be and exit with 2."""
    from bot.metrics.exporter import served

    with ExitStack() as shown:
        if settings.metrics_port:
            try:
                shown.enter_context(served(str(settings.host), settings.metrics_port, settings.metrics_seconds))
            except OSError as fault:
                _stop(f"WAYLIGHT_METRICS_PORT can't be used ({fault.strerror}): choose another.")
        yield


@contextmanager
def _listening(settings: Settings) -> Iterator[list[socket.socket]]:
    """Give a socket for each worker, or say why the address can't be used and exit with 2."""
    try:
        listeners = listening(str(settings.host), settings.port, settings.workers)
    except OSError as fault:
        where = f"Port {settings.port} on {settings.host} can't be used ({fault.strerror})"
        _stop(f"{where}: choose another with --port or WAYLIGHT_PORT, or another WAYLIGHT_HOST.")
    with ExitStack() as held:
        for listener in listeners:
            held.enter_context(listener)
        yield listeners


def chat_here(language: str | None) -> None:
    """Talk in this terminal until its end of file or /quit."""
    settings = read_settings()
    prepare("ERROR")
    from bot.channels.console import converse
    from bot.privacy.encryption import Keys
    from bot.privacy.pseudonyms import Pseudonyms
    from bot.service.factories import make_engine, open_directory
    from bot.state.idempotency import AnsweredOnce
    from bot.state.memory_store import InMemory

    with stopped():
        store, keys = InMemory(), Keys.of_this_process()
        engine, apology = make_engine(settings, open_directory(settings), store, keys)
    typer.echo("Write as a person would; /quit or Ctrl-D ends.", err=True)
    asyncio.run(
        converse(
            AnsweredOnce(engine.answer, apology, store), Pseudonyms(store), language, lambda: input("> "), typer.echo
        )
    )


def text_here(words: str, port: int | None) -> None:
    """Post `words` to the running service as Twilio would, from a number that nobody can have."""
    import httpx

    from bot.channels.sms.signing import signed_post

    settings = read_settings(port)
    token = revealed(settings.twilio_auth_token)
    if token is None:
        typer.echo("WAYLIGHT_TWILIO_AUTH_TOKEN is not set: `waylight run` prints the one to use.", err=True)
        raise typer.Exit(2)
    try:
        answer = signed_post(words, token, signed_for=settings.reached_at, sent_to=settings.here)
    except httpx.HTTPError:
        typer.echo(f"Nothing answers on port {settings.port}: is `waylight run` running?", err=True)
        raise typer.Exit(1) from None
    sys.stdout.write(answer + "\n")


def evaluate_here(*, report: bool) -> None:
    """Print how well the unseen texts of tests/nlu are understood; write docs/understanding.md too for a `report`."""
    from rich.console import Console
    from rich.table import Table

    from bot.engine.training import ROOT

    settings = read_settings()
    prepare("ERROR")
    from bot.engine.standalone_parser import Understanding
    from nlu.evaluation.markdown_report import SCORED, score_row
    from nlu.evaluation.pipeline import score

    with stopped():
        understanding = Understanding.load(settings.data_dir)
    unseen = ROOT / "tests" / "nlu"
    measured = [score(understanding.of, unseen, path.stem) for path in sorted(unseen.glob("*.yml"))]
    table = Table(*SCORED, box=None)
    for scored, _ in measured:
        table.add_row(*score_row(scored))
    Console().print(table)
    if report:
        from nlu.evaluation.report import write_report

        scores, given = zip(*measured, strict=True)
        kept = settings.data_dir / "cache" / "evaluation.npz"
        typer.echo(write_report(understanding.of, scores, [answer for some in given for answer in some], ROOT, kept))


def doctor_here(*, as_json: bool) -> None:
    """Print what is found of this installation; exit with 1 on faults."""
    prepare("ERROR")
    from bot.doctor.finding import Finding, Level
    from bot.doctor.runner import examine, told, worst

    try:
        found = asyncio.run(examine(Settings()))
    except (SettingsError, ValidationError) as fault:
        found = [Finding("settings", Level.FAULT, said) for said in _refused(fault)]
    level = worst(found)
    if as_json:
        typer.echo(json.dumps({"worst": level, "findings": [asdict(one) for one in found]}, indent=2))
    else:
        typer.echo(told(found))
    raise typer.Exit(level is Level.FAULT)


def welcome(settings: Settings, *, demo: bool) -> str:
    """Return what to open and what to try."""
    lines = [f"Waylight answers on {settings.here}  (health: /health)"]
    if demo:
        port = f" --port {settings.port}" if settings.port != Settings.model_fields["port"].default else ""
        lines += [
            "Demo mode: no network is connected; only this machine can reach it. Two phones to try, in a browser:",
            f"  {settings.here}/preview",
            "Or, in another terminal:",
            f"  export WAYLIGHT_TWILIO_AUTH_TOKEN={revealed(settings.twilio_auth_token)}",
            f'  .venv/bin/waylight text{port} "no tengo donde dormir, estoy en Chiang Mai"',
            "  make chat",
            f"The pages of staff: {settings.here}/staff  (waylight staff invite --role administrator)",
            "To connect a Telegram bot or a Twilio number: README.md. Stop with Ctrl-C.",
        ]
    else:
        lines += [
            f"SMS:      {settings.reached_at}/webhooks/sms"
            if settings.twilio_auth_token
            else "SMS:      not connected",
            f"Telegram: {'connected' if settings.telegram_token else 'not connected'}",
        ]
    return "\n".join(lines)
