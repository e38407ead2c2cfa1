"""Plans side by side for one workload: what each costs, which suits, at which price, and who pays more."""
