"""`python -m tests.bench.directory`: fill, measure, print and write the page."""

import argparse
import tempfile
from pathlib import Path
from typing import Final

from tests.bench.directory.databases import database
from tests.bench.directory.figures import Figure, growth
from tests.bench.directory.measure import measure
from tests.bench.directory.page import print_table, write_page
from tests.bench.directory.world import World

_KINDS: Final = ("sqlite", "postgresql")


def main() -> None:
    """Measure what the command line names; write the page after each database, since the whole takes long."""
    args = _parse_args()
    world, figures = World(), list[Figure]()
    for size in sorted(int(size) for size in args.sizes.split(",")):
        for kind in args.databases.split(","):
            figures += _measure(size, kind, world)
            if args.page:
                write_page([*figures, *growth(figures)])
    print_table([*figures, *growth(figures)])


def _measure(size: int, kind: str, world: World) -> list[Figure]:
    """Measure one database and delete it before the next, since a million services take gigabytes."""
    with tempfile.TemporaryDirectory() as folder, database(kind, Path(folder)) as engine:
        return list(measure(engine, size, Path(folder), world))


def _parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.directory", description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000", help="numbers of services, with commas")
    parser.add_argument("--databases", default=",".join(_KINDS), help=f"{' and '.join(_KINDS)}, with commas")
    parser.add_argument("--page", action="store_true", help="also write docs/benchmarks/")
    return parser.parse_args()


if __name__ == "__main__":
    main()
