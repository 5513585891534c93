"""Profiles: values on declared axes, in blocks, each with interval and coverage."""

from formulator.profiles.axes import AXES, BLOCKS, Axis, axis
from formulator.profiles.cache import cache_dir, cached_arrays
from formulator.profiles.derived import Derived
from formulator.profiles.gaps import Filled, fill_gaps
from formulator.profiles.mix import Mixed, mix
from formulator.profiles.models import derived_properties
from formulator.profiles.profile import (
    ProfileTable,
    axis_values,
    genus,
    is_purified,
    kingdom,
    profile_table,
    profiles_of,
)

__all__ = [
    "AXES",
    "BLOCKS",
    "Axis",
    "Derived",
    "Filled",
    "Mixed",
    "ProfileTable",
    "axis",
    "axis_values",
    "cache_dir",
    "cached_arrays",
    "derived_properties",
    "fill_gaps",
    "genus",
    "is_purified",
    "kingdom",
    "mix",
    "profile_table",
    "profiles_of",
]
