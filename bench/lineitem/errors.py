"""The error that ends the benchmark with a message instead of a trace."""


class BenchError(Exception):
    """Says what is wrong, where, and what to do."""
