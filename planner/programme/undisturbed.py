"""Building without passes of the garbage collector, which a million small objects would call for."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let no collection pass over what is being built: none of it is garbage.

    For a block, or as a decorator for a function. The collector is left as it was found.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
