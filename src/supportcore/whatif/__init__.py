"""What-ifs: which plan suits which client, what the formula's weights are, how many projects a manager can lead.

Nothing here has rules of its own: an imagined journal is played through the very account that runs production, and an
imagined day through the very clocks. This face only imports.
"""

from supportcore.whatif.result import Result as Result
