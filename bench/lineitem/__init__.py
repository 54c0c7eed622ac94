"""Loads TPC-H lineitem with Towpath and with its rivals, and compares what each needed."""
