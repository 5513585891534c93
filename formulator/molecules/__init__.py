"""Molecules: parsing, descriptors, fingerprints, similarity kernel, predictors."""
