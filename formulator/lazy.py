"""Names of a package that are imported when they are first used.

A package that gathers the names of its modules would import them all, and what they need, for
whoever wants a single one: the app would wait for statistics before it shows its first page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def lazy_names(package: str, homes: Mapping[str, Sequence[str]]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package.

    Parameters
    ----------
    package : str
        Its full name.
    homes : mapping
        Name of a module inside the package to the public names that it holds.

    Returns
    -------
    callable
        Imports the module that holds a name, and returns the name's value.

    Raises
    ------
    ValueError
        If a name is also a module's: importing the module would put it in the name's place.
    """
    clashes = [name for module, names in homes.items() for name in names if name in homes]
    if clashes:
        raise ValueError(f"a module would take the place of what it holds: {', '.join(clashes)}")
    home_of = {name: module for module, names in homes.items() for name in names}

    def __getattr__(name: str) -> Any:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{home_of[name]}"), name)

    return __getattr__
