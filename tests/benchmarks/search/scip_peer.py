"""One instance solved by SCIP; run by the interpreter of an environment that has pyscipopt.

    python scip_peer.py INSTANCE.npz SECONDS GAP cpu|wall

The instance holds F, target, max_ingredients and upper. The model is the textbook one:
``x <= upper z``, ``sum z <= K``, residuals as free variables, their squares below an objective
variable. Prints JSON: objective, bound, gap, wall and CPU seconds.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np


def solve(path: str, seconds: float, gap: float, clock: str) -> dict[str, float | str]:
    from pyscipopt import Model, quicksum  # only the peer's own environment has it

    data = np.load(path)
    F, target, upper = data["F"], data["target"], data["upper"]
    n_axes, n = F.shape
    model = Model()
    model.hideOutput()
    model.setParam("limits/time", seconds)
    model.setParam("timing/clocktype", 1 if clock == "cpu" else 2)
    model.setParam("limits/gap", gap)
    model.setParam("lp/threads", 1)
    model.setParam("parallel/maxnthreads", 1)
    x = [model.addVar(lb=0.0, ub=float(upper[i])) for i in range(n)]
    z = [model.addVar(vtype="B") for _ in range(n)]
    s = [model.addVar(lb=None, ub=None) for _ in range(n_axes)]
    square = model.addVar(lb=0.0)
    for j in range(n_axes):
        model.addCons(quicksum(float(F[j, i]) * x[i] for i in range(n)) - s[j] == float(target[j]))
    for i in range(n):
        model.addCons(x[i] <= float(upper[i]) * z[i])
    model.addCons(quicksum(x) == 1)
    model.addCons(quicksum(z) <= int(data["max_ingredients"]))
    model.addCons(quicksum(v * v for v in s) <= square)
    model.setObjective(square)
    start, cpu = time.perf_counter(), time.process_time()
    model.optimize()
    objective = float("inf")
    if model.getNSols():
        chosen = np.array([model.getVal(v) for v in x])
        objective = float(np.sum((F @ chosen - target) ** 2))
    bound = float(model.getDualbound())
    return {
        "objective": objective,
        "bound": bound,
        "gap": (objective - bound) / max(objective, 1e-12),
        "seconds": time.perf_counter() - start,
        "cpu": time.process_time() - cpu,
        "status": str(model.getStatus()),
    }


if __name__ == "__main__":
    path, seconds, gap, clock = sys.argv[1:]
    print(json.dumps(solve(path, float(seconds), float(gap), clock)))
