"""What people see on App Home, and what the bot says when it is spoken to."""
