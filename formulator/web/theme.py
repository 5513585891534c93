"""Colours, settings and styles: one table for the app, the charts and the ballot.

The categorical colours are those of Okabe & Ito (2008), https://jfly.uni-koeln.de/color/,
which people with any common colour vision can tell apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

GREEN, BLUE, ORANGE, VERMILLION = "#009E73", "#0072B2", "#E69F00", "#D55E00"
PURPLE, SKY, GREY = "#CC79A7", "#56B4E9", "#8A8F87"
SERIES: tuple[str, ...] = (BLUE, ORANGE, GREEN, PURPLE, VERMILLION, SKY, "#B59A00", GREY)
"""One colour per series, in this order everywhere."""

LIGHT = {
    "primaryColor": "#2E6B4F",
    "backgroundColor": "#FCFBF8",
    "secondaryBackgroundColor": "#F1EFE8",
    "textColor": "#22302A",
    "borderColor": "#DDD9CE",
}
DARK = {
    "primaryColor": "#37825F",
    "backgroundColor": "#151A18",
    "secondaryBackgroundColor": "#1F2623",
    "textColor": "#E8ECE9",
    "borderColor": "#3A4540",
}


def settings(
    *, host: str, port: int, allowed_hosts: Sequence[str], known_options: Sequence[str]
) -> dict[str, Any]:
    """Return Streamlit's settings for ``App.run``.

    Parameters
    ----------
    host : str
        Address to listen on.
    port : int
    allowed_hosts : sequence of str
        Host names under which websockets are accepted.
    known_options : sequence of str
        Option names of the running Streamlit: a name it does not know would stop the start,
        so options it hides are only set where they exist.
    """
    wanted: dict[str, Any] = {
        "server.address": host,
        "server.port": port,
        "server.headless": True,
        "server.fileWatcherType": "none",
        "server.maxUploadSize": 10,
        "server.maxMessageSize": 50,
        "server.allowedHosts": list(allowed_hosts),
        "server.disconnectedSessionTTL": 600,
        # Streamlit would else write bare strings of the page scripts onto the pages.
        "runner.magicEnabled": False,
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "browser.gatherUsageStats": False,
        "theme.baseRadius": "medium",
        "theme.grayColor": GREY,
        "theme.showWidgetBorder": True,
        "theme.chartCategoricalColors": list(SERIES),
    }
    # Streamlit collects garbage after every script run, which was 85 % of a submit's CPU.
    hidden: dict[str, Any] = {
        "runner.postScriptGC": False,
        "server.enableAgentApi": False,
        "server.maxWidgetStateSize": 5,
    }
    wanted |= {f"theme.light.{name}": value for name, value in LIGHT.items()}
    wanted |= {f"theme.dark.{name}": value for name, value in DARK.items()}
    known = set(known_options)
    return wanted | {name: value for name, value in hidden.items() if name in known}


READABLE_CSS = """
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p {
  color: inherit !important; opacity: 1;
}
[data-testid="stCaptionContainer"] > p, [data-testid="stCaptionContainer"] > ul { opacity: .82; }
[data-testid="stButtonGroup"] button[aria-checked="true"],
[data-testid="stButtonGroup"] button[aria-pressed="true"],
[data-testid="stButtonGroup"] button[data-selected="true"],
[role="tab"][aria-selected="true"] { color: inherit !important; font-weight: 600; }
"""
"""Small print and what is chosen stand out from their ground at 4.5 to 1 in both schemes."""

PAGE_CSS = (
    "<style>"
    + READABLE_CSS
    + """
.block-container { padding-top: 4.2rem; max-width: 1500px; }
@media (max-width: 640px) {
  .block-container { padding-left: 1rem; padding-right: 1rem; }
  [data-testid="stLayoutWrapper"]:has(> .st-key-candidate_list),
  .st-key-candidate_list { height: 27rem !important; flex: 0 0 27rem !important; }
}
[data-testid="stMetricValue"] { font-size: 1.35rem; }
[data-testid="stVegaLiteChart"] svg text { fill: currentColor; }
[class*="st-key-live"] [data-stale="true"] { opacity: 1 !important; }
.st-key-molecules img { background: #fff; border-radius: .5rem; padding: .25rem; }
</style>
"""
)
"""Spacing of the staff pages."""

BALLOT_CSS = (
    "<style>"
    + READABLE_CSS
    + """
.block-container { max-width: 40rem; padding-bottom: 3rem; }
:lang(ko) { word-break: keep-all; overflow-wrap: anywhere; }
@media (max-width: 640px) { .block-container { padding-left: .75rem; padding-right: .75rem; } }
[class*="st-key-nine"] [data-testid="stButtonGroup"] > div,
[class*="st-key-nine"] [role="radiogroup"],
[class*="st-key-nine"] [role="group"] {
  display: grid !important; grid-template-columns: repeat(9, minmax(0, 1fr)); gap: 3px;
  width: 100%;
}
[class*="st-key-nine"] button {
  width: 100%; min-width: 0; height: 48px; padding: 0; border-radius: .5rem; border-width: 2px;
  font-size: 1.1rem;
}
[class*="st-key-five"] [data-testid="stButtonGroup"] > div,
[class*="st-key-five"] [role="radiogroup"],
[class*="st-key-five"] [role="group"] {
  display: grid !important; grid-template-columns: 1fr; gap: 4px; width: 100%;
}
[class*="st-key-five"] button {
  width: 100%; min-height: 48px; border-radius: .5rem; border-width: 2px;
}
[class*="st-key-chips"] button { min-height: 44px; }
[class*="st-key-nine"] [data-testid="stButtonGroup"],
[class*="st-key-five"] [data-testid="stButtonGroup"],
[class*="st-key-nine"] [data-testid="stElementContainer"],
[class*="st-key-five"] [data-testid="stElementContainer"] { width: 100% !important; }
[class*="st-key-nine-eleven"] [data-testid="stButtonGroup"] > div,
[class*="st-key-nine-eleven"] [role="radiogroup"],
[class*="st-key-nine-eleven"] [role="group"] {
  grid-template-columns: repeat(11, minmax(0, 1fr)); gap: 2px;
}
[data-testid="stFormSubmitButton"] button { min-height: 56px; font-size: 1.1rem; }
[class*="st-key-nine"] [data-testid="stCaptionContainer"] p { margin-top: .3rem; }
</style>
"""
)
"""Big touch targets; nine points in one unbroken row."""

NO_HEADER_CSS = """
<style>
header[data-testid="stHeader"] { display: none; }
.block-container { padding-top: 1.2rem; }
</style>
"""
"""No menu in front of tasters."""
