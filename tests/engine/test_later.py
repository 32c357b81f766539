"""What a turn never uses waits until somebody uses it, and is then what it always was."""

import subprocess
import sys
from pathlib import Path


def of_a_fresh_process(code: str) -> str:
    """Run code in a fresh process; return what it prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.removesuffix("\n")


def test_the_service_runs_none_of_them() -> None:
    """The whole service is imported, and every module of the list that it has met waits."""
    waits, runs = of_a_fresh_process(
        "import sys, bot.service.app; from bot.engine.rasa_patches.lazy_imports import LATER, _Waiting\n"
        "met = [name for name in LATER if name in sys.modules]\n"
        "waits = [name for name in met if isinstance(sys.modules[name], _Waiting)]\n"
        "print(*waits)\nprint(*set(met) - set(waits))"
    ).split("\n")
    assert set(waits.split()) >= {"rasa.core.channels", "rasa.core.test", "scipy.stats", "sklearn.model_selection"}
    assert runs == ""


def test_every_name_is_there() -> None:
    """What is promised before a module has run is there when it has: no name is misspelt or has gone with an update."""
    code = (
        "from importlib import import_module; from bot.engine.rasa_patches.lazy_imports import LATER, _run\n"
        "for module in LATER: _run(import_module(module))\n"
        "print([(at, name) for at, names in LATER.items() for name in names if not hasattr(import_module(at), name)])"
    )
    assert of_a_fresh_process(code) == "[]"


def test_other_names_run_it() -> None:
    """A name that is not on the list is the real one, at once."""
    assert of_a_fresh_process("from scipy.stats import rankdata; print(rankdata([3, 1, 2]).tolist())") == (
        "[3.0, 1.0, 2.0]"
    )


def test_a_given_name_works_when_it_is_called() -> None:
    """What was imported by name before the module ran trains as ever."""
    code = (
        "import warnings; warnings.simplefilter('ignore')\n"
        "from sklearn.linear_model import LogisticRegression\n"
        "from sklearn.naive_bayes import MultinomialNB\n"
        "from sklearn.svm import LinearSVC\n"
        "for made in (MultinomialNB, LinearSVC, LogisticRegression):\n"
        "    print(*made().fit([[0.0], [1.0]], ['a', 'b']).predict([[1.0]]))"
    )
    assert of_a_fresh_process(code).split() == ["a", "b", "b"]


def test_a_given_name_has_its_attributes() -> None:
    """A fault can be drawn by what was imported by name before the module ran."""
    code = (
        "from rich.traceback import Traceback; import sys\n"
        "waits = type(sys.modules['rich.traceback']).__name__\n"
        "try: 1 / 0\n"
        "except ZeroDivisionError as fault: drawn = Traceback.from_exception(type(fault), fault, fault.__traceback__)\n"
        "print(waits, drawn.trace.stacks[0].exc_type)"
    )
    assert of_a_fresh_process(code) == "_Waiting ZeroDivisionError"


def test_names_that_are_compared_are_real() -> None:
    """What training compares with annotations is the class itself, though its package still waits."""
    code = (
        "from rasa.core.channels import UserMessage; from rasa.core.channels import channel; import sys\n"
        "print(UserMessage is channel.UserMessage, type(sys.modules['rasa.core.channels']).__name__)"
    )
    assert of_a_fresh_process(code) == "True _Waiting"


def test_packages_run_first() -> None:
    """A module that is in a package which waits runs after it, as Python's own import would have it."""
    assert of_a_fresh_process("from pymongo.collection import ReturnDocument; print(ReturnDocument.AFTER)") == "True"


def test_nobody_sees_half_of_it(tmp_path: Path) -> None:
    """Who asks a module for something while another thread runs it waits until it has run."""
    (tmp_path / "slow.py").write_text("import time; time.sleep(0.3); it = 'whole'; import other")
    (tmp_path / "other.py").write_text("import slow; print(slow.it, hasattr(slow, 'more'))")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from concurrent.futures import ThreadPoolExecutor; from bot.engine.rasa_patches.lazy_imports import LATER\n"
        "LATER['slow'] = frozenset()\n"
        "import slow\n"
        "with ThreadPoolExecutor(3) as threads: print(*threads.map(lambda _: slow.it, range(3)), type(slow).__name__)"
    )
    assert of_a_fresh_process(code).splitlines() == ["whole False", "whole whole whole module"]


def test_what_fails_can_be_tried_again(tmp_path: Path) -> None:
    """A module that could not run is not left half made: whoever asks next runs it."""
    (tmp_path / "failing.py").write_text("import sys; it = sys.argv.pop()")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); sys.argv.clear()\n"
        "from bot.engine.rasa_patches.lazy_imports import LATER; LATER['failing'] = frozenset()\n"
        "import failing\n"
        "try: failing.it\n"
        "except IndexError: sys.argv.append('it')\n"
        "print(failing.it)"
    )
    assert of_a_fresh_process(code) == "it"


def test_the_code_can_be_found() -> None:
    """A module that waits knows its place, so that tracebacks and tools find its code."""
    code = "import scipy.stats as it; print(it.__spec__.origin.endswith('stats/__init__.py'), bool(it.__path__))"
    assert of_a_fresh_process(code) == "True True"
