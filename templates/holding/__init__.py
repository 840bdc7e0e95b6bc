"""What people see of a meeting while it is held: its thread, notes, the skeleton."""
