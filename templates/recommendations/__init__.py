"""What people see of recommendations."""
