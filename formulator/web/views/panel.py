"""Open a tasting, watch it, close it.

Choose three to six formulas. Each gets a random three-digit **blind code**; each taster gets the
cups in another order, balanced so that no formula gains from its place. Hand out the **links**
(for phones) or the **short codes** (for a tablet, on the *Taste* page); links are shown only
once, because only their fingerprints are kept. What a code holds stays sealed until you
**close** the round; opening the kitchen sheet earlier is logged.
"""

import streamlit as st

from formulator.errors import FormulatorError
from formulator.store import Iteration, Project, Round, RoundStatus
from formulator.store.tasting import TastingPlan, candidates_of, open_round, progress, renew_link
from formulator.web import formulas, rounds, state
from formulator.web.auth import Right
from formulator.web.projects import open_project, show_error
from formulator.web.widgets import lines, page_style, plain

DEFAULT_TASTERS = 8
DEFAULT_SAMPLES = 4

page_style()
store, viewer, project = open_project(Right.LEAD, "Panel", __doc__)


def new_round(project: Project, iterations: tuple[Iteration, ...], number: int) -> None:
    """Ask for a round's formulas and tasters, and open it."""
    newest_first = list(reversed(iterations))
    iteration = st.selectbox(
        "Formulas of", newest_first, format_func=lambda i: f"Iteration {i.number}"
    )
    candidates = {c.id: c for c in candidates_of(iteration)}
    names = {id_: formulas.short_name(c, n) for n, (id_, c) in enumerate(candidates.items(), 1)}
    ticked = [i for i in state.get(f"chosen_{project.id}", []) if i in candidates]
    advised = {p["id"]: p for p in iteration.proposal.get("learned", {}).get("next_round", [])}
    known = [i for i in advised if i in candidates]
    chosen = st.multiselect(
        "Formulas to taste",
        list(candidates),
        default=ticked or known or list(candidates)[:DEFAULT_SAMPLES],
        format_func=names.__getitem__,
        key=f"round_formulas_{iteration.id}",
    )
    lines([f"{names[i]}: {advised[i]['label']}, {advised[i]['reason']}" for i in known])
    left, middle, right = st.columns(3, gap="large")
    name = left.text_input("Name of the round", f"Round {number}", key=f"round_name_{number}")
    tasters = left.text_area(
        "Tasters (pseudonyms, one a line)",
        rounds.numbered_tasters(DEFAULT_TASTERS),
        key=f"round_tasters_{number}",
        height=150,
        help="No real names: ballots are kept under these.",
    )
    target = iteration.proposal["target"]
    with_control = middle.checkbox(
        f"Blind control: {target['name']}", key=f"round_control_{number}"
    )
    duplicate = middle.selectbox(
        "Hidden duplicate of",
        ["", *chosen],
        format_func=lambda id_: names[id_] if id_ else "none",
        key=f"round_duplicate_{number}",
        help="The same formula under a second code: shows how steady the panel is.",
    )
    warm_up = middle.checkbox("Warm-up cup, not analysed", key=f"round_warm_up_{number}")
    cups = right.number_input(
        "Cups for each taster at most", 1, 12, 6, key=f"round_cups_{number}", step=1
    )
    seed = right.number_input("Seed", 0, 2**31 - 1, number, key=f"round_seed_{number}", step=1)
    if not st.button("Open the round", type="primary", icon=":material/local_cafe:"):
        return
    try:
        n_samples = len(chosen) + with_control + bool(duplicate)
        opened = open_round(
            store,
            project.id,
            TastingPlan(
                name=name,
                candidates=tuple(candidates[i] for i in chosen),
                tasters=rounds.taster_names(tasters),
                iteration_id=iteration.id,
                control=target["key"] if with_control else "",
                duplicate=duplicate,
                warm_up=warm_up,
                cups=int(cups) if cups < n_samples else None,
                seed=int(seed),
            ),
            actor=viewer.name,
        )
    except FormulatorError as error:
        show_error(error)
        return
    base = rounds.base_url(str(st.context.url or ""))
    made = rounds.links(opened.tokens, opened.short_codes, base)
    state.keep(f"links_{opened.round.id}", made)
    state.keep(f"balance_{opened.round.id}", opened.balance.describe())
    state.forget(f"chosen_{project.id}")
    st.rerun()


@st.fragment(run_every="3s")
def live(round_: Round) -> None:
    """Show who is where."""
    rows = progress(store, round_.id)
    n_done = sum(row.n_answered for row in rows)
    n_cups = sum(row.n_cups for row in rows)
    st.progress(n_done / n_cups if n_cups else 0.0, text=f"{n_done} of {n_cups} cups answered")
    st.dataframe(
        rounds.progress_rows(rows),
        hide_index=True,
        key=f"progress_{round_.id}",
        column_config={
            "taster": "Taster",
            "short_code": "Short code",
            "answered": st.column_config.ProgressColumn("Answered", format="percent"),
            "cups": "Cups",
        },
        alt="Progress of each taster",
    )


def hand_out(round_: Round) -> None:
    """Show links and codes while they are known."""
    made = state.get(f"links_{round_.id}", ())
    if not rounds.reaches_phones(str(st.context.url or "")):
        st.caption(
            "This page is open on this machine only, so links do not work on phones yet: start "
            "with `formulator app --host 0.0.0.0` and open the page under this machine's address."
        )
    for start in range(0, len(made), 4):
        for place, link in zip(st.columns(4), made[start : start + 4], strict=False):
            with place.container(border=True):
                st.markdown(f"**{plain(link.taster)}** · `{link.short_code}`")
                st.image(
                    rounds.qr_svg(link.url),
                    width=150,
                    alt=f"QR code of the ballot of {link.taster}",
                )
                st.code(link.url, language=None, wrap_lines=True)
    if not made:
        st.info("Links are shown once, where the round was opened. Short codes stay valid.")
    st.link_button(
        "Ballot for a tablet (type the short code there)",
        "/taste?booth=1",
        icon=":material/tablet:",
    )
    seats = [s for s in store.seats(round_.id) if s.revoked_at is None]
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    seat = left.selectbox(
        "New link for", seats, format_func=lambda s: s.taster, key=f"renew_{round_.id}"
    )
    if seat and right.button("Renew", width="stretch", key=f"renew_button_{round_.id}"):
        token = renew_link(store, seat.id, actor=viewer.name)
        base = rounds.base_url(str(st.context.url or ""))
        link = rounds.Link(seat.taster, seat.short_code, f"{base}/b/{token}")
        kept = tuple(known for known in made if known.taster != seat.taster)
        state.keep(f"links_{round_.id}", (*kept, link))
        st.rerun()


def kitchen(round_: Round) -> None:
    """Show what each code holds, on demand."""
    grams = st.number_input(
        "Filling of a cup, g", 1.0, 500.0, 40.0, key=f"filling_{round_.id}", step=5.0
    )
    is_open = round_.status is RoundStatus.OPEN
    words = "Open the kitchen sheet (logged)" if is_open else "Show the kitchen sheet"
    if st.button(words, key=f"kitchen_{round_.id}"):
        st.dataframe(
            rounds.kitchen_rows(store, viewer, round_, grams_per_cup=grams),
            hide_index=True,
            key=f"kitchen_table_{round_.id}",
            column_config={"grams": st.column_config.NumberColumn("g in all", format="%.0f")},
            alt="Kitchen sheet: code, formula and weights",
        )


def close(round_: Round) -> None:
    """Close the round once the leader is sure."""
    rows = progress(store, round_.id)
    n_open = sum(row.n_cups - row.n_answered for row in rows)
    if n_open:
        st.warning(f"{n_open} cup(s) are not answered yet.", icon=":material/hourglass_empty:")
    is_sure = st.checkbox("Close it for good and unblind it", key=f"sure_{round_.id}")
    if st.button("Close the round", type="primary", disabled=not is_sure, key=f"end_{round_.id}"):
        try:
            store.close_round(round_.id, actor=viewer.name)
        except FormulatorError as error:
            show_error(error)
            return
        st.rerun()


def show_round(round_: Round) -> None:
    """Draw one round."""
    is_open = round_.status is RoundStatus.OPEN
    st.subheader(f"{plain(round_.name)} · {'open' if is_open else 'closed'}", divider="gray")
    balance = state.get(f"balance_{round_.id}")
    if balance:
        st.caption(f"Design: {balance}")
    if not is_open:
        st.success("Closed and unblinded: see **Compare**.", icon=":material/bar_chart:")
        kitchen(round_)
        return
    watch, links_tab, sheet, kitchen_tab, end = st.tabs(
        ["Progress", "Links and codes", "Serving sheet", "Kitchen", "Close"]
    )
    with watch:
        live(round_)
    with links_tab:
        hand_out(round_)
    with sheet:
        st.link_button("Print view", f"/sheet/{round_.id}", icon=":material/print:")
        st.dataframe(
            rounds.serving_rows(store, round_.id),
            hide_index=True,
            key=f"sheet_{round_.id}",
            alt="Serving sheet: codes by taster and position",
        )
    with kitchen_tab:
        kitchen(round_)
    with end:
        close(round_)


iterations = store.iterations(project.id)
if not iterations:
    st.info("This project has no formulas yet: a food scientist makes them under **Design**.")
    st.stop()
all_rounds = store.rounds(project.id)
has_open = any(r.status is RoundStatus.OPEN for r in all_rounds)
with st.expander(
    "New round", expanded=not has_open, icon=":material/add:", key=f"new_{len(all_rounds)}"
):
    new_round(project, iterations, len(all_rounds) + 1)
for found in reversed(all_rounds):
    show_round(found)
