"""Command line: everything the app does, with --json."""
