"""Delay imports that a turn never needs: a third of what the service would import, and of its memory.

Rasa 3.6.21 imports all of its channels, tracker stores, lock stores and evaluation tools, and with them Sanic, boto3,
pymongo, Matplotlib and most of SciPy. A module in `LAZY_MODULES` is present at once, with its real location, and runs
when an attribute of it is needed. Names that other modules import from it early (`from sklearn.model_selection import
train_test_split`) get a proxy that runs the module on first use; any other name runs it at once, so a list that is
too short costs memory and breaks nothing.

The danger is a name that needs more than a proxy, such as one that is compared: list only names that are called, have
attributes read, or serve as annotations. A package must not be lazy if others import its submodules past it (`from .
import _this`). Assumes that no lazy module has import side effects that others depend on.
Imported before everything else, by `bot.engine.rasa_patches.without_tensorflow`: standard library only.
"""

import sys
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from threading import RLock
from types import ModuleType
from typing import Any

LAZY_MODULES: dict[str, frozenset[str]] = {
    # Rasa's channels, with a library for each, and its web server.
    "rasa.core.channels": frozenset(),
    "sanic": frozenset({"Blueprint", "Sanic"}),
    "sanic.request": frozenset({"Request"}),
    # `rasa test`, with Matplotlib; training uses it to check rules against stories.
    "rasa.core.test": frozenset(),
    "rasa.nlu.test": frozenset({"determine_token_labels"}),
    # Rasa's tracker stores, event brokers and lock stores.
    "aiormq": frozenset(),
    "boto3": frozenset(),
    "boto3.dynamodb": frozenset(),
    "boto3.dynamodb.conditions": frozenset({"Key"}),
    "portalocker.redis": frozenset({"RedisLock"}),
    "pymongo": frozenset(),
    "pymongo.collection": frozenset({"Collection"}),
    # Needed for PostgreSQL only.
    "psycopg": frozenset(),
    # Needed for training only, with all metrics of scikit-learn.
    "sklearn.linear_model": frozenset({"LogisticRegression"}),
    "sklearn.model_selection": frozenset({"train_test_split"}),
    "sklearn.naive_bayes": frozenset({"MultinomialNB"}),
    "sklearn.svm._classes": frozenset({"LinearSVC", "LinearSVR", "NuSVC", "NuSVR", "OneClassSVM", "SVC", "SVR"}),
    # Most of SciPy; scikit-learn subclasses one of the ninety distributions in the first.
    "scipy.stats": frozenset({"reciprocal"}),
    "scipy.interpolate": frozenset({"BSpline"}),
    "scipy.optimize": frozenset(),
    "scipy.optimize._linesearch": frozenset({"line_search_wolfe1", "line_search_wolfe2"}),
    "scipy.sparse.csgraph": frozenset(),
    # Images in spreadsheets: ours have none.
    "PIL.Image": frozenset(),
    # Scheduled jobs of Rasa and python-telegram-bot: we use none.
    "apscheduler": frozenset(),
    "apscheduler.executors": frozenset(),
    "apscheduler.executors.asyncio": frozenset({"AsyncIOExecutor"}),
    "apscheduler.schedulers": frozenset(),
    "apscheduler.schedulers.asyncio": frozenset({"AsyncIOScheduler"}),
    # Formatted tracebacks and a command line tool: we use neither.
    "rich.traceback": frozenset({"Traceback"}),
    "httpx._main": frozenset({"main"}),
    # Encoding detection: requests needs it only if a server does not declare one.
    "charset_normalizer.api": frozenset({"from_bytes", "from_fp", "from_path", "is_binary"}),
    # Templates for new migrations, which are not written at run time; with Pygments.
    "mako.exceptions": frozenset(),
    "mako.template": frozenset({"Template"}),
}
"""Lazy modules, and the names of each that get a proxy. Modules of ours are imported where they are used instead."""

REEXPORTS = {"rasa.core.channels": "rasa.core.channels.channel"}
"""Packages whose names come from another module and need no proxy: training compares these with annotations."""

_LOCK = RLock()
_RUNNING: set[str] = set()
"""Modules that the thread which holds the lock is running."""


class _Proxy:
    """A name of a lazy module; a call or an attribute access goes to the real object."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._real()(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # Python looks these up on its own
        return getattr(self._real(), name)

    def _real(self) -> Any:
        module = import_module(self._module)
        _run(module)
        return getattr(module, self._name)

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        """Give a class that derives from this no base; nothing is ever made of such a class."""
        return ()


class _LazyModule(ModuleType):
    """A module that has not run yet."""

    def __getattr__(self, name: str) -> Any:
        """Return an attribute that is missing so far (Python calls this only then)."""
        if name.startswith("__") and name != "__all__":
            raise AttributeError(name)  # Python looks these up on its own
        with _LOCK:
            if _is_pending(self):
                if name in LAZY_MODULES[self.__name__]:
                    return _Proxy(self.__name__, name)
                source = REEXPORTS.get(self.__name__)
                if source and hasattr(import_module(source), name):
                    return getattr(import_module(source), name)
                _run(self)
        return ModuleType.__getattribute__(self, name)


def _is_pending(module: ModuleType) -> bool:
    """Return whether a module has not started to run."""
    return isinstance(module, _LazyModule) and module.__name__ not in _RUNNING


def _run(module: ModuleType) -> None:
    """Run a lazy module after its packages; does nothing if it has started to run.

    Other threads that need it wait until it has run. A module that fails becomes lazy again.
    """
    with _LOCK:
        package = sys.modules.get(module.__name__.rpartition(".")[0])
        if package and _is_pending(package):
            _run(package)
        if _is_pending(module):
            loader = module.__spec__ and module.__spec__.loader
            assert isinstance(loader, _LazyLoader)  # noqa: S101 - it made the module
            _RUNNING.add(module.__name__)
            try:
                loader.real.exec_module(module)
            finally:
                _RUNNING.discard(module.__name__)
            module.__class__ = ModuleType


class _LazyLoader(Loader):
    """Creates a module without running it."""

    def __init__(self, real: Loader) -> None:
        self.real = real

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _LazyModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: the module runs on first use."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)  # source code and files


class _LazyFinder(MetaPathFinder):
    def find_spec(self, fullname: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname in LAZY_MODULES else None
        if spec and spec.loader:
            spec.loader = _LazyLoader(spec.loader)
        return spec


def install() -> None:
    """Make the modules lazy that have not been imported yet. Safe to call twice."""
    if not any(isinstance(finder, _LazyFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _LazyFinder())
