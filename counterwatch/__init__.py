"""The command line: the top layer, which wires recordings, store, API and dashboard together.

Modules of this package import click and the standard library only. A command imports what it needs when it runs,
so that help and errors in options come within a fraction of a second.
"""
