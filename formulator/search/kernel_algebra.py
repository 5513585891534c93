"""Small linear algebra as loops, for the functions of :mod:`formulator.search.kernel`."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from formulator.search.active_set import RIDGE

OPTIONS: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "fastmath": {"reassoc", "contract", "nsz"},  # sums in any order; NaN and inf stay what they are
}
inner = njit(**OPTIONS)


@inner
def exchange_rows(K, k):
    """Bring the largest element of column k, on or below the diagonal, into row k."""
    n = len(K)
    p = k
    for i in range(k + 1, n):
        if abs(K[i, k]) > abs(K[p, k]):
            p = i
    if p != k:
        for j in range(n):
            K[k, j], K[p, j] = K[p, j], K[k, j]
    return p


@inner
def factor(K, pivots):
    """LU factors of a matrix in its place, rows exchanged for the largest pivot."""
    n = len(K)
    for k in range(n):
        pivots[k] = exchange_rows(K, k)
        inverse = 1.0 / K[k, k]
        for i in range(k + 1, n):
            share = K[i, k] * inverse
            K[i, k] = share
            if share != 0.0:
                for j in range(k + 1, n):
                    K[i, j] -= share * K[k, j]


@inner
def solve_factored(K, pivots, b):
    """Solve with the factors; ``b`` becomes the answer."""
    n = len(K)
    for k in range(n):
        p = pivots[k]
        b[k], b[p] = b[p], b[k]
    for i in range(1, n):
        s = b[i]
        for j in range(i):
            s -= K[i, j] * b[j]
        b[i] = s
    for i in range(n - 1, -1, -1):
        s = b[i]
        for j in range(i + 1, n):
            s -= K[i, j] * b[j]
        b[i] = s / K[i, i]


@inner
def kkt(BT, nx, W, A):
    """Ridged KKT matrix of basic columns W and active rows A."""
    w, q = len(W), len(A)
    K = np.zeros((w + q, w + q))
    for a in range(w):
        one = BT[W[a]]
        for b in range(a + 1):
            other = BT[W[b]]
            s = 0.0
            for k in range(nx):
                s += one[k] * other[k]
            K[a, b] = 2.0 * s
            K[b, a] = 2.0 * s
        K[a, a] += RIDGE
        for j in range(q):
            K[a, w + j] = one[nx + A[j]]
            K[w + j, a] = one[nx + A[j]]
    for j in range(q):
        K[w + j, w + j] = -RIDGE
    return K


@inner
def add_prices(B, lam, prices):
    """Add ``lam @ B``."""
    n = B.shape[1]
    for k in range(len(lam)):
        c = lam[k]
        if c != 0.0:
            row = B[k]
            for i in range(n):
                prices[i] += c * row[i]


@inner
def add_columns(BT, W, amounts, total):
    """Add some columns, each so many times."""
    for a in range(len(W)):
        c = amounts[a]
        if c != 0.0:
            column = BT[W[a]]
            for k in range(len(total)):
                total[k] += c * column[k]
