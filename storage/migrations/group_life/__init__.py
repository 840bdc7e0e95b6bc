"""What 0002 adds: set-up, people, registers of clusters, successions, matching."""
