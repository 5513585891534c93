"""How well bench readings of some formulas foretell those of others."""
