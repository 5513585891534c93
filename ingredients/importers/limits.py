"""Limits that keep a hostile or broken file from filling memory or disk."""

from __future__ import annotations

MAX_LINE = 1_000_000
"""Characters of one line; the longest line of the official files has about 100,000."""
MAX_FIELD = 200_000
"""Characters of one field."""
MAX_SMILES = 2_000
"""Characters of a structure; longer texts are not food molecules."""
MAX_NAME = 300
"""Characters of a name."""
MAX_JSON = 50_000_000
"""Bytes of one JSON file."""
MAX_MEMBERS = 20_000
"""Files inside an archive."""
MAX_UNPACKED = 8_000_000_000
"""Bytes of all unpacked members that are read."""
MAX_RATIO = 200
"""Unpacked over packed size; text packs to a tenth, bombs to a thousandth."""
RATIO_FLOOR = 1_000_000
"""Members unpacking to less than this are not judged by their ratio."""
MAX_REPORTED = 500
"""Bad rows listed one by one; the rest are counted."""
