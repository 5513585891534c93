"""A project told for people outside: what was tried, how it was liked, what is known and not."""

from __future__ import annotations

from formulator.report.document import (
    Block,
    Dot,
    Dots,
    Grid,
    Listing,
    Report,
    Section,
    Words,
)
from formulator.report.export import Cell
from formulator.store import Project, Round, Store
from formulator.web import course, iterations, results, reviews
from formulator.web.auth import Right, Viewer, require
from formulator.web.iterations import Chapter, LabelOf
from formulator.web.results import Story, named
from ingredients import Catalogue

SCALE = (1.0, 9.0)
AXIS = "liking, 1 to 9; lines are 90 % intervals"
TABLES = (
    ("Tasted formulas", ("formula", "round", "group", "liking", "interval", "panel mean", "scores",
                         "distance", "cost")),
    ("Nutrition per 100 g", ("formula", "kcal", "protein", "fat", "saturated fat", "sugars",
                             "fibre", "sodium", "allergens")),
)  # fmt: skip
"""Which columns of an iteration's formulas stand in which table; grams, sodium in mg."""
LIMITS = (
    "Liking is what these tasters said of these cups; other people may judge otherwise. "
    "Overlapping intervals and shared letters mean that the panels do not tell the formulas "
    "apart, not that they are the same.",
    "Distance is measured against the reported composition of the animal food in units of its own "
    "natural variation; it says nothing about taste by itself.",
    "Costs are ranges of raw-material prices. Nutrition follows from reported values of the "
    "ingredients, with gaps estimated; allergens follow from the ingredients and do not know of "
    "carry-over in a plant.",
)


def project_report(
    store: Store, viewer: Viewer, project: Project, *, catalogue: Catalogue
) -> Report:
    """Gather a project's report; open rounds stay sealed.

    Parameters
    ----------
    store : Store
    viewer : Viewer
        Must be allowed to read results.
    project : Project
    catalogue : Catalogue
        Names allergens and energy.
    """
    require(viewer, Right.READ_RESULTS)
    told = results.story(store, viewer, project)
    found = iterations.chapters(told)
    law = str(told.iterations[-1].brief.get("jurisdiction", "US")) if told.iterations else "US"
    label_of = iterations.labels_by(catalogue, law)
    return Report(
        title=project.name,
        subtitle=_subtitle(told),
        sections=(
            Section("Where it stands", tuple(_summary(told, found, label_of))),
            *(Section(f"Iteration {c.iteration.number}", tuple(_chapter(
                told, c, label_of, gained=course.since_before(told, found, c))))
              for c in reversed(found)),
            *(Section(r.name, tuple(_round(store, viewer, told, r)))
              for r in reversed(told.rounds)),
            Section("How to read this", (Listing(LIMITS),)),
        ),
    )  # fmt: skip


def _subtitle(told: Story) -> str:
    if not told.iterations:
        return "No formulas yet."
    target = told.iterations[-1].proposal["target"]["name"]
    return (
        f"Target: {target}. {len(told.iterations)} iterations, {len(told.rounds)} closed rounds. "
        "Results of open rounds are sealed and not in this report."
    )


def _summary(told: Story, found: tuple[Chapter, ...], label_of: LabelOf) -> list[Block]:
    blocks: list[Block] = [Words(words) for words in course.verdict(told, found)]
    blocks.append(Listing(tuple(results.timeline(told))))
    trend = iterations.trend_rows(told, found)
    if not trend:
        return blocks
    dots = [
        Dot(f"{row['iteration']}: {row['name']}", row["mean"], row["low"], row["high"])
        for row in trend
    ]
    control = iterations.control_level(told)
    if control is not None:
        dots += [
            Dot(name, liking.mean, liking.low90, liking.high90)
            for key, liking in told.likings.items()
            if (name := told.labels.get(key, key)) == control[0]
        ]
    blocks.append(Dots("Best formula of each iteration", tuple(dots), SCALE, AXIS))
    best = max((c for c in found if c.is_tasted), key=lambda c: _liking(told, c))
    label = label_of(best.best)
    blocks.append(
        Grid(
            f"Best so far: {best.best_name}",
            ("ingredient", "g/100 g"),
            tuple((p.name, p.percent) for p in sorted(best.best.parts, key=lambda p: -p.percent)),
        )
    )
    blocks.append(Words(f"Allergens: {label.allergens}.", is_small=True))
    return blocks


def _liking(told: Story, chapter: Chapter) -> float:
    liking = told.likings.get(chapter.best.id)
    return liking.mean if liking is not None else 0.0


def _grid(title: str, rows: list[dict[str, Cell]]) -> list[Block]:
    if not rows:
        return []
    return [Grid(title, tuple(rows[0]), tuple(tuple(row.values()) for row in rows))]


def _chapter(told: Story, chapter: Chapter, label_of: LabelOf, *, gained: str) -> list[Block]:
    taught = f", after {', '.join(chapter.taught_by)}" if chapter.taught_by else ""
    blocks: list[Block] = [Words(f"{chapter.n_formulas} formulas{taught}.")]
    if gained:
        blocks.append(Words(gained))
    number = chapter.iteration.number
    rows = iterations.table_rows(chapter, label_of)
    for title, names in TABLES:
        blocks += _grid(
            f"{title} of iteration {number}", [{n: row[n] for n in names} for row in rows]
        )
    if chapter.before:
        title = f"What the panels asked for after iteration {number - 1}"
        blocks += _grid(title, iterations.feedback_rows(chapter))
        if chapter.lesson:
            words = named(told, chapter.lesson).replace("_", " ")
            blocks.append(Words(f"What the search made of all scores: {words}."))
        changes = tuple(iterations.change_text(row) for row in chapter.changes)
        words = f"From {chapter.before} to {chapter.best_name}, g/100 g:"
        if changes:
            blocks += [Words(words), Listing(changes)]
    return blocks


def _round(store: Store, viewer: Viewer, told: Story, round_: Round) -> list[Block]:
    rows = results.liking_rows(told, round_)
    if not rows:
        return [Words("Nobody scored anything in this round.")]
    dots = tuple(Dot(r["name"], r["mean"], r["low"], r["high"], r["kind"]) for r in rows)
    review = reviews.reviewed(store, viewer, round_, attribute="overall")
    figures = "; ".join(f"{k.lower()} {v}" for k, v in reviews.key_figures(review).items())
    blocks: list[Block] = [
        Words(results.distinguished(told, round_)[1]),
        Dots("Overall liking", dots, SCALE, AXIS),
        *_grid(f"{round_.name}: liking", results.result_rows(told, round_)),
        Words(f"{figures[:1].upper()}{figures[1:]}.", is_small=True),
        Listing(tuple(reviews.sentences(told, review))),
        *_grid(f"{round_.name}: wishes", results.wish_rows(told, round_)),
    ]
    penalties = reviews.penalty_rows(review)
    if penalties:
        blocks += [*_grid(f"{round_.name}: too little, too much", penalties),
                   Words(reviews.CAREFUL, is_small=True)]  # fmt: skip
    blocks += _grid(f"{round_.name}: words ticked", reviews.cata_rows(told, review, round_))
    blocks += _grid(f"{round_.name}: claims", reviews.parity_rows(told, review))
    prices = reviews.wish_lines(told, review)
    if prices:
        blocks += [Words("What obeying the wishes costs:"), Listing(tuple(prices))]
    return [*blocks, *(Words(line) for line in reviews.model_lines(review))]
