"""One thing or many vary, by steps or by chance: where plans change places, where bills fall, how far they spread."""
