"""`python -m tests.bench turn stock growth`: measure the parts that are named, one after the other.

Each part runs in a process of its own, so that none inherits another's memory, and goes on where one breaks a promise.
"""

import subprocess
import sys

PARTS = {
    "turn": ("tests.bench.bench",),
    "stock": ("tests.bench.stock", "--page"),
    "growth": ("tests.bench.growth", "--page"),
    "workers": ("tests.bench.workers",),
    "directory": ("tests.bench.directory", "--page"),
}
"""What is measured -> the module that does, and what it is told."""


def main(asked: list[str]) -> int:
    """Return 0 where every part kept what is promised, else 1; 2 for a part that there isn't."""
    if unknown := set(asked) - PARTS.keys():
        sys.stderr.write(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}\n")
        return 2
    codes = [subprocess.run([sys.executable, "-m", *PARTS[part]], check=False).returncode for part in asked]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
