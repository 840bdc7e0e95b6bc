"""The parts of migration 0003: practices found by words."""
