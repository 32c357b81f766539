"""What the `waylight directory` commands share: the Typer app, the database and the end with an error."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NoReturn, TypeVar

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from directory.database import open_database
from directory.db.engine import InvalidDatabaseUrlError, NewerDatabaseError
from directory.settings import DirectorySettings

app = typer.Typer(help="The referral directory.", no_args_is_help=True)

_USAGE_ERROR = 2
_Read = TypeVar("_Read", bound=DirectorySettings)
_REASONS: Final = {
    "locked": "The database is locked by another writer; nothing was changed. Try again later.",
    "disk is full": "The disk is full; nothing was changed.",
    "no space left": "The disk is full; nothing was changed.",
    "readonly": "The database may only be read; nothing was changed.",
    "unable to open": "The database file cannot be opened.",
    "connection refused": "The database server does not answer.",
    "password authentication failed": "The database server refuses the user or the password.",
}


@app.callback()
def directory() -> None:
    """Search and maintain the referral directory."""


@contextmanager
def open_directory() -> Iterator[Engine]:
    """Open the database of the settings, and turn its errors into one sentence each."""
    settings = read_settings(DirectorySettings)
    engine = None
    try:
        engine = open_database(settings.database_url, stale_after=settings.stale_after)
        yield engine
    except (NewerDatabaseError, InvalidDatabaseUrlError) as exc:
        exit_with_error(str(exc))
    except SQLAlchemyError as exc:
        exit_with_error(f"{_error_sentence(exc)} The database: {_database_name(settings)}")
    finally:
        if engine is not None:
            engine.dispose()


def read_settings(kind: type[_Read]) -> _Read:
    """Return the settings, or exit with a sentence that names the invalid one."""
    try:
        return kind()
    except ValidationError as exc:
        exit_with_error("\n".join(f"WAYLIGHT_{str(error['loc'][0]).upper()}: {error['msg']}" for error in exc.errors()))
    except SettingsError as exc:
        exit_with_error(f"A secret's file can't be read: {exc}.")


def _error_sentence(exc: SQLAlchemyError) -> str:
    """Describe an error without the text of the statement, which may hold what a person asked for."""
    message = str(getattr(exc, "orig", "")).lower()
    for part, sentence in _REASONS.items():
        if part in message:
            return sentence
    return f"The directory's database cannot be reached, read or written ({type(exc).__name__}); nothing was changed."


def _database_name(settings: DirectorySettings) -> str:
    """Return the URL of the database without its password."""
    return make_url(settings.database_url).render_as_string(hide_password=True)


def exit_with_error(sentence: str) -> NoReturn:
    """Print a sentence for the user and exit with code 2."""
    typer.echo(sentence, err=True)
    raise typer.Exit(_USAGE_ERROR)
