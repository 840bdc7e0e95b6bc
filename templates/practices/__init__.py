"""Views of practices: the form, the cards, the lists."""
