"""The tables of the first release, frozen: later changes are later migrations."""
