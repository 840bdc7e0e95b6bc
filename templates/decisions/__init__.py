"""What people see of decisions: cards, lists, forms."""
