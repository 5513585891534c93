"""Benchmarks of the panel model: ``python -m tests.benchmarks.learning``."""
