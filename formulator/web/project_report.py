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
from formulator.web import course, iteration_tables, iterations, results, reviews, triangle
from formulator.web.auth import Right, Viewer, require
from formulator.web.formulas import readable
from formulator.web.iteration_tables import LabelOf
from formulator.web.iterations import Chapter
from formulator.web.results import Story, named
from formulator.wording import counted
from ingredients import Catalogue

SCALE = (1.0, 9.0)
AXIS = "liking, 1 to 9; lines are 90 % intervals"
UNITS = {name: f"{name}, g" for name in ("protein", "fat", "saturated fat", "sugars", "fibre")} | {
    "sodium": "sodium, mg"
}
"""Headings of nutrition with their units."""
FEEDBACK = {"net": "net vote", "recipe": "stands for", "verdict": "the best formula"}
"""Headings of what the panels asked for."""
LIMITS = (
    "Liking is what these tasters said of these cups; other people may judge otherwise. "
    "Shared letters mean that the panel does not tell the formulas apart, not that they are the "
    "same. The panel's own level is in every interval: compare two formulas by their difference.",
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
    label_of = iteration_tables.labels_by(catalogue, iterations.jurisdiction(told))
    return Report(
        title=project.name,
        subtitle=_subtitle(told),
        sections=(
            Section("Where it stands", tuple(_summary(told, found, label_of))),
            *(Section(f"Iteration {c.iteration.number}", tuple(_chapter(
                c, label_of, gained=course.since_before(told, found, c),
                lesson=readable(named(told, c.lesson), catalogue))))
              for c in reversed(found)),
            *(Section(r.name, tuple(_round(store, viewer, told, r)))
              for r in reversed(told.rounds)),
            *_triangles(store, viewer, project, told),
            Section("How to read this", (Listing(LIMITS),)),
        ),
    )  # fmt: skip


def _triangles(store: Store, viewer: Viewer, project: Project, told: Story) -> tuple[Section, ...]:
    tests = triangle.finished(store, viewer, project)
    said = tuple(f"{t.name}: {triangle.verdict(t, told.labels)}" for t in tests)
    return (Section("Triangle tests", (Listing(said),)),) if said else ()


def _subtitle(told: Story) -> str:
    if not told.iterations:
        return "No formulas yet."
    target = told.iterations[-1].proposal["target"]["name"]
    return (
        f"Target: {target}. {counted(len(told.iterations), 'iteration')}, "
        f"{counted(len(told.rounds), 'closed round')}. "
        "Results of open rounds are sealed and not in this report."
    )


HEADS = {"cost": "cost, USD/kg", "interval": "90 % interval", "n": "scores"}
"""Column to heading, where the column's own name says too little."""


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
    best = iterations.best_chapter(told, found)
    if best is None:
        return blocks
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


def _grid(title: str, rows: list[dict[str, Cell]]) -> list[Block]:
    if not rows:
        return []
    header = tuple(HEADS.get(key, key) for key in rows[0])
    return [Grid(title, header, tuple(tuple(row.values()) for row in rows))]


def _chapter(chapter: Chapter, label_of: LabelOf, *, gained: str, lesson: str) -> list[Block]:
    taught = f", after {', '.join(chapter.taught_by)}" if chapter.taught_by else ""
    blocks: list[Block] = [Words(f"{counted(chapter.n_formulas, 'formula')}{taught}.")]
    if gained:
        blocks.append(Words(gained))
    number = chapter.iteration.number
    blocks += _grid(f"Iteration {number}: tasted formulas", iteration_tables.liking_table(chapter))
    blocks += _grid(
        f"Iteration {number}: nutrition per 100 g",
        [{UNITS.get(k, k): v for k, v in row.items()}
         for row in iteration_tables.nutrition_table(chapter, label_of)],
    )  # fmt: skip
    if chapter.before:
        title = f"Iteration {number}: what the panels had asked for"
        asked = iterations.feedback_rows(chapter)
        blocks += _grid(title, [{FEEDBACK.get(k, k): v for k, v in row.items()} for row in asked])
        if lesson:
            blocks.append(Words(f"What the search made of all scores: {lesson}."))
        changes = tuple(iterations.change_text(row) for row in chapter.changes)
        words = f"{iterations.change_title(chapter)}, g/100 g:"
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
