"""Code that runs in a Python process of its own."""

import subprocess
import sys
from pathlib import Path


def run_python(code: str, *, beside: Path | None = None) -> str:
    """Run `code` in this environment, with the packages in `beside` installed too; return what it prints."""
    environment = {"PYTHONPATH": str(beside)} if beside else None
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
