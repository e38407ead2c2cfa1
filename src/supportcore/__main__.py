"""Run the command with the streams of this process."""

import sys

from supportcore.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin, sys.stdout, sys.stderr))
