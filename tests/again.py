"""Try once more, alone, what failed beside all the others; run by `make test`.

The parts of the tests run side by side, so that a machine of two cores is as busy as it can be, and some tests look at
the clock. What fails only then is not hidden: its output stands above, and the end names it. Whoever reads that
mends it, for a fault that comes with load is a fault. More than a few are no matter of load, and are not tried again;
nor is what is promised of load itself: that nobody is lost and nothing said twice.
"""

import json
import sys
from pathlib import Path

import pytest

AT_MOST = 3
"""Files."""
NEVER = ("tests/resilience/chaos/", "tests/resilience/load/")


def failed_in(caches: Path) -> list[str]:
    """Return the files of the tests that failed, from the caches that pytest keeps of each part."""
    noted = [json.loads(one.read_text("utf-8")) for one in caches.glob("*/v/cache/lastfailed")]
    return sorted({test.split("::")[0] for tests in noted for test in tests})


def main() -> int:
    """Take the folder of the caches; return 0 where nothing failed, or nothing that failed fails alone."""
    files = failed_in(Path(sys.argv[1]))
    if not files:
        return 0
    print("Failed beside all the others:", *files, sep="\n  ")  # noqa: T201
    if len(files) > AT_MOST or any(file.startswith(NEVER) for file in files):
        return 1
    outcome = int(pytest.main(["-p", "no:cacheprovider", *files]))
    if not outcome:
        print("They pass alone. Under load they fail, which is to be mended:", *files, sep="\n  ")  # noqa: T201
    return outcome


if __name__ == "__main__":
    sys.exit(main())
