"""Core dumps and access to memory are forbidden."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# The reader is another process of the same user, and not of root, who may read everything.
READER = """
import ctypes, os, sys
from bot.privacy.crash_handler import disable_core_dumps
libc = ctypes.CDLL(None)
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
libc.prctl(4, 1, 0, 0, 0)
if "never" in sys.argv:
    disable_core_dumps()
service = os.getpid()
if os.fork() == 0:
    libc.prctl(4, 1, 0, 0, 0)
    try:
        open(f"/proc/{service}/environ", "rb").close()
        print("read", flush=True)
    except PermissionError:
        print("refused", flush=True)
    os._exit(0)
os.wait()
"""
AFTERWARDS = """
import faulthandler, resource, subprocess
from bot.privacy.logging import configure_logging
configure_logging("INFO"); configure_logging("INFO")
assert not faulthandler.is_enabled()
assert open("/proc/self/status").read()
assert subprocess.run(["/bin/true"]).returncode == 0
print(resource.getrlimit(resource.RLIMIT_CORE)[0])
"""
CRASH = "import os; {}; os.abort()"
QUIET = "from bot.privacy.logging import configure_logging; configure_logging('INFO')"


def printed_by(code: str, *arguments: str) -> str:
    """Return what a code prints in a process of its own."""
    command = [sys.executable, "-X", "faulthandler", "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="prctl(2) is Linux's")
@pytest.mark.parametrize(("argument", "ends"), [("never", "refused"), ("usual", "read")])
def test_memory_is_private(argument: str, ends: str) -> None:
    """Another process of the same user can't read our environment with its secrets."""
    assert printed_by(READER, argument) == ends


def test_process_still_works() -> None:
    """Called once or twice, core dumps are forbidden while files and programs work as before."""
    assert printed_by(AFTERWARDS) == "0"


def test_abort_leaves_no_core(tmp_path: Path) -> None:
    """An aborted process writes no core file and no text."""
    command = [sys.executable, "-c", CRASH.format(QUIET)]
    allowed = resource.getrlimit(resource.RLIMIT_CORE)[1]
    done = subprocess.run(
        command,
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (allowed, allowed)),
    )
    assert done.returncode < 0
    assert done.stderr == b""
    assert list(tmp_path.iterdir()) == []
