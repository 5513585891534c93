"""Scripts that build the shipped tables from public files; not needed at run time."""
