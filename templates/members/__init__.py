"""What people see of the group's people: welcome, lists, forms, messages."""
