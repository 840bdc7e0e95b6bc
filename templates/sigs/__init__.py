"""`/sig setup` and the life of the group's channel, as people see it."""
