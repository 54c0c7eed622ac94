"""Tests of the benchmark itself: `python3 -m unittest discover -s tests -t .` in bench."""
