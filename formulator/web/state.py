"""What a browser tab remembers; the only module that names keys of ``st.session_state``.

Widget keys vanish when a page is left, so whatever must last stands here under its own key.
"""

from __future__ import annotations

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


def once(name: str, make: Any) -> Any:
    """Return what was kept under a name; make and keep it the first time."""
    if _PREFIX + name not in st.session_state:
        keep(name, make())
    return get(name)
