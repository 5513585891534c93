"""How much of a target's aroma a formula covers: dose-limited, capped, with what is uncertain.

For each key odorant ``i`` of the target the formula's odorants ``j`` cover

    ``max_j s_ij * min(1, OAV_j / needed_i)``

where ``OAV_j`` is the dose of ``j`` over its threshold in water (the *highest* reported threshold,
because these notes are wanted), ``needed_i`` is the activity that counts as full (the target's own
odour activity where known, never more than the cap), and ``s_ij`` is 1 for the same odorant, the
sharpened Tanimoto similarity of ``molecules.mixtures`` for one that is structurally close, and 0
below a similarity of 0.5. The score is the weighted mean over the key odorants.

A key odorant that is also an off-note (hexanal belongs to milk in traces) counts up to the cap and
not at all above it: there it is a fault, which ``off_flavour`` measures.

Presence without an amount adds nothing. It is listed as "may contribute" and widens the upper end
of the range only: a list of what was found somewhere ranks foods by how well they were studied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.errors import InputError
from formulator.molecules import odorant_similarity
from formulator.molecules.mixtures import SHARPNESS
from formulator.similarity.odorants import Dose, Odorant, by_key

Array = npt.NDArray[np.float64]

CAP = 3.0
"""Odour activity value beyond which more of an odorant adds nothing; 1 to 3 is customary."""
MIN_SUBSTITUTE = 0.5
"""Tanimoto similarity (before sharpening) from which another odorant may stand in. A convention:
2,3-pentanedione for diacetyl (0.50) passes, acetic for butanoic acid (0.35) does not."""


@dataclass(frozen=True, slots=True)
class KeyOdorant:
    """One odorant that makes a target smell like itself."""

    odorant: str
    weight: float = 1.0
    """Share in the aroma, > 0; equal weights when nothing better is known."""
    activity: float | None = None
    """Odour activity value in the target, [1]; None when unknown."""
    source: str = ""

    def __post_init__(self) -> None:
        if not self.weight > 0 or (self.activity is not None and not self.activity > 0):
            raise InputError(
                f"key odorant {self.odorant!r}: weight and activity must be > 0, got "
                f"{self.weight} and {self.activity}"
            )


@dataclass(frozen=True, slots=True)
class CoverageTerm:
    """What a formula does for one key odorant."""

    odorant: str
    name: str
    weight: float
    covered: float
    """Proven coverage at typical doses, 0 to 1."""
    low: float
    """At the lowest reported amounts."""
    high: float
    """At the highest reported amounts, presences without an amount counted as enough."""
    by: str
    """Odorant that covers it best; empty when none does."""
    similarity: float
    """Similarity of that odorant to the wanted one, 0 to 1; 1 for itself."""
    activity: float
    """Odour activity value of that odorant in the formula, [1]."""
    ingredients: tuple[str, ...]
    """Ingredients that bring it in known amounts."""
    may_contribute: tuple[str, ...]
    """Ingredients in which the odorant itself or a stand-in was found, amount unknown."""


@dataclass(frozen=True, slots=True)
class AromaCoverage:
    """Coverage of a target's key odorants by one formula."""

    score: float
    """Weighted mean of the proven coverage, 0 to 1."""
    low: float
    high: float
    assessable: float
    """Weight share of the key odorants whose own threshold in water is known."""
    terms: tuple[CoverageTerm, ...]
    """One per key odorant, the best covered first."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Key odorants that nothing covers, not even a presence without an amount."""
        return tuple(t.odorant for t in self.terms if t.high == 0)


def aroma_coverage(
    wanted: Sequence[KeyOdorant],
    doses: Sequence[Dose],
    odorants: Sequence[Odorant],
    *,
    cap: float = CAP,
    sharpness: float = SHARPNESS,
) -> AromaCoverage:
    """Coverage of key odorants by the doses of a formula.

    Parameters
    ----------
    wanted : sequence of KeyOdorant
        The target's key odorants.
    doses : sequence of Dose
        From :func:`formulator.similarity.odorants.odorant_doses`.
    odorants : sequence of Odorant
        Must describe every wanted and every dosed odorant.
    cap : float
        Odour activity value that counts as full, 1 to 3.
    sharpness : float
        Power of the structural similarity.

    Returns
    -------
    AromaCoverage

    Raises
    ------
    InputError
        If nothing is wanted, the cap lies outside 1 to 3 or an odorant is not described.
    """
    table = by_key(odorants)
    _check(wanted, doses, table, cap)
    targets = [table[k.odorant] for k in wanted]
    found = [table[d.odorant] for d in doses]
    standing = stand_in_weights(targets, found, sharpness=sharpness)
    needed = np.array([min(cap, max(1.0, k.activity or cap)) for k in wanted])
    typical, low, high = (
        standing * np.minimum(1.0, activity[None, :] / needed[:, None])
        for activity in _creditable(*_activities(doses, found), found, cap)
    )
    weights = np.array([k.weight for k in wanted])
    terms = [
        _term(key, targets[i], doses, found, rows=(standing[i], typical[i], low[i], high[i]))
        for i, key in enumerate(wanted)
    ]
    return AromaCoverage(
        score=float(np.average([t.covered for t in terms], weights=weights)),
        low=float(np.average([t.low for t in terms], weights=weights)),
        high=float(np.average([t.high for t in terms], weights=weights)),
        assessable=float(np.average([o.has_threshold for o in targets], weights=weights)),
        terms=tuple(sorted(terms, key=lambda t: (-t.covered, -t.high, t.odorant))),
    )


def _check(
    wanted: Sequence[KeyOdorant], doses: Sequence[Dose], table: dict[str, Odorant], cap: float
) -> None:
    if not 1 <= cap <= 3:
        raise InputError(f"the cap on odour activity must be 1 to 3, got {cap}")
    if not wanted:
        raise InputError("a target needs at least one key odorant to be covered")
    unknown = sorted(({k.odorant for k in wanted} | {d.odorant for d in doses}) - set(table))
    if unknown:
        raise InputError(f"odorants without a description: {', '.join(unknown)}")


def _term(
    key: KeyOdorant,
    odorant: Odorant,
    doses: Sequence[Dose],
    found: Sequence[Odorant],
    *,
    rows: tuple[Array, Array, Array, Array],
) -> CoverageTerm:
    """One key odorant's term, from its rows of stand-in weights and coverages."""
    standing, typical, low, high = rows
    best = int(np.argmax(typical)) if typical.any() else None
    open_ones = {
        food
        for share, dose, other in zip(standing, doses, found, strict=True)
        if share > 0
        for food in (
            dose.present_in if other.has_threshold else (*dose.measured_in, *dose.present_in)
        )
    }
    proven = None if best is None else doses[best]
    threshold = None if best is None else found[best].threshold_high
    return CoverageTerm(
        odorant=key.odorant,
        name=odorant.name,
        weight=key.weight,
        covered=float(typical.max(initial=0.0)),
        low=float(low.max(initial=0.0)),
        high=float(high.max(initial=0.0)),
        by=proven.odorant if proven else "",
        similarity=0.0 if best is None else float(standing[best]),
        activity=proven.typical / threshold if proven and threshold else 0.0,
        ingredients=proven.measured_in if proven else (),
        may_contribute=tuple(sorted(open_ones)),
    )


def stand_in_weights(
    targets: Sequence[Odorant], found: Sequence[Odorant], *, sharpness: float = SHARPNESS
) -> Array:
    """How far each found odorant may stand for each wanted one.

    Parameters
    ----------
    targets, found : sequence of Odorant
    sharpness : float
        Power of the structural similarity.

    Returns
    -------
    ndarray of shape (n_targets, n_found)
        1 for the same odorant; for a close one its sharpened similarity; 0 for others and for
        off-notes other than the wanted odorant itself.
    """
    plain = odorant_similarity(
        [o.smiles for o in targets], [o.smiles for o in found], sharpness=1.0
    )
    same = np.array([[t.key == f.key for f in found] for t in targets]).reshape(plain.shape)
    spoils = np.array([f.is_off_note for f in found], dtype=bool)
    close = np.where((plain >= MIN_SUBSTITUTE) & ~spoils[None, :], plain**sharpness, 0.0)
    return np.where(same, 1.0, close)


def _activities(doses: Sequence[Dose], found: Sequence[Odorant]) -> tuple[Array, Array, Array]:
    """Odour activity values at typical, lowest and highest doses.

    Nothing is proven without an amount and a threshold; the highest is then unbounded.
    """
    typical, low, high = (np.zeros(len(doses)) for _ in range(3))
    for j, (dose, odorant) in enumerate(zip(doses, found, strict=True)):
        threshold = odorant.threshold_high
        if threshold is not None:
            typical[j], low[j] = dose.typical / threshold, dose.low / threshold
            high[j] = dose.high / threshold
        if threshold is None or dose.present_in:
            high[j] = np.inf
    return typical, low, high


def _creditable(
    typical: Array, low: Array, high: Array, found: Sequence[Odorant], cap: float
) -> tuple[Array, Array, Array]:
    """Activities that count as coverage: an off-note above the cap is a fault, not an aroma.

    The lowest and highest are those of the credit within the range of doses.
    """
    spoils = np.array([o.is_off_note for o in found], dtype=bool)
    return (
        np.where(spoils & (typical > cap), 0.0, typical),
        np.where(spoils & (high > cap), 0.0, low),
        np.where(spoils & (low > cap), 0.0, np.where(spoils, np.minimum(high, cap), high)),
    )
