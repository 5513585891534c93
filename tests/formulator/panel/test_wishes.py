"""Wishes: keys, attributes, directions."""

from formulator.panel.wishes import ATTRIBUTES, DIRECTIVES, directive_for


def test_every_attribute_has_both_directions():
    assert len(DIRECTIVES) == 2 * len(ATTRIBUTES)
    for attribute in ATTRIBUTES:
        more, less = directive_for(attribute, 1), directive_for(attribute, -0.5)
        assert more is not None and less is not None
        assert (more.direction, less.direction) == (1, -1)
        assert DIRECTIVES[more.key] is more


def test_words_are_unique_in_both_languages():
    assert len({d.en for d in DIRECTIVES.values()}) == len(DIRECTIVES)
    assert len({d.ko for d in DIRECTIVES.values()}) == len(DIRECTIVES)


def test_unknown_attributes_have_no_directive():
    assert directive_for("loudness", 1) is None
