"""Mend slips of the finger in words of taste: one letter too many, missing, or swapped.

Letters are never replaced by others: that would turn "better" into "bitter" and "think" into
"thick". A slip that could be two words, or is itself an everyday word, stays as it is.
"""

from __future__ import annotations

import re
from typing import Final

TASTE_WORDS: Final = (
    "sweet sweeter sweetness sugar sugary salty saltier saltiness sour sourer sourness acidic "
    "acidity bitter bitterness watery runny thick thicker thinner thickness creamy creamier "
    "creaminess firmer softer rubbery mushy gritty grainy chalky powdery lumpy smooth smoother "
    "beany nutty nuttier milky milkier astringent aftertaste oily greasy yellow bland flavour "
    "flavor tasteless flavourless flavorless"
).split()
EVERYDAY: Final = frozenset(
    "water creamer cream suite sweat sweet salt mush grain chalk powder lump rubber grease bean "
    "milk nut oil runt sore soar thinker biter sitter smoothie sweets flavored favor favour".split()
)
"""Words one slip away from a word of taste that mean something else."""
SHORTEST: Final = 4
"""Shorter words are too near to others."""
_WORD: Final = re.compile(r"[a-z]+")


def corrected(text: str) -> str:
    """Return lower-case English text with slips in words of taste mended.

    Examples
    --------
    >>> corrected("too suggary and wattery, think about it")
    'too sugary and watery, think about it'
    """
    return _WORD.sub(lambda m: _mended(m[0]), text)


def _mended(word: str) -> str:
    """Mend one word; letters drawn out ("sweeeet") stand for one or two."""
    double, plain = (re.sub(r"(.)\1{2,}", by, word) for by in (r"\1\1", r"\1"))
    if double in TASTE_WORDS:
        return double
    if plain in EVERYDAY or plain in TASTE_WORDS:
        return plain
    near = {w for w in TASTE_WORDS if _is_slip(plain, w)} if len(plain) >= SHORTEST else set()
    return near.pop() if len(near) == 1 else plain


def _is_slip(word: str, right: str) -> bool:
    """Whether one letter was dropped, added, or swapped with the next; the first one stands."""
    if word[0] != right[0]:
        return False
    shorter, longer = sorted((word, right), key=len)
    if len(longer) - len(shorter) == 1:
        return any(longer[:i] + longer[i + 1 :] == shorter for i in range(1, len(longer)))
    if len(word) != len(right):
        return False
    return (
        any(
            word[:i] + word[i + 1] + word[i] + word[i + 2 :] == right
            for i in range(1, len(word) - 1)
        )
        and word != right
    )
