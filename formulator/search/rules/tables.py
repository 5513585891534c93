"""The rules as a page for people: ``python -m formulator.search.rules.tables > docs/rules.md``."""

from __future__ import annotations

from formulator.search.rules.composition import HIGH_SHARE, LOW_SHARE, WATER_MARGIN
from formulator.search.rules.registry import RULES
from ingredients.food_rules import Window, categories, legal_limits, windows

INTRODUCTION = """# Rules

Any hard finding rejects a formula, else any soft one warns, else it is accepted. Notes are shown
only. A fact that nobody reported gives a finding of severity `unchecked`; it is never taken for a
pass. Judge a formula with

    formulator check FORMULA.csv --target milk_barista --jurisdiction EU --json

Confidence: H within about 10 %, law text or stoichiometry; M about 25 %; L order of magnitude to a
factor of 2. Numbers of general practice are to be verified by the user before they carry weight.

A file that cannot be read as a formula is bad input: exit code 2 and a message on stderr that names
the file, the line and the way out, with `--json` too. Foods that the catalogue marks as unsafe or
bitter when untreated (rule F26) are refused raw and never proposed. For a category without windows
only what is nearly water is refused by composition; the rest stays `unchecked`.
"""


def rules_page() -> str:
    """Write the page on all rules, windows and legal rows as Markdown."""
    return "\n".join([INTRODUCTION, _rules(), _windows(), _law()])


def _rules() -> str:
    lines = ["## Rules", "", "| rule | asks | severity | basis |", "|---|---|---|---|"]
    for r in RULES.values():
        severities = ", ".join(s.value for s in r.severities)
        lines.append(f"| {r.id} {r.name} | {r.asks} | {severities} | {r.basis} |")
    return "\n".join([*lines, ""])


def _windows() -> str:
    lines = [
        "## Category windows (rule F03)",
        "",
        f"Outside is soft. Water more than {WATER_MARGIN:g} points outside, or another value below "
        f"{LOW_SHARE:g} times the lower or above {HIGH_SHARE:g} times the upper end, is hard. "
        "Values in g per 100 g.",
        "",
        "| category | water | protein | fat | sugars | salt |",
        "|---|---|---|---|---|---|",
    ]
    judged = [w for w in windows() if w.use == "rule"]
    for category in dict.fromkeys(w.category for w in judged):
        cells = [
            "; ".join(_range(w) for w in judged if (w.category, w.quantity) == (category, quantity))
            for quantity in ("water", "protein", "fat", "sugars", "salt")
        ]
        lines.append(f"| {category} | {' | '.join(cells)} |")
    names = ", ".join(f"`{c}`" for c in sorted(categories()))
    return "\n".join([*lines, "", f"Categories that `--target` takes: {names}.", ""])


def _range(window: Window) -> str:
    text = f"{window.low or 0:g}-{window.high:g}"
    return f"{window.kind} {text}" if window.kind else text


def _law() -> str:
    rows = legal_limits()
    numeric = [r for r in rows if r.percent is not None]
    counts = {
        j: sum(r.jurisdiction == j for r in numeric)
        for j in dict.fromkeys(r.jurisdiction for r in rows)
    }
    held = ", ".join(f"{j} {n}" for j, n in counts.items())
    return (
        "## Legal rows\n\n"
        f"{len(rows)} rows are held, {len(numeric)} of them with a number ({held}). Several food "
        "categories may fit a product; the lowest limit wins. What has no row is UNCHECKED, not "
        "allowed. US rows come from the 2015 or an undated edition of the CFR: verify them again. "
        "For the EU no number is held: additives read in Group I (quantum satis) are shown as "
        "unverified practice, because that the group holds for a category was not read.\n"
    )


if __name__ == "__main__":
    print(rules_page(), end="")
