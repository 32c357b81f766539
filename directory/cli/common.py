"""What the `waylight directory` commands share."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NoReturn, TypeVar

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from directory.database import open_database
from directory.db.engine import NewerDatabaseError, UnknownDatabaseError
from directory.settings import DirectorySettings

app = typer.Typer(help="The referral directory.", no_args_is_help=True)

_FAULT = 2
_Read = TypeVar("_Read", bound=DirectorySettings)
_REASONS: Final = {
    "locked": "Somebody else is writing just now; nothing was changed. Try again in a while.",
    "disk is full": "The disk is full; nothing was changed.",
    "no space left": "The disk is full; nothing was changed.",
    "readonly": "The database may only be read; nothing was changed.",
    "unable to open": "The database file cannot be opened.",
    "connection refused": "The database server does not answer.",
    "password authentication failed": "The database server refuses the user or the password.",
}


@app.callback()
def directory() -> None:
    """Look things up in the referral directory, and keep it."""


@contextmanager
def opened() -> Iterator[Engine]:
    """Open the database that the settings name now, not when this module was read."""
    settings = read_settings(DirectorySettings)
    engine = None
    try:
        engine = open_database(settings.database_url, stale_after=settings.stale_after)
        yield engine
    except (NewerDatabaseError, UnknownDatabaseError) as fault:
        leave(str(fault))
    except SQLAlchemyError as fault:
        leave(f"{_reason(fault)} The database: {_where(settings)}")
    finally:
        if engine is not None:
            engine.dispose()


def read_settings(kind: type[_Read]) -> _Read:
    """Return the settings of a kind, or end with a sentence that names the one that is wrong."""
    try:
        return kind()
    except ValidationError as fault:
        leave("\n".join(f"WAYLIGHT_{str(error['loc'][0]).upper()}: {error['msg']}" for error in fault.errors()))
    except SettingsError as fault:
        leave(f"A secret's file can't be read: {fault}.")


def _reason(fault: SQLAlchemyError) -> str:
    """Say what stopped us; a statement's own text may hold what was asked and is never repeated."""
    said = str(getattr(fault, "orig", "")).lower()
    for part, sentence in _REASONS.items():
        if part in said:
            return sentence
    return f"The directory's database cannot be reached, read or written ({type(fault).__name__}); nothing was changed."


def _where(settings: DirectorySettings) -> str:
    """Say which database without saying its password."""
    return make_url(settings.database_url).render_as_string(hide_password=True)


def leave(sentence: str) -> NoReturn:
    """End with a sentence for the person who typed the command, and with exit code 2."""
    typer.echo(sentence, err=True)
    raise typer.Exit(_FAULT)
