"""Profiles: values on declared axes, in blocks, each with interval and coverage."""
