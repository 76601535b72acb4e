-- On TimescaleDB: user_predictions as a hypertable with a chunk a month by timestamp.
--
-- Who:  a superuser, once; after 01_tables.sql, instead of 04_partitions.sql.
-- How:  psql -d DATABASE -f 06_timescale.sql
-- What differs from a plain server:
--   * unique indexes contain the time: (uuid, timestamp) here. A prediction is always sent with the
--     same timestamp, so it is still one row;
--   * timestamp may not be NULL: rows without one get 1970-01-01;
--   * `id` is no longer a primary key;
--   * rows that are there are moved under a lock: desktops wait and send later.
-- Then: SELECT add_retention_policy('user_predictions', INTERVAL '24 months');  where old ones go.
-- Where TimescaleDB is not installed this stops before it changes anything. The project's tests run
-- it where --postgres-dsn names a server that has it, and skip it elsewhere.

\set ON_ERROR_STOP on
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb') THEN
    RAISE 'This server has no TimescaleDB: install it and preload its library';
  END IF;
END $$;
CREATE EXTENSION IF NOT EXISTS timescaledb;

BEGIN;
SET LOCAL lock_timeout = '5s';
LOCK TABLE user_predictions IN ACCESS EXCLUSIVE MODE;
UPDATE user_predictions SET timestamp = 'epoch' WHERE timestamp IS NULL;
ALTER TABLE user_predictions ALTER COLUMN timestamp SET NOT NULL;
ALTER TABLE user_predictions DROP CONSTRAINT IF EXISTS user_predictions_pkey;
DROP INDEX IF EXISTS user_predictions_uuid;
SELECT create_hypertable('user_predictions', by_range('timestamp', INTERVAL '1 month'),
  migrate_data => true, if_not_exists => true);
CREATE UNIQUE INDEX user_predictions_uuid ON user_predictions (uuid, timestamp);
CREATE INDEX IF NOT EXISTS user_predictions_id ON user_predictions (id);
COMMIT;
\echo The shared log is a hypertable.
