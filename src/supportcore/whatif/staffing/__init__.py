"""How many projects one manager can lead: a desk with one pair of hands, played forward through the clocks."""
