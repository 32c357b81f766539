"""`waylight directory backup` and `restore`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from directory.backup import (
    DatabaseNotEmptyError,
    EmptyDatabaseError,
    InvalidBackupError,
    UndoesProtectionError,
    create_backup,
    list_undone,
)
from directory.backup import restore_backup as restore_file
from directory.cli.common import app, exit_with_error, open_directory
from directory.db.engine import InvalidDatabaseUrlError, NewerDatabaseError, open_engine
from directory.settings import DirectorySettings


@app.command()
def backup(path: Annotated[Path, typer.Argument(help="A new .zip file.")]) -> None:
    """Write the whole directory, including protected entries, to one file."""
    with _errors_as_sentences(path), open_directory() as engine:
        manifest = create_backup(engine, path)
    rows = sum(table.rows for table in manifest.tables.values())
    typer.echo(f"{rows} rows of {len(manifest.tables)} tables. Keep this file as safe as the database.")


@app.command()
def restore(
    path: Annotated[Path, typer.Argument(help="A file that `backup` made.", exists=True, dir_okay=False)],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Delete everything that is there now.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list which protections it would undo.")] = False,
    undo_protections: Annotated[
        bool, typer.Option("--undo-protections", help="Replace the directory even if protections made since are lost.")
    ] = False,
) -> None:
    """Restore a backup into an empty database, or in place of everything that is there."""
    settings = DirectorySettings()
    with _errors_as_sentences(path):
        engine = open_engine(settings.database_url)
        try:
            undone = list_undone(engine, path) if dry_run or undo_protections else []
            _print_undone(undone)
            if dry_run:
                return
            options = {"replace": replace, "undo_protections": undo_protections}
            manifest = restore_file(engine, path, **options, stale_after=settings.stale_after)
        finally:
            engine.dispose()
    typer.echo(f"Restored what was there at {manifest.made_at}: {manifest.tables['service'].rows} services.")
    typer.echo("Accounts are as they were then: look through them, and disable who must not sign in any more.")


def _print_undone(sentences: Sequence[str]) -> None:
    for sentence in sentences:
        typer.echo(sentence, err=True)


@contextmanager
def _errors_as_sentences(path: Path) -> Iterator[None]:
    """Turn each error into one sentence for the user."""
    try:
        yield
    except (InvalidBackupError, NewerDatabaseError, InvalidDatabaseUrlError) as exc:
        exit_with_error(str(exc))
    except DatabaseNotEmptyError:
        exit_with_error("The database already holds a directory: --replace deletes it. Back it up first.")
    except UndoesProtectionError as exc:
        _print_undone(exc.sentences)
        exit_with_error("Nothing was changed. To lose this, add --undo-protections; then protect and disable it again.")
    except EmptyDatabaseError:
        exit_with_error("The database holds no directory.")
    except FileExistsError:
        exit_with_error(f"{path} is there already: name a new file.")
    except OSError as exc:
        exit_with_error(f"{path} can't be used: {exc.strerror}.")
    except SQLAlchemyError:
        exit_with_error("The database can't be reached, or refused; nothing was changed.")
