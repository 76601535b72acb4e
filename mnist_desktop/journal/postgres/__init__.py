"""The shared log: the only place that knows psycopg."""
