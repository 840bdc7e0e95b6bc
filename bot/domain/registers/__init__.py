"""Rules of the group's registers: clusters, networks, themes."""
