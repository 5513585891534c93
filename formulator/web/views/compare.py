"""See what the panels said, how sure that is, and what the next formulas make of it.

**Iterations** tell the course of a project: how the best formula was liked, what changed in it and
which feedback led there. **Rounds** show the *panel mean* (what these tasters scored) beside the
*model estimate* (what is believed of everybody, from all rounds: it draws single scores towards
each other as far as noise demands). Lines are 90 % intervals; formulas that share a letter are not
distinguished. Scores are no proof of being as good as the animal food;
that needs a test whose margin was fixed before tasting. **Files** hold a report to pass on.
"""

import streamlit as st

from formulator.web import (
    cached,
    charts,
    course,
    formulas,
    iteration_tables,
    iterations,
    results,
    triangle,
)
from formulator.web.auth import Right
from formulator.web.files_view import show_files
from formulator.web.iteration_view import show_iterations
from formulator.web.project_rows import project_rows
from formulator.web.projects import open_project
from formulator.web.results import Story
from formulator.web.round_results import NUMBERED, show_round
from formulator.web.widgets import figures, lines, page_style, plain

FIGURES = st.column_config.NumberColumn(format="%.2f")
PARTS = ("Iterations", "Rounds", "Next formulas", "Side by side", "Projects", "Files")

page_style()
store, viewer, project = open_project(Right.READ_RESULTS, "Compare", __doc__)
part = st.segmented_control(
    "Show", PARTS, default=PARTS[0], key="compare_part", label_visibility="collapsed"
)


def show_rounds(told: Story) -> None:
    """Draw the rounds that are chosen, newest first."""
    names = {r.id: plain(r.name) for r in told.rounds}
    newest_first = list(reversed(told.rounds))
    shown = st.pills(
        "Rounds",
        [r.id for r in newest_first],
        selection_mode="multi",
        default=[r.id for r in newest_first[:1]],
        format_func=names.__getitem__,
        key=f"rounds_{project.id}_{len(told.rounds)}",
    )
    for round_ in newest_first:
        if round_.id in shown:
            show_round(store, viewer, told, round_)
    tests = triangle.finished(store, viewer, project)
    if tests:
        st.subheader("Triangle tests", divider="gray")
        lines([f"{t.name}: {triangle.verdict(t, told.labels)}" for t in tests])


def side_by_side(told: Story) -> None:
    """Compare any two formulas of the project."""
    ids = list(told.candidates)
    if len(ids) < 2:
        st.info("There is only one formula.")
        return
    left, right = st.columns(2)
    start, best = course.ends(told)
    first = left.selectbox(
        "Formula",
        ids,
        index=ids.index(start) if start in ids else 0,
        format_func=told.labels.__getitem__,
        key="first",
    )
    others = [i for i in ids if i != first]
    second = right.selectbox(
        "against",
        others,
        index=others.index(best) if best in others else 0,
        format_func=told.labels.__getitem__,
        key="second",
    )
    before, after = told.candidates[first], told.candidates[second]
    names = {told.labels[first]: before, told.labels[second]: after}
    numbers = [label.split(" ", maxsplit=1)[0] for label in names]
    gained = course.between(told, first, second)
    if gained:
        st.text(f"{numbers[1]} against {numbers[0]}. {gained}")
    chart, table = st.columns(2, gap="large")
    with chart:
        st.altair_chart(
            charts.composition_chart(formulas.stacked_rows(names)),
            key="stacked",
            alt=charts.ALT["composition"],
        )
        for name, candidate in names.items():
            st.caption(plain(name))
            belief = told.likings.get(candidate.id)
            liking = {} if belief is None else {"Liking": results.liking_text(belief)}
            figures(
                liking
                | {
                    "Distance": f"{candidate.distance:.2f}",
                    "USD/kg": formulas.cost_text(candidate),
                    "Parts": str(len(candidate.parts)),
                }
            )
    pair = {
        "before": st.column_config.NumberColumn(numbers[0], format="%.2f"),
        "after": st.column_config.NumberColumn(numbers[1], format="%.2f"),
    }
    with table:
        st.dataframe(
            formulas.difference_rows(before, after),
            hide_index=True,
            key="difference",
            column_config={
                "name": st.column_config.TextColumn("Ingredient", pinned=True),
                **pair,
                "change": st.column_config.NumberColumn("change, g/100 g", format="%+.2f"),
            },
            alt="What changes from the first formula to the second",
        )
        label_of = iteration_tables.labels_by(cached.catalogue(), iterations.jurisdiction(told))
        st.dataframe(
            results.nutrition_rows(before, after),
            hide_index=True,
            key="nutrition",
            placeholder="–",
            column_config={"name": st.column_config.TextColumn("Per 100 g", pinned=True), **pair},
            alt="Nutrition of both formulas per 100 g",
        )
        lines([f"Allergens of {n}: {label_of(c).allergens}"
               for n, c in zip(numbers, names.values(), strict=True)])  # fmt: skip


def next_formulas(told: Story) -> None:
    """Show the newest proposal in the order that the panels gave it."""
    rows = results.next_rows(told)
    moved = sum(row["place_now"] != row["place_by_nearness"] for row in rows)
    if told.likings:
        st.caption(
            f"Iteration {told.iterations[-1].number}. The tasters changed the place of {moved} of "
            f"{len(rows)} formulas, against an order by nearness to the target alone."
        )
    st.dataframe(
        results.numbered(rows),
        hide_index=True,
        key="next",
        height="content",
        placeholder="–",
        column_config={
            **NUMBERED,
            "place_now": "place now",
            "place_by_nearness": "place by nearness",
            "liking": st.column_config.NumberColumn("predicted liking", format="%.2f"),
            "low": st.column_config.NumberColumn("90 % low", format="%.2f"),
            "high": st.column_config.NumberColumn("90 % high", format="%.2f"),
            "before": st.column_config.NumberColumn("before any score", format="%.2f"),
            "gain": st.column_config.NumberColumn("expected gain", format="%.2f"),
            "distance": FIGURES,
            "cost": "USD/kg",
        },
        alt="Newest formulas by predicted liking",
    )


def all_projects() -> None:
    """Show where each project stands."""
    one = st.column_config.NumberColumn(format="%.1f")
    st.dataframe(
        project_rows(store, viewer, store.projects()),
        hide_index=True,
        key="projects",
        placeholder="–",
        column_config={
            "project": st.column_config.TextColumn("Project", pinned=True),
            "rounds": "closed rounds",
            "best": st.column_config.TextColumn("best formula", width="medium"),
            "target": st.column_config.TextColumn("target", width="medium"),
            "liking": one,
            "low": st.column_config.NumberColumn("90 % low", format="%.1f"),
            "high": st.column_config.NumberColumn("90 % high", format="%.1f"),
            "control": st.column_config.NumberColumn("control", format="%.1f"),
            "distance": FIGURES,
            "cost": "USD/kg",
            "open": "open rounds",
        },
        alt="Projects with their best formula, its liking, distance and cost",
    )
    st.caption(
        "Likings of different projects come from different panels and targets: compare each with "
        "its own control, not with each other."
    )


def draw(told: Story) -> None:
    """Draw the part that is chosen."""
    if part in ("Iterations", "Rounds") and not told.rounds:
        st.info("No round is closed yet; results are sealed until then.", icon=":material/lock:")
    if part == "Rounds":
        show_rounds(told)
    elif part == "Next formulas":
        next_formulas(told)
    elif part == "Side by side":
        side_by_side(told)
    else:
        show_iterations(told)
        with st.expander("Timeline", icon=":material/timeline:"):
            lines(results.timeline(told))


if part == "Projects":
    all_projects()
elif part == "Files":
    show_files(store, viewer, project)
else:
    story = results.story(store, viewer, project)
    if not story.iterations:
        st.info("This project has no formulas yet.")
        st.stop()
    draw(story)
