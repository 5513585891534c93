"""Similarity: targets with natural variation, distance, explanation, aroma coverage."""
