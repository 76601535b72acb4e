"""The shared log: a PostgreSQL server that collects many desktops' drawings.

The only place that knows psycopg, which is imported when a server is spoken to and not before.
"""
