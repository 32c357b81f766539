"""The first and last steps that all commands share: settings, logging, and errors that stop a start."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError

from bot.core.settings import Settings, secret_value
from bot.engine.rasa_patches.logging import silence_rasa
from bot.privacy.logging import configure_logging


def prepare(log_level: str, log_format: str = "text") -> None:
    """Configure logging before any library that logs by itself is imported."""
    configure_logging(log_level, log_format)
    silence_rasa()


def read_settings(port: int | None = None, workers: int | None = None) -> Settings:
    """Return the settings, with these options first; exit with 2 and name the setting that is wrong."""
    options: dict[str, Any] = {"port": port, "workers": workers}
    try:
        return Settings(**{name: value for name, value in options.items() if value is not None})
    except (SettingsError, ValidationError) as exc:
        exit_with("\n".join(settings_errors(exc)))


def settings_errors(exc: SettingsError | ValidationError) -> list[str]:
    """Return which settings are wrong, and why; never their values."""
    if isinstance(exc, SettingsError):
        return [f"The file of a secret can't be read: {exc}."]
    lines = ("_".join(["WAYLIGHT", *map(str, error["loc"])]).upper() + f": {error['msg']}" for error in exc.errors())
    return [line.replace("Value error, ", "") for line in lines]


def require_redis(settings: Settings) -> None:
    """Exit with 2 if several workers have no Redis: each would have conversations of its own."""
    if settings.workers > 1 and not settings.redis_url:
        exit_with("WAYLIGHT_REDIS_URL: several workers need it, since they share the state of conversations.")


@contextmanager
def exit_on_startup_error() -> Iterator[None]:
    """Turn an error that stops the service from starting into one sentence and exit code 2."""
    from rasa.exceptions import ModelNotFound
    from sqlalchemy.exc import SQLAlchemyError

    from bot.engine.cover_mode import UnknownCoverTopicError
    from bot.engine.training import TrainingFailedError
    from directory import NewerDatabaseError, RightsError
    from directory.staff.auth.errors import InvalidKeyFileError

    try:
        yield
    except TrainingFailedError as exc:
        exit_with(f"Training failed: {exc}")
    except RightsError as exc:
        exit_with(f"The pages about rights can't be read. {exc}")
    except UnknownCoverTopicError as exc:
        exit_with(
            f"WAYLIGHT_COVER: there are no cover texts about {str(exc)!r} (bot/dialogue/domain/responses/cover.yml)."
        )
    except InvalidKeyFileError:
        exit_with("The file staff.key in WAYLIGHT_DATA_DIR does not hold 64 hexadecimal digits: restore the original.")
    except ModelNotFound as exc:
        exit_with(f"{exc} Delete the file and run `waylight train`.")
    except NewerDatabaseError as exc:
        exit_with(str(exc))
    except SQLAlchemyError as exc:
        exit_with(f"WAYLIGHT_DATABASE_URL: the directory's database can't be opened or read ({type(exc).__name__}).")
    except OSError as exc:
        exit_with(f"{exc.strerror}: {exc.filename}" if exc.filename else str(exc))


def exit_with(sentence: str) -> NoReturn:
    """Print an error message and exit with 2."""
    typer.echo(sentence, err=True)
    raise typer.Exit(2) from None


def welcome(settings: Settings, *, demo: bool) -> str:
    """Return what the operator sees after the start: addresses, and what to try."""
    lines = [f"Waylight answers on {settings.local_url}  (health: /health)"]
    if demo:
        port = f" --port {settings.port}" if settings.port != Settings.model_fields["port"].default else ""
        lines += [
            "Demo mode: no network is connected; only this machine can reach it. Two phones to try, in a browser:",
            f"  {settings.local_url}/preview",
            "Or, in another terminal:",
            f"  export WAYLIGHT_TWILIO_AUTH_TOKEN={secret_value(settings.twilio_auth_token)}",
            f'  .venv/bin/waylight text{port} "no tengo donde dormir, estoy en Chiang Mai"',
            "  make chat",
            f"Staff pages: {settings.local_url}/staff  (waylight staff invite --role administrator)",
            "To connect a Telegram bot or a Twilio number: docs/operating.md. Stop with Ctrl-C.",
        ]
    else:
        lines += [
            f"SMS:      {settings.base_url}/webhooks/sms" if settings.twilio_auth_token else "SMS:      not connected",
            f"Telegram: {'connected' if settings.telegram_token else 'not connected'}",
        ]
    return "\n".join(lines)
