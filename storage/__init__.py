"""Tables and the functions that read and write them; rows never leave this package."""
