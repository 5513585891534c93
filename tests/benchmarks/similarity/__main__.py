"""All measures of similarity: ``python -m tests.benchmarks.similarity``.

Reads USDA SR28 where the shared source tables are (``FORMULATOR_SHARED_DATA``); seeds are fixed.
"""

from __future__ import annotations

from tests.benchmarks.similarity import (
    alternatives,
    gaps,
    kernel_ablation,
    likeness,
    odour_mixtures,
    speed,
    sweetness,
)


def main() -> None:
    for title, part in (
        ("Who is near: dairy-likeness and analogue retrieval", likeness),
        ("Gap estimates", gaps),
        ("What lost", alternatives),
        ("Molecular exchangeability, an ablation", kernel_ablation),
        ("Odour mixtures against human ratings (Snitz 2013)", odour_mixtures),
        ("Sweetness (SweetenersDB)", sweetness),
        ("Speed", speed),
    ):
        print(f"\n=== {title}\n", flush=True)
        part.main()


if __name__ == "__main__":
    main()
