"""Rules of a special interest group: pure values and functions."""
