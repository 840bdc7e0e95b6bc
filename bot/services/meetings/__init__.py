"""Meetings: scheduled, announced, held, and what comes out of them."""
