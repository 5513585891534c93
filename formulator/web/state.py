"""What a browser tab remembers; the only module that touches ``st.session_state``.

Widget keys vanish when a page is left, so whatever must last stands here under its own key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

_PREFIX = "kept_"


def get(name: str, default: Any = None) -> Any:
    """Return what was kept under a name."""
    return st.session_state.get(_PREFIX + name, default)


def keep(name: str, value: Any) -> None:
    """Keep a value for this tab, across pages."""
    st.session_state[_PREFIX + name] = value


def forget(*names: str) -> None:
    """Forget what was kept under these names."""
    for name in names:
        st.session_state.pop(_PREFIX + name, None)


def take(name: str, default: Any = None) -> Any:
    """Return what was kept under a name, and forget it."""
    return st.session_state.pop(_PREFIX + name, default)


def once(name: str, make: Callable[[], Any]) -> Any:
    """Return what was kept under a name; make and keep it the first time."""
    if _PREFIX + name not in st.session_state:
        keep(name, make())
    return get(name)


def fill(widgets: Mapping[str, Any], *, overwrite: bool = False) -> None:
    """Give widgets their values before they are drawn.

    Parameters
    ----------
    widgets : mapping
        Widget key to value.
    overwrite : bool
        Also change widgets that have a value already.
    """
    for key, value in widgets.items():
        if overwrite or key not in st.session_state:
            st.session_state[key] = value


def widget(key: str, default: Any = None) -> Any:
    """Return a widget's value."""
    return st.session_state.get(key, default)
