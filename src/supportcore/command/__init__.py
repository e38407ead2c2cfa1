"""``python -m supportcore``: the only door that reads and prints.

Streams and arguments come in, an exit code goes out: 0 answered, 2 wrong input (said on the error stream, with line and
field). Everything else of this package is pure; here rows become values, and answers become tables for a terminal or
JSON for a pipe. `main` takes its streams as arguments, so that tests and hosts call it in process.
"""

from supportcore.command.main import main as main
