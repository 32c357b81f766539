"""`python -m tests.bench turn stock growth`: measure the named parts, one after the other.

Each part runs in its own process, so that none inherits another's memory, and a broken promise does not stop the
rest.
"""

import subprocess
import sys

PARTS = {
    "turn": ("tests.bench.bench",),
    "stock": ("tests.bench.stock", "--page"),
    "growth": ("tests.bench.growth", "--page"),
    "workers": ("tests.bench.workers",),
    "directory": ("tests.bench.directory", "--page"),
    "small": ("tests.bench.small_server",),
    "load": ("tests.resilience.load.load", "--rate", "100", "--seconds", "600", "--page", "docs/benchmarks/load.md"),
    "soak": (
        *("tests.resilience.load.load", "--rate", "40", "--seconds", "1800", "--processes", "2"),
        *("--page", "docs/benchmarks/soak.md"),
    ),
    "chaos": ("tests.resilience.chaos.chaos", "--messages", "5000", "--page"),
    "webhooks": ("tests.fuzz.webhook_fuzzer", "--many", "200000", "--page"),
    "connectors": ("tests.bench.stock_connectors.table",),
    "understanding": ("tests.bench.stock_rasa",),
}
"""Part -> the module that measures it, with arguments. `--help` of each module lists its options."""


def main(parts: list[str]) -> int:
    """Return 0 if every part kept its promises, 1 if not, 2 for an unknown part."""
    if unknown := set(parts) - PARTS.keys():
        sys.stderr.write(f"unknown part: {', '.join(sorted(unknown))}; known: {', '.join(PARTS)}\n")
        return 2
    codes = [subprocess.run([sys.executable, "-m", *PARTS[part]], check=False).returncode for part in parts]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
