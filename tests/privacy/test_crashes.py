"""No memory of the process ends up on a disk or in other hands."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# The reader is another process of the same user, and not of root, who may read everything.
READER = """
import ctypes, os, sys
from bot.privacy.crash_handler import never_dump
libc = ctypes.CDLL(None)
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
libc.prctl(4, 1, 0, 0, 0)
if "never" in sys.argv:
    never_dump()
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
from bot.privacy.logging import quiet
quiet("INFO"); quiet("INFO")
assert not faulthandler.is_enabled()
assert open("/proc/self/status").read()
assert subprocess.run(["/bin/true"]).returncode == 0
print(resource.getrlimit(resource.RLIMIT_CORE)[0])
"""
CRASH = "import os; {}; os.abort()"
QUIET = "from bot.privacy.logging import quiet; quiet('INFO')"


def printed_by(code: str, *arguments: str) -> str:
    """Return what code prints in a process of its own."""
    command = [sys.executable, "-X", "faulthandler", "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="prctl(2) is Linux's")
@pytest.mark.parametrize(("argument", "ends"), [("never", "refused"), ("usual", "read")])
def test_nobody_else_reads_our_memory(argument: str, ends: str) -> None:
    """Another process of the same user can't read our environment, with its secrets, as it could without this."""
    assert printed_by(READER, argument) == ends


def test_the_process_goes_on_as_usual() -> None:
    """After it, and after it a second time, no core may be written, and files and programs can be used as before."""
    assert printed_by(AFTERWARDS) == "0"


def test_a_crash_leaves_no_core(tmp_path: Path) -> None:
    """A process that is aborted leaves no file and no word behind, even where the system would have it write a core."""
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
