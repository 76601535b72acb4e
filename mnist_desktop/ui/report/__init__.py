"""The report's window: every prediction in a table, and how right the models were.

Nothing in here is imported before the person opens it.
"""
