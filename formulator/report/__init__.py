"""Reports: labels, statements, bench sheets, comparisons, exports."""
