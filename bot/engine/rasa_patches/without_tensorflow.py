"""Let Rasa run where TensorFlow is not installed.

Rasa 3.6 imports TensorFlow when it is imported, even for a pipeline without a
single neural component. Leaving TensorFlow out makes the environment four times
smaller and rids us of years of unpatched advisories (docs/adr/0002), so its
imports are answered here with stand-ins that mean nothing.

The danger is a stand-in that seems to work: training a neural component must
fail with a sentence that says why, never yield a model that knows nothing. So
whatever is *built from* a stand-in raises `TensorFlowLeftOutError` when it is used.

`waylight_without_tensorflow.pth` (made from pyproject.toml) calls `install()` at every start of this
environment's Python, so that the stock `rasa` command works too.
This module is imported before everything else: standard library only.
"""

import importlib.util
import os
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from bot.engine.rasa_patches import lazy_imports

STOOD_IN_FOR = ("tensorflow", "tensorflow_text", "tensorflow_hub", "keras")


class TensorFlowLeftOutError(RuntimeError):
    """A component that needs TensorFlow was asked to work."""

    def __init__(self, component: str) -> None:
        super().__init__(
            f"{component} needs TensorFlow, which this environment leaves out on purpose "
            "(docs/adr/0002). Use a pipeline without neural components in config.yml, such as "
            "the ones in nlu/components."
        )


class _StandInMeta(type):
    """Makes a class whose every attribute is another such class."""

    def __getattr__(cls, name: str) -> "_StandInMeta":
        if name.startswith("__"):
            raise AttributeError(name)
        return _StandInMeta(name, (_StandIn,), {"__module__": cls.__module__, "_made_here": True})

    def __call__(cls, *arguments: Any, **options: Any) -> Any:
        if not cls.__dict__.get("_made_here"):
            component = f"{cls.__module__}.{cls.__qualname__}"
            raise TensorFlowLeftOutError(component)
        if len(arguments) == 1 and not options and callable(arguments[0]):
            return arguments[0]  # used as a plain decorator
        return cls

    def __getitem__(cls, _: object) -> "_StandInMeta":
        return cls

    def __or__(cls, _: object) -> Any:
        return cls

    __ror__ = __or__


class _StandIn(metaclass=_StandInMeta):
    _made_here = True


class _StandInModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_StandIn, name)


class _StandInFinder(MetaPathFinder, Loader):
    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if fullname.partition(".")[0] in STOOD_IN_FOR:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = _StandInModule(spec.name)
        module.__path__ = []  # a package, so that its submodules are asked for here too
        # matplotlib asks any TensorFlow that it sees, for `rasa test` to draw with
        module.is_tensor = lambda _: False  # type: ignore[attr-defined]
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run: every attribute is made when it is asked for."""


def install() -> None:
    """Put the stand-ins behind every real finder, unless TensorFlow is there; silence Rasa. Safe to call twice."""
    # The stock command reports usage and, with what was in memory, errors to its makers unless this says no.
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    lazy_imports.install()
    if any(isinstance(finder, _StandInFinder) for finder in sys.meta_path):
        return
    if importlib.util.find_spec("tensorflow") is None:
        sys.meta_path.append(_StandInFinder())
