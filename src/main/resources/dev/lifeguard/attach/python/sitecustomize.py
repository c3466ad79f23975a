"""Loaded by the interpreter that `lifeguard launch` starts, before the program.

Takes our traces out of the environment, so that programs which this one starts see nothing of us,
then arranges that multiprocessing and concurrent.futures are watched if and when they are imported,
and then runs the sitecustomize that this one stands in front of. Whatever goes wrong here is kept
from the program.
"""


def _arrange():
    import os
    import sys

    here = os.path.dirname(os.path.abspath(__file__))
    wishes = os.environ.pop("LIFEGUARD_POOLS", "")
    before = os.environ.pop("LIFEGUARD_PYTHONPATH", None)
    if before is None:
        os.environ.pop("PYTHONPATH", None)
    else:
        os.environ["PYTHONPATH"] = before
    # Last, because a program's own modules come first; still there, because a spawned worker gets
    # this path and finds our queues by it.
    sys.path[:] = [place for place in sys.path if place != here] + [here]
    if wishes:
        import lifeguard_pools

        lifeguard_pools.arrange(wishes)


def _go_on_with_old_python():
    """The same for a Python that we do not look into."""
    import imp
    import sys

    here = sys.path[-1]
    try:
        file, path, about = imp.find_module("sitecustomize", [p for p in sys.path if p != here])
    except ImportError:
        return
    sys.modules.pop("sitecustomize", None)
    imp.load_module("sitecustomize", file, path, about)


def _go_on():
    """The sitecustomize of the system or the user, if there is one, in its own name."""
    import sys

    if sys.version_info < (3, 5):
        _go_on_with_old_python()
        return
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    ours = sys.modules.pop("sitecustomize", None)
    here = sys.path[-1] if ours is not None else None
    spec = PathFinder.find_spec("sitecustomize", [p for p in sys.path if p != here])
    if spec is None or spec.loader is None:
        if ours is not None:
            sys.modules["sitecustomize"] = ours
        return
    module = module_from_spec(spec)
    sys.modules["sitecustomize"] = module
    spec.loader.exec_module(module)


try:
    _arrange()
except Exception:
    pass
_go_on()
