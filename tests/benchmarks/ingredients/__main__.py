"""Cold loading of the catalogue: ``python -m tests.benchmarks.ingredients``."""

from __future__ import annotations

import statistics
import subprocess
import sys

CODE = """
import resource, time
wall, cpu = time.perf_counter(), time.process_time()
import ingredients
catalogue = ingredients.load()
print(time.perf_counter() - wall, time.process_time() - cpu,
      resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(catalogue))
"""


def measure(n_runs: int = 7) -> list[tuple[float, float, float, int]]:
    """Wall time [s], CPU time [s], peak memory [MB] and foods of fresh processes."""
    found = []
    for _ in range(n_runs):
        done = subprocess.run(
            [sys.executable, "-c", CODE], capture_output=True, text=True, check=True
        )
        wall, cpu, memory, n = done.stdout.split()
        found.append((float(wall), float(cpu), float(memory), int(n)))
    return found


def main() -> None:
    """Print the table."""
    runs = measure()
    print(f"{'':<8}{'wall s':>8}{'CPU s':>8}{'MB':>8}")
    for label, pick in (("median", statistics.median), ("worst", max)):
        wall, cpu, memory = (pick([r[i] for r in runs]) for i in range(3))
        print(f"{label:<8}{wall:>8.2f}{cpu:>8.2f}{memory:>8.0f}")
    print(f"{runs[0][3]:,} foods, {len(runs)} fresh processes; target <= 1.0 s, <= 300 MB")


if __name__ == "__main__":
    main()
