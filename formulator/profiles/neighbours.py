"""How alike two foods are for the purpose of borrowing a missing value from one for the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Array = npt.NDArray[np.float64]

MACRO_SCALE = 0.5
"""Distance of dry-matter composition at which a donor's weight falls to exp(-1/2), [-]."""
NAME_WEIGHT = 14.0
"""Log weight of a donor with the same name over one that shares no word, [-]."""
CATEGORY_WEIGHT = 2.0
"""Log weight of a donor of the same category, [-]."""
GENUS_WEIGHT = 3.0
"""Log weight of a donor of the same botanical genus, [-]."""


def words(name: str) -> list[str]:
    """Split a name into lower-case words without plural s, in their order.

    >>> words("Beans, navy, raw")
    ['bean', 'navy', 'raw']
    """
    found = re.findall(r"[a-z]{2,}", name.lower())
    return [w[:-1] if len(w) > 3 and w.endswith("s") else w for w in found]


def name_vectors(names: Sequence[str]) -> sp.csr_array:
    """Turn names into unit vectors of their words; rare words and first words weigh more.

    Parameters
    ----------
    names : sequence of str
        Names of foods; composition tables put the most telling word first.

    Returns
    -------
    sparse array of shape (n_names, n_words), float32
        Rows of length 1 (0 for a name without a word).
    """
    texts = [words(n) for n in names]
    n_with = Counter(w for text in texts for w in set(text))
    column = {w: j for j, w in enumerate(sorted(n_with))}
    rows, columns, values = [], [], []
    for i, text in enumerate(texts):
        for place, word in enumerate(text):
            rows.append(i)
            columns.append(column[word])
            values.append(np.log((1 + len(names)) / n_with[word]) / (1 + 0.3 * place))
    shape = (len(names), max(len(column), 1))
    table = sp.csr_array((np.array(values, dtype=np.float32), (rows, columns)), shape=shape)
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    inverse = np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)
    return sp.csr_array(sp.diags_array(inverse.astype(np.float32)) @ table)


def _share(part: Array, whole: Array, least: float) -> Array:
    """Square root of part/whole in 0-1; the root opens up small shares."""
    return np.sqrt(np.clip(part / np.maximum(whole, least), 0, 1))


def features(values: Array, column: dict[str, int]) -> npt.NDArray[np.float32]:
    """Composition of the dry matter as coordinates of like distances.

    Parameters
    ----------
    values : ndarray of shape (n_foods, n_axes)
        NaN where unknown.
    column : dict of str to int
        Column of each axis key.

    Returns
    -------
    ndarray of shape (n_foods, 9), float32
        NaN where a coordinate is unknown.
    """

    def get(key: str) -> Array:
        if key in column:
            return values[:, column[key]]
        return np.full(len(values), np.nan)

    dry = 100 - get("water")
    parts = [
        4 * _share(get("protein"), dry, 0.5),
        4 * _share(get("fat"), dry, 0.5),
        4 * _share(get("carbohydrate"), dry, 0.5),
        4 * _share(get("ash"), dry, 0.5),
        3 * _share(get("fibre"), dry, 0.5),
        3 * np.sqrt(np.clip(dry, 0.5, 100) / 100),
        2 * _share(get("saturated_fat"), get("fat"), 0.3),
        2 * _share(get("polyunsaturated_fat"), get("fat"), 0.3),
        2 * _share(get("sugars"), get("carbohydrate"), 0.5),
    ]
    return np.column_stack(parts).astype(np.float32)


def labels(texts: Sequence[str]) -> npt.NDArray[np.intp]:
    """Give each distinct text a number; an empty text is -1 and equals nothing."""
    number = {t: i for i, t in enumerate(sorted({t for t in texts if t}))}
    return np.array([number.get(t, -1) for t in texts], dtype=np.intp)


def _same(left: npt.NDArray[np.intp], right: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    return np.asarray((left[:, None] == right[None, :]) & (left[:, None] >= 0))


class Neighbourhood:
    """Log weights of donors, from composition, words of the name, category and genus.

    Parameters
    ----------
    coordinates : ndarray of shape (n_foods, n_features)
        From ``features``; NaN where unknown. Distances use the coordinates known in both
        foods and are scaled up to all of them.
    names, categories, genera : sequences of str, one per food
        Empty category or genus: unknown.
    """

    def __init__(
        self,
        coordinates: npt.NDArray[np.float32],
        names: Sequence[str],
        *,
        categories: Sequence[str],
        genera: Sequence[str],
    ) -> None:
        self._known = np.isfinite(coordinates).astype(np.float32)
        self._at = np.nan_to_num(coordinates)
        self._names = name_vectors(names)
        self._category = labels(categories)
        self._genus = labels(genera)

    def log_weights(self, rows: slice) -> npt.NDArray[np.float32]:
        """Log weights of all foods as donors for some of them.

        Returns
        -------
        ndarray of shape (n_rows, n_foods), float32
            Up to a constant per row; a food is no donor for itself (-inf).
        """
        known, at = self._known[rows], self._at[rows]
        squares = (at**2) @ self._known.T - 2 * at @ self._at.T + known @ (self._at**2).T
        shared = np.maximum(known @ self._known.T, 1)
        squares = np.maximum(squares, 0) / shared * self._at.shape[1]
        out = squares * np.float32(-0.5 / MACRO_SCALE**2)
        out += np.float32(NAME_WEIGHT) * (self._names[rows] @ self._names.T).toarray()
        out += np.float32(CATEGORY_WEIGHT) * _same(self._category[rows], self._category)
        out += np.float32(GENUS_WEIGHT) * _same(self._genus[rows], self._genus)
        index = np.arange(*rows.indices(len(self._at)))
        out[np.arange(len(index)), index] = -np.inf
        return np.asarray(out, dtype=np.float32)
