"""Serve the product on this machine: `python -m cryptotracker`."""

from cryptotracker.entrypoints.cli.app import main

main(["serve"])
