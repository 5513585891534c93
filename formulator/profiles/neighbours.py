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
NAME_WEIGHT = 20.0
"""Log weight of a donor with the same name over one that shares no word, [-]."""
CATEGORY_WEIGHT = 2.0
"""Log weight of a donor of the same category, [-]."""
COMMON = 0.03
"""Share of the names from which on a word counts as common, [-]."""
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
        Rows of length 1 (0 for a name without a telling word). Words that stand in more than
        ``COMMON`` of the names tell little and are left out, unless they stand first.
    """
    texts = [words(n) for n in names]
    n_with = Counter(w for text in texts for w in set(text))
    most = max(COMMON * len(names), 10)
    heads = {text[0] for text in texts if text}
    kept = sorted(w for w, n in n_with.items() if n <= most or w in heads)
    column = {w: j for j, w in enumerate(kept)}
    rows, columns, values = [], [], []
    for i, text in enumerate(texts):
        for place, word in enumerate(text):
            if word in column and (place == 0 or n_with[word] <= most):
                rows.append(i)
                columns.append(column[word])
                values.append(np.log((1 + len(names)) / n_with[word]) / (1 + 0.3 * place))
    shape = (len(names), max(len(column), 1))
    table = sp.csr_array((np.array(values, dtype=np.float32), (rows, columns)), shape=shape)
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    inverse = np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)
    return sp.csr_array(sp.diags_array(inverse.astype(np.float32)) @ table)


def label_vectors(texts: Sequence[str]) -> sp.csr_array:
    """Turn labels into unit vectors, one column per distinct label; an empty one is 0.

    Returns
    -------
    sparse array of shape (n_texts, n_labels), float32
    """
    number = {t: j for j, t in enumerate(sorted({t for t in texts if t}))}
    rows = [i for i, t in enumerate(texts) if t]
    ones = np.ones(len(rows), dtype=np.float32)
    columns = [number[texts[i]] for i in rows]
    return sp.csr_array((ones, (rows, columns)), shape=(len(texts), max(len(number), 1)))


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


KINGDOM_WEIGHT = 10.0
"""Log weight that a donor of the other kingdom loses: coconut cream is no cream, [-]."""


class Neighbourhood:
    """Log weights of donors, from composition, words of the name, category and genus.

    Parameters
    ----------
    coordinates : ndarray of shape (n_foods, n_features)
        From ``features``; NaN where unknown. Distances use the coordinates known in both
        foods and are scaled up to all of them.
    names, categories, genera : sequences of str, one per food
        Empty category or genus: unknown.
    kingdoms : sequence of int, one per food
        1 for plants and fungi, -1 for animal foods, 0 for both or unknown.
    """

    def __init__(
        self,
        coordinates: npt.NDArray[np.float32],
        names: Sequence[str],
        *,
        categories: Sequence[str],
        genera: Sequence[str],
        kingdoms: Sequence[int],
    ) -> None:
        self._known = np.isfinite(coordinates).astype(np.float32)
        self._at = np.nan_to_num(coordinates)
        self._labels = sp.csr_array(
            sp.hstack(
                [
                    np.float32(np.sqrt(NAME_WEIGHT)) * name_vectors(names),
                    np.float32(np.sqrt(CATEGORY_WEIGHT)) * label_vectors(categories),
                    np.float32(np.sqrt(GENUS_WEIGHT)) * label_vectors(genera),
                ]
            )
        )
        self.kingdom = np.array(kingdoms, dtype=np.float32)
        self._labels_by_column = sp.csr_array(self._labels.T)

    def log_weights(self, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.float32]:
        """Log weights of all foods as donors for some of them.

        Parameters
        ----------
        rows : ndarray of int
            The foods that receive.

        Returns
        -------
        ndarray of shape (n_rows, n_foods), float32
            Up to a constant per row; a food is no donor for itself (-inf).
        """
        known, at = self._known[rows], self._at[rows]
        out = (2 * at) @ self._at.T
        out -= (at**2) @ self._known.T
        out -= known @ (self._at**2).T
        shared = known @ self._known.T
        np.maximum(shared, 1, out=shared)
        np.minimum(out, 0, out=out)
        out /= shared
        out *= np.float32(0.5 / MACRO_SCALE**2 * self._at.shape[1])
        labels = sp.coo_array(self._labels[rows] @ self._labels_by_column)
        out[labels.row, labels.col] += labels.data
        other = np.outer(self.kingdom[rows], self.kingdom) < 0
        out[other] -= np.float32(KINGDOM_WEIGHT)
        out[np.arange(len(rows)), rows] = -np.inf
        return np.asarray(out, dtype=np.float32)
