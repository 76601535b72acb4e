"""Version 2: the outbox, which names what the shared log has still to get.

Triggers fill it in the very transaction that commits a drawing or a label, while the property
``sharing`` is 1, so that nothing can be committed and not be queued. A row leaves it once the
server has it; one that the server will never take stays with the reason. Only keys are kept: what
is sent is read from the journal.
"""

import sqlite3


def upgrade(connection: sqlite3.Connection) -> None:
    """Make the outbox; nothing is shared until a person turns it on."""
    for statement in _STATEMENTS:
        connection.execute(statement)
    connection.execute("INSERT INTO property (name, value) VALUES ('sharing', 0)")


_STATEMENTS = (
    """CREATE TABLE outbox (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('drawing', 'label')),
        key BLOB NOT NULL CHECK (length(key) = 16),  -- id of the drawing or of the label event
        reason TEXT,  -- why it was set aside; NULL while it waits
        UNIQUE (kind, key)
    )""",
    "CREATE INDEX outbox_waiting ON outbox (number) WHERE reason IS NULL",
    """CREATE TRIGGER drawing_is_queued AFTER INSERT ON drawing
        WHEN (SELECT value FROM property WHERE name = 'sharing') = 1
        BEGIN INSERT INTO outbox (kind, key) VALUES ('drawing', NEW.id)
            ON CONFLICT (kind, key) DO NOTHING; END""",
    """CREATE TRIGGER label_event_is_queued AFTER INSERT ON label_event
        WHEN (SELECT value FROM property WHERE name = 'sharing') = 1
        BEGIN INSERT INTO outbox (kind, key) VALUES ('label', NEW.id)
            ON CONFLICT (kind, key) DO NOTHING; END""",
)
