"""Look up what has been reported about foods, and from where.

Every number carries its source and its kind of evidence: *measured*, *calculated*, *assumed
zero*, *label*, *supplier specification*, *estimated* or *general knowledge*. What is not listed
is not known: it is never zero.
"""

import streamlit as st

from formulator.web import cached, provenance
from formulator.web.auth import Right
from formulator.web.project_upload import read_project
from formulator.web.projects import open_page
from formulator.web.widgets import lines, page_style
from ingredients import DataError, Kind
from ingredients.importers import own

BADGES = {
    "measured": "green",
    "calculated": "blue",
    "assumed zero": "gray",
    "label": "violet",
    "supplier specification": "violet",
    "estimated": "orange",
    "general knowledge": "orange",
}

page_style()
store, viewer = open_page(Right.BROWSE_DATA, "Data", __doc__)
catalogue = cached.catalogue()

left, middle, right = st.columns([2, 1, 1])
text = left.text_input("Search", key="data_search", placeholder="pea protein, oat, whole milk …")
kinds = middle.multiselect(
    "Kind", [str(k) for k in Kind], default=["ingredient"], key="data_kinds", placeholder="all"
)
categories = right.multiselect(
    "Category",
    sorted({f.category for f in catalogue.foods}),
    format_func=lambda c: str(c).replace("_", " "),
    key="data_categories",
    placeholder="all",
)
foods = provenance.found(catalogue, text=text, kinds=kinds, categories=categories)
st.caption(f"{len(foods)} of {len(catalogue)} foods")
with st.expander("Coverage, checks, own ingredients, project file", icon=":material/fact_check:"):
    known, checked, own_tab, moved = st.tabs(
        ["What is known", "Checks", "Own ingredients", "Project file"]
    )
    percent = st.column_config.NumberColumn(format="%.1f")
    known.dataframe(
        cached.coverage_rows(),
        hide_index=True,
        key="data_coverage",
        column_config={"known, %": percent, "measured, %": percent},
        alt="Coverage of the ingredients by block",
    )
    checked.dataframe(
        cached.check_rows(), hide_index=True, key="data_checks", alt="Invariants of the tables"
    )
    own_tab.write(
        "Fill the template with your own ingredients and give it back here. All rows are stored, "
        "or none when one is wrong; they stay in your own data folder."
    )
    own_tab.download_button(
        "Empty template (CSV)", own.template(), "ingredients.csv", "text/csv", key="data_template"
    )
    uploaded = own_tab.file_uploader("Own table", type=["csv", "xlsx"], key="data_own")
    may_import = viewer.may(Right.DESIGN)
    asked = own_tab.button(
        "Import", key="data_import", disabled=uploaded is None or not may_import, type="primary"
    )
    if asked and uploaded is not None:
        try:
            stored = provenance.import_own(viewer, uploaded.name, uploaded.getvalue())
            cached.forget_catalogue()
            own_tab.success(f"{stored}. Searches use them from the next start of the app on.")
        except DataError as error:
            own_tab.error(f"Nothing was stored. {error.rule}")
            own_tab.text("\n".join(error.problems))
    with moved:
        read_project(store, viewer)
if not foods:
    st.info("Nothing found: use fewer words, or take the filters away.")
    st.stop()
st.dataframe(
    provenance.food_rows(foods), hide_index=True, height=280, key="data_foods", alt="Foods found"
)
key = st.selectbox(
    "Show",
    [f.key for f in foods],
    format_func=lambda k: catalogue.food(k).name,
    key=f"data_food_{text}_{kinds}_{categories}",
)
food = catalogue.food(key)
rows = provenance.value_rows(catalogue, key)
st.subheader(food.name, divider="gray")
evidence = sorted({row["evidence"] for row in rows})
st.markdown(
    " ".join(
        f":{BADGES.get(kind, 'gray')}-badge[{kind}: {sum(r['evidence'] == kind for r in rows)}]"
        for kind in evidence
    )
)
values, molecules = st.columns([3, 2], gap="large")
with values:
    st.dataframe(
        rows,
        hide_index=True,
        height=520,
        key="data_values",
        placeholder="–",
        column_config={"value": st.column_config.NumberColumn("per 100 g", format="%.4g")},
        alt="Reported values with evidence and source",
    )
    lines(provenance.source_lines(catalogue, sorted({row["source"] for row in rows})))
with molecules, st.container(key="molecules"):
    drawn = provenance.molecules_of(catalogue, key)
    if not drawn:
        st.info("No molecule of this food has a reported amount.")
    for start in range(0, len(drawn), 3):
        for place, row in zip(st.columns(3), drawn[start : start + 3], strict=False):
            with place.container(border=True):
                st.image(
                    cached.drawing(row["smiles"], row["name"]),
                    width="stretch",
                    alt=f"Structure of {row['name']}",
                )
                st.caption(f"**{row['name']}** {row['amount']}")
aroma = provenance.odorant_rows(key)
if aroma:
    st.subheader("Odorants", divider="gray")
    st.caption(
        "Reported to occur, amounts unknown unless a formula says otherwise; what is not listed is "
        "unknown, not absent."
    )
    st.dataframe(aroma, hide_index=True, key="data_odorants", alt="Odorants reported in this food")
