"""What people see of minutes: the document, cards, forms, files."""
