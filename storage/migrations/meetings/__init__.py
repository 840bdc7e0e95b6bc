"""What 0006 adds: series, polls, answers, minutes, votes, calendar feeds."""
