"""Making, checking and explaining rules."""
