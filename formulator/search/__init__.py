"""Search: briefs, constraints, food-science rules, certified sparse mixtures, candidates."""
