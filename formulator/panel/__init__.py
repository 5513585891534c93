"""Panels: designs, blind codes, judgements, statistics."""

from formulator.panel.codes import draw_codes
from formulator.panel.design import (
    Balance,
    balance_of,
    incomplete_orders,
    serving_orders,
    williams,
)
from formulator.panel.judgements import Judgement
from formulator.panel.rounds import RoundPlan, Sample, plan_round
from formulator.panel.scales import (
    DIFFERENCE_RANGE,
    HEDONIC_ATTRIBUTES,
    HEDONIC_QUESTIONS,
    HEDONIC_RANGE,
    HEDONIC_WORDS,
    JAR_ATTRIBUTES,
    JAR_NAMES,
    JAR_RANGE,
    JAR_WORDS,
)
from formulator.panel.wishes import DIRECTIVES, Directive, directive_for

__all__ = [
    "DIFFERENCE_RANGE",
    "DIRECTIVES",
    "HEDONIC_ATTRIBUTES",
    "HEDONIC_QUESTIONS",
    "HEDONIC_RANGE",
    "HEDONIC_WORDS",
    "JAR_ATTRIBUTES",
    "JAR_NAMES",
    "JAR_RANGE",
    "JAR_WORDS",
    "Balance",
    "Directive",
    "Judgement",
    "RoundPlan",
    "Sample",
    "balance_of",
    "directive_for",
    "draw_codes",
    "incomplete_orders",
    "plan_round",
    "serving_orders",
    "williams",
]
