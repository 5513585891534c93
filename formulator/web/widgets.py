"""Widgets that several views share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import streamlit as st

from formulator.web.questionnaire import LIKING, Chip, Question, QuestionKind
from formulator.web.texts import translate
from formulator.web.theme import BALLOT_CSS, NO_HEADER_CSS, PAGE_CSS


def page_style() -> None:
    """Set the spacing of a staff page."""
    st.html(PAGE_CSS)


def ballot_style(*, has_menu: bool) -> None:
    """Set the big targets of a ballot; in front of tasters there is no menu."""
    st.html(BALLOT_CSS)
    if not has_menu:
        st.html(NO_HEADER_CSS)


def nine_points(question: Question, *, language: str, key: str) -> int | None:
    """Ask a nine-point hedonic question: nine buttons in one unbroken row, none preset."""
    with st.container(key=f"nine-{key}", gap=None):
        answer = st.pills(
            f"**{question.text[language]}**", question.choices, key=key, width="stretch"
        )
        # All nine words once, under the first question; then the three that hold the scale.
        named = question.choices if question is LIKING[0] else (1, 5, 9)
        words = [f"{n} {question.anchors[n - 1][language]}" for n in named]
        st.caption(" · ".join(word.replace(" ", "\N{NO-BREAK SPACE}") for word in words))
    return answer if isinstance(answer, int) else None


def eleven_points(question: Question, *, language: str, key: str) -> int | None:
    """Ask for the difference from the control: 0 to 10 in one unbroken row, none preset."""
    with st.container(key=f"nine-eleven-{key}", gap=None):
        answer = st.pills(
            f"**{question.text[language]}**", question.choices, key=key, width="stretch"
        )
        st.caption(f"0 {question.anchors[0][language]} · 10 {question.anchors[-1][language]}")
    return answer if isinstance(answer, int) else None


def five_steps(question: Question, *, language: str, key: str) -> int | None:
    """Ask a just-about-right question: five full-width buttons, none preset."""
    optional = translate("optional", language)
    with st.container(key=f"five-{key}", gap=None):
        answer = st.pills(
            f"**{question.text[language]}** ({optional})",
            question.choices,
            format_func=lambda n: question.anchors[n - 1][language],
            key=key,
            width="stretch",
        )
    return answer if isinstance(answer, int) else None


def ask(question: Question, *, language: str, key: str) -> int | None:
    """Ask one question of the ballot."""
    if question.kind is QuestionKind.HEDONIC:
        return nine_points(question, language=language, key=key)
    if question.kind is QuestionKind.DIFFERENCE:
        return eleven_points(question, language=language, key=key)
    return five_steps(question, language=language, key=key)


def chips(offered: Sequence[Chip], *, title: str, language: str, key: str) -> list[str]:
    """Offer chips of which any number may be ticked; ``title`` is a key of the texts."""
    words = {chip.key: chip.text[language] for chip in offered}
    label = f"**{translate(title, language)}** ({translate('optional', language)})"
    with st.container(key=f"chips-{key}"):
        chosen = st.pills(
            label, list(words), selection_mode="multi", format_func=words.__getitem__, key=key
        )
    return list(chosen)


def problem_under(problems: Mapping[str, str], field: str) -> None:
    """Say what keeps one field from being accepted."""
    if field in problems:
        st.error(problems[field], icon=":material/warning:")


def lines(items: Sequence[str]) -> None:
    """Show lines of text as text: no markup in them is ever read."""
    if items:
        st.text("\n".join(f"• {item}" for item in items))


def percent_table(
    rows: Sequence[Mapping[str, object]], *, key: str, columns: Mapping[str, str]
) -> None:
    """Show rows whose ``percent`` column is drawn as a bar.

    Parameters
    ----------
    rows : sequence of mapping
    key : str
    columns : mapping
        Field name to heading, in order.
    """
    top = max([float(str(row["percent"])) for row in rows], default=1.0)
    config = {name: st.column_config.TextColumn(title) for name, title in columns.items()}
    config["percent"] = st.column_config.ProgressColumn(
        columns["percent"], format="%.2f", min_value=0.0, max_value=top
    )
    st.dataframe(
        [dict(row) for row in rows],
        column_order=list(columns),
        column_config=config,
        hide_index=True,
        key=key,
        alt="Composition in g per 100 g",
    )


_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$&])")


def plain(text: str) -> str:
    """Return text that Markdown shows as it is: no link, image or formatting in it is read."""
    return _MARKUP.sub(r"\\\1", text)


def figures(pairs: Mapping[str, str], *, helps: Mapping[str, str] | None = None) -> None:
    """Show key figures in one row, which phones wrap."""
    with st.container(horizontal=True, gap="medium"):
        for label, value in pairs.items():
            st.metric(label, value, help=(helps or {}).get(label), width="content")
