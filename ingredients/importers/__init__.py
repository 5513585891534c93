"""Importers for files that users download themselves; rows stay out of the shipped tables."""
