"""What people see of the white paper."""
