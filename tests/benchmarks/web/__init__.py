"""Load on the web process: how long tasters wait."""
