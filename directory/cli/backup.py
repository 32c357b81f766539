"""`waylight directory backup` and `restore`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from directory.backup import BadBackupError, NotEmptyError, NothingToKeepError, back_up
from directory.backup import restore as restore_file
from directory.cli.common import app, leave, opened
from directory.db.engine import NewerDatabaseError, UnknownDatabaseError, connect
from directory.settings import DirectorySettings


@app.command()
def backup(path: Annotated[Path, typer.Argument(help="A new .zip file.")]) -> None:
    """Write the whole directory, with what only partners and staff may read, into one file."""
    with _told(path), opened() as engine:
        manifest = back_up(engine, path)
    rows = sum(table.rows for table in manifest.tables.values())
    typer.echo(f"{rows} rows of {len(manifest.tables)} tables. Keep this file as safe as the database.")


@app.command()
def restore(
    path: Annotated[Path, typer.Argument(help="A file that `backup` made.", exists=True, dir_okay=False)],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Give up everything that is there now.")] = False,
) -> None:
    """Put a backup into an empty database, or in place of everything that is there."""
    settings = DirectorySettings()
    with _told(path):
        engine = connect(settings.database_url)
        try:
            manifest = restore_file(engine, path, replace=replace, stale_after=settings.stale_after)
        finally:
            engine.dispose()
    typer.echo(f"Restored what was there at {manifest.made_at}: {manifest.tables['service'].rows} services.")
    typer.echo("Accounts are as they were then: look through them, and disable who must not sign in any more.")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """End with one sentence for each way to fail."""
    try:
        yield
    except (BadBackupError, NewerDatabaseError, UnknownDatabaseError) as fault:
        leave(str(fault))
    except NotEmptyError:
        leave("The database holds a directory already: --replace gives it up for the backup. Back it up first.")
    except NothingToKeepError:
        leave("The database holds no directory.")
    except FileExistsError:
        leave(f"{path} is there already: name a new file.")
    except OSError as fault:
        leave(f"{path} can't be used: {fault.strerror}.")
    except SQLAlchemyError:
        leave("The database can't be reached, or refused; nothing was changed.")
