"""Views of reviews: the queue, the form, what reviewers said, the messages."""
