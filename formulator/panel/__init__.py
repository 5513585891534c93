"""Panels: designs, blind codes, judgements, statistics."""

from typing import TYPE_CHECKING

from formulator.lazy import lazy_names

# Not lazily: these names are those of their modules, too, which would take their place.
from formulator.panel.parity import parity
from formulator.panel.reliability import reliability

if TYPE_CHECKING:
    from formulator.panel.analysis import Analysis, analyse
    from formulator.panel.attendance import with_attendance
    from formulator.panel.cata import cochran_q, liking_lift, sign_test
    from formulator.panel.codes import draw_codes
    from formulator.panel.comments import Comment, all_directives, parse_comment
    from formulator.panel.consistency import Flag, consistency_flags, repeatability
    from formulator.panel.control import Contrast, control_contrasts, difference_from_control
    from formulator.panel.design import (
        Balance,
        balance_of,
        incomplete_orders,
        serving_orders,
        williams,
    )
    from formulator.panel.discrimination import Triangle, a_not_a, triangle, triangle_power
    from formulator.panel.jar import Penalty, net_penalties, penalties
    from formulator.panel.judgements import Judgement
    from formulator.panel.means import FormulaMean, MeansReport, Scored, formula_means
    from formulator.panel.pairs import bradley_terry, pairs_from_scores
    from formulator.panel.parity import Parity, holm, parity_power, parity_tasters
    from formulator.panel.performance import (
        Assessor,
        MixedAssessor,
        assessors,
        mixed_assessor_model,
    )
    from formulator.panel.reliability import (
        TwoWay,
        least_significant_difference,
        tasters_needed,
        two_way,
    )
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
    from formulator.panel.tasters import Performance, TasterUse, panel_performance, taster_uses
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
    "Analysis",
    "Assessor",
    "Balance",
    "Comment",
    "Contrast",
    "Directive",
    "Flag",
    "FormulaMean",
    "Judgement",
    "MeansReport",
    "MixedAssessor",
    "Parity",
    "Penalty",
    "Performance",
    "RoundPlan",
    "Sample",
    "Scored",
    "TasterUse",
    "Triangle",
    "TwoWay",
    "a_not_a",
    "all_directives",
    "analyse",
    "assessors",
    "balance_of",
    "bradley_terry",
    "cochran_q",
    "consistency_flags",
    "control_contrasts",
    "difference_from_control",
    "directive_for",
    "draw_codes",
    "formula_means",
    "holm",
    "incomplete_orders",
    "least_significant_difference",
    "liking_lift",
    "mixed_assessor_model",
    "net_penalties",
    "pairs_from_scores",
    "panel_performance",
    "parity",
    "parity_power",
    "parity_tasters",
    "parse_comment",
    "penalties",
    "plan_round",
    "reliability",
    "repeatability",
    "serving_orders",
    "sign_test",
    "taster_uses",
    "tasters_needed",
    "triangle",
    "triangle_power",
    "two_way",
    "williams",
    "with_attendance",
]

__getattr__ = lazy_names(
    __name__,
    {
        "analysis": ("Analysis", "analyse"),
        "attendance": ("with_attendance",),
        "cata": ("cochran_q", "liking_lift", "sign_test"),
        "codes": ("draw_codes",),
        "comments": ("Comment", "all_directives", "parse_comment"),
        "consistency": ("Flag", "consistency_flags", "repeatability"),
        "control": ("Contrast", "control_contrasts", "difference_from_control"),
        "design": ("Balance", "balance_of", "incomplete_orders", "serving_orders", "williams"),
        "discrimination": ("Triangle", "a_not_a", "triangle", "triangle_power"),
        "jar": ("Penalty", "net_penalties", "penalties"),
        "judgements": ("Judgement",),
        "means": ("FormulaMean", "MeansReport", "Scored", "formula_means"),
        "pairs": ("bradley_terry", "pairs_from_scores"),
        "parity": ("Parity", "holm", "parity_power", "parity_tasters"),
        "performance": ("Assessor", "MixedAssessor", "assessors", "mixed_assessor_model"),
        "reliability": (
            "TwoWay",
            "least_significant_difference",
            "tasters_needed",
            "two_way",
        ),
        "rounds": ("RoundPlan", "Sample", "plan_round"),
        "scales": (
            "DIFFERENCE_RANGE",
            "HEDONIC_ATTRIBUTES",
            "HEDONIC_QUESTIONS",
            "HEDONIC_RANGE",
            "HEDONIC_WORDS",
            "JAR_ATTRIBUTES",
            "JAR_NAMES",
            "JAR_RANGE",
            "JAR_WORDS",
        ),
        "tasters": ("Performance", "TasterUse", "panel_performance", "taster_uses"),
        "wishes": ("DIRECTIVES", "Directive", "directive_for"),
    },
)
