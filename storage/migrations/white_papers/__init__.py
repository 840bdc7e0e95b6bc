"""What 0008 adds: sections with states and comments, advice, editions."""
