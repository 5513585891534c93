"""An explanation in words, one line a thought, to be read aloud."""

from __future__ import annotations

from formulator.profiles import Derived
from formulator.similarity.explain import Brought, Explanation, Gap, PartReason


def in_words(explanation: Explanation) -> str:
    """Say an explanation in plain sentences.

    Parameters
    ----------
    explanation : Explanation

    Returns
    -------
    str
        Lines separated by newlines.
    """
    lines = [
        f"Against {explanation.target_name} the formula has distance "
        f"{explanation.distance:.3g} and similarity {explanation.similarity:.0%}.",
        f"Nearest in {_blocks(explanation, best=True)}; farthest in "
        f"{_blocks(explanation, best=False)}.",
        "",
        *(_part(p, explanation.distance) for p in explanation.parts),
        "",
        *_gaps("Too little", explanation.missing),
        *_gaps("Too much", explanation.excess),
        *_derived(explanation),
        *_aroma(explanation),
    ]
    return "\n".join(lines)


def number(value: float) -> str:
    """Write a number with three significant digits, without exponents.

    >>> number(1234.5), number(0.01234), number(0.0)
    ('1234', '0.0123', '0')
    """
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:.0f}"
    text = f"{value:.3g}"
    return f"{value:.6f}".rstrip("0") if "e" in text else text


def _blocks(explanation: Explanation, *, best: bool) -> str:
    ranked = sorted(explanation.blocks, key=lambda b: b.distance, reverse=not best)
    return " and ".join(f"{b.block.replace('_', ' ')} ({b.similarity:.0%})" for b in ranked[:2])


def _part(part: PartReason, total: float) -> str:
    brings = ", ".join(_brought(b) for b in part.brings[:4])
    said = f"{number(part.percent)} % {part.name} ({part.role})"
    said += f" brings {brings}." if brings else " brings little that the target has."
    said += " " + _without(part, total)
    smells = [_smell(part, o.name, o.activity, o.kind) for o in part.odorants[:3]]
    return " ".join([said, *smells])


def _brought(brought: Brought) -> str:
    guess = "an estimated " if brought.evidence == "estimated" else ""
    name = brought.name[:1].lower() + brought.name[1:]
    return (
        f"{guess}{number(brought.amount)} {brought.unit.partition('/')[0]} {name} "
        f"({brought.share_of_target:.0%} of the target's)"
    )


def _without(part: PartReason, total: float) -> str:
    share = part.change_without / total if total > 0 else 0.0
    if abs(share) < 0.005:
        return "Leaving it out hardly changes the distance."
    if share >= 2:
        return f"Without it the distance would be {number(1 + share)} times as large."
    if share > 0:
        return f"Without it the distance would rise by {share:.0%}."
    return f"Without it the distance would fall by {-share:.0%}: it is here for another reason."


def _smell(part: PartReason, name: str, activity: float | None, kind: str) -> str:
    role = "the wanted odorant" if kind == "wanted" else "the off-note"
    if activity is None:
        return f"It may contribute {role} {name} (amount unknown)."
    return f"It brings {role} {name} at {number(activity)} times its threshold."


def _gaps(title: str, gaps: tuple[Gap, ...]) -> list[str]:
    lines = []
    for gap in gaps:
        line = (
            f"{title}: {gap.name}, {number(gap.value)} {gap.unit} against {number(gap.target)} "
            f"(natural {number(gap.low)} to {number(gap.high)})."
        )
        if gap.suppliers:
            offers = "; ".join(f"{number(s.percent)} % {s.name}" for s in gap.suppliers)
            line += f" Could come from {offers}."
        elif title == "Too little":
            line += " No ingredient of the catalogue supplies it and brings the formula nearer."
        lines.append(line)
    return lines


def _derived(explanation: Explanation) -> list[str]:
    pairs = zip(explanation.derived, explanation.derived_of_target, strict=True)
    return [f"{ours.name}: {_range(ours)}; the target: {_range(theirs)}." for ours, theirs in pairs]


def _range(derived: Derived) -> str:
    if derived.value is None or derived.low is None or derived.high is None:
        return f"unknown ({derived.note})"
    unit = "" if derived.unit == "1" else f" {derived.unit}"
    return f"{number(derived.low)} to {number(derived.high)}{unit}"


def _aroma(explanation: Explanation) -> list[str]:
    aroma = explanation.aroma
    if aroma.coverage is None:
        lines = ["Aroma: no key odorants of this target are on record, so nothing is said."]
    else:
        missing = ", ".join(aroma.uncovered[:6])
        lines = [
            f"Aroma: {aroma.coverage:.0%} of the key odorants are covered by known doses"
            + (f"; nothing is known to bring {missing}." if missing else ".")
        ]
    if aroma.off_flavour > 0:
        lines.append(f"Off-flavour load {aroma.off_flavour:.1f} (decades above threshold, summed).")
    return lines
