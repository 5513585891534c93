"""Learning: liking model, directives, acquisition, re-ranking."""
