"""Run a whole day in the memory of a small server and write its figures into `docs/benchmarks/small.md`."""

import sys
import tempfile
from pathlib import Path
from string import Template

from rich.console import Console

from bot.engine.training import ensure_model
from tests.bench.machine import page_facts
from tests.bench.small_server.control_group import LIMIT, SYSTEM, control_group
from tests.bench.small_server.day import simulate_day

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "benchmarks" / "small.md"


def main() -> int:
    """Measure, print and write; return 1 if no control group can be made, since the result would show nothing."""
    ensure_model(ROOT / ".waylight")
    with tempfile.TemporaryDirectory() as folder, control_group() as group:
        if group is None:
            Console(stderr=True).print("No control group can be made here: this takes root.")
            return 1
        day = simulate_day(Path(folder), ROOT / ".waylight", group)
    doctor, backup = day.beside.values()
    figures = {
        "limit": str(LIMIT),
        "system": str(SYSTEM),
        "alone": f"{day.alone:.0f}",
        "needed": f"{day.needed:.0f}",
        "peak": f"{day.peak:.0f}",
        "killed": str(day.killed),
        "turns": str(day.turns),
        "p95": f"{1000 * day.p95:.0f}",
        "started": f"{day.started:.1f}",
        "doctor": f"{doctor:.0f}",
        "backup": f"{backup:.0f}",
    }
    text = Template((Path(__file__).parent / "page.md").read_text("utf-8")).substitute(page_facts() | figures)
    PAGE.write_text(text, "utf-8")
    Console().print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
