"""ISO 3166-1 alpha-2 codes with plain English names, by continent."""

COUNTRIES: dict[str, str] = {}
