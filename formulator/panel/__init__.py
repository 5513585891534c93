"""Panels: designs, blind codes, judgements, statistics."""
