"""Recommendations: proposed, asked about, decided."""
