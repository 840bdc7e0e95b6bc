"""What people see of mergers, splits, renamings and replacements of clusters."""
