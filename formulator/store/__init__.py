"""Store: projects, briefs, candidates, rounds and judgements that outlive the process."""
