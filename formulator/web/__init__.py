"""Web app: thin Streamlit views over the engine."""

import logging

# Streamlit warns of what our server does on purpose: some things are made before its first page.
_EXPECTED = ("No runtime found", "missing ScriptRunContext")
for _name in (
    "streamlit.runtime.caching.cache_data_api",
    "streamlit.runtime.scriptrunner_utils.script_run_context",
):
    logging.getLogger(_name).addFilter(
        lambda record: not any(words in record.getMessage() for words in _EXPECTED)
    )
