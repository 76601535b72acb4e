"""The report: what was drawn and how right the models were, over a million predictions at once.

Facts are loaded once as compact arrays from a source (the journal, the shared log); filters,
orders and numbers are numpy over them. Knows no window.
"""
