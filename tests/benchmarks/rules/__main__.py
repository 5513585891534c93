"""Judge all known formulas: ``python -m tests.benchmarks.rules``."""

from __future__ import annotations

import json
import time
from pathlib import Path

import ingredients
from formulator.search.rules import check_formula

FOLDER = Path(__file__).parents[2] / "formulator/search/rules"


def main() -> int:
    """Print one line for each formula and the share judged as expected."""
    catalogue = ingredients.load()
    cases = [
        case
        for name in ("cases.json", "more_cases.json", "bench_cases.json")
        for case in json.loads((FOLDER / name).read_text(encoding="utf-8"))
    ]
    right, seconds = 0, 0.0
    print(f"{'formula':28} {'target':15} {'expected':9} {'judged':9} reasons")
    for case in cases:
        start = time.perf_counter()
        verdict = check_formula(
            case["parts"], catalogue, target=case["target"], jurisdiction=case["jurisdiction"]
        )
        seconds += time.perf_counter() - start
        reasons = sorted({f.rule for f in verdict.findings if f.severity in ("hard", "soft")})
        good = verdict.verdict == case["verdict"] and (not case["rule"] or case["rule"] in reasons)
        right += good
        print(
            f"{case['name'][:28]:28} {case['target']:15} {case['verdict']:9} {verdict.verdict:9} "
            f"{' '.join(reasons)}{'' if good else '   <- NOT AS EXPECTED'}"
        )
    print(f"{right} of {len(cases)} as expected; {1000 * seconds / len(cases):.1f} ms a formula")
    return 0 if right == len(cases) else 1


if __name__ == "__main__":
    raise SystemExit(main())
