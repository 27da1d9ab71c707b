"""Serve the product on this machine: `python -m cryptotracker`, which takes commands too."""

import sys

from cryptotracker.entrypoints.cli.app import main

main(sys.argv[1:] or ["serve"])
