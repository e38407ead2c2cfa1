"""The weights of the complexity formula, found from prices that were given, and how far to trust them."""
