"""What people see: Block Kit views, escaping, and the white paper."""
