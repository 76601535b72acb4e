-- The shared log's two tables: user_predictions and user_prediction_labels.
--
-- Who:  the owner of the database, once; again after an update of the app. Desktops whose role may
--       make tables do the same by themselves with the first drawing that they send.
-- How:  psql -d DATABASE -f 01_tables.sql            (outside a transaction: never with -1)
-- On:   an empty database, on the web app's table with its rows, or on one made before. Nothing is
--       rewritten: new columns are nullable and have no default, indexes are built concurrently,
--       and a lock that is not had within a second is given up and asked for again.
-- Undo: nothing to undo; the web app's INSERT and SELECT go on as before.

\set ON_ERROR_STOP on
SET client_min_messages = warning;

-- One at a time with desktops that prepare the same table: the lock is the app's own, "MNIS".
-- Asked for again and again, as a statement that waits would hold up a concurrent build.
DO $$
BEGIN
  WHILE NOT pg_try_advisory_lock(x'4D4E4953'::integer) LOOP
    COMMIT;
    PERFORM pg_sleep(0.2);
  END LOOP;
END $$;

-- As the web app makes it.
CREATE TABLE IF NOT EXISTS user_predictions (
  id SERIAL PRIMARY KEY, timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP, model_name VARCHAR(64),
  drawn_digit INTEGER, predicted_digit INTEGER, probability FLOAT, probabilities TEXT,
  correct BOOLEAN, background_color VARCHAR(16), pen_color VARCHAR(16));

-- A label that was given later; the last one by labelled_at counts.
CREATE TABLE IF NOT EXISTS user_prediction_labels (
  uuid UUID PRIMARY KEY, drawing_uuid UUID, labelled_at TIMESTAMP, drawn_digit INTEGER, label TEXT,
  device_uuid UUID);

DO $$
DECLARE
  wanted CONSTANT TEXT[] := ARRAY[
    'uuid UUID', 'drawing_uuid UUID', 'session_uuid UUID', 'device_uuid UUID', 'ink JSONB',
    'raster BYTEA', 'probability_vector REAL[]', 'verdict TEXT', 'familiarity REAL',
    'model_sha256 TEXT', 'app_version TEXT', 'latency_ms REAL', 'label TEXT', 'source TEXT'];
  missing TEXT;
BEGIN
  SELECT string_agg('ADD COLUMN IF NOT EXISTS ' || declared, ', ' ORDER BY place) INTO missing
  FROM unnest(wanted) WITH ORDINALITY AS given (declared, place)
  WHERE NOT EXISTS (
    SELECT FROM pg_attribute
    WHERE attrelid = 'user_predictions'::regclass AND attname = split_part(declared, ' ', 1)
      AND NOT attisdropped);
  FOR attempt IN 1..30 LOOP
    EXIT WHEN missing IS NULL;
    BEGIN
      SET LOCAL lock_timeout = '1s';
      EXECUTE 'ALTER TABLE user_predictions ' || missing;
      missing := NULL;
    EXCEPTION WHEN lock_not_available THEN
      PERFORM pg_sleep(0.5);
    END;
  END LOOP;
  IF missing IS NOT NULL THEN
    RAISE 'user_predictions is in use: run this script again when it is not.';
  END IF;
END $$;

-- Rows that were copied in with their ids leave the sequence behind them. The next row would then
-- have an id that is taken, and ON CONFLICT DO NOTHING would drop it without a word.
DO $$
DECLARE
  numbers CONSTANT TEXT := pg_get_serial_sequence('user_predictions', 'id');
  highest BIGINT;
  reached BIGINT;
BEGIN
  IF numbers IS NULL THEN
    RETURN;
  END IF;
  SET LOCAL lock_timeout = '5s';
  LOCK TABLE user_predictions IN SHARE ROW EXCLUSIVE MODE;
  SELECT max(id) INTO highest FROM user_predictions;
  EXECUTE format('SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM %s', numbers)
    INTO reached;
  IF highest > reached THEN
    PERFORM setval(numbers, highest);
  END IF;
END $$;

-- A concurrent build that failed leaves an index that is not valid.
SELECT format('DROP INDEX CONCURRENTLY %s', indexrelid::regclass)
FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
WHERE NOT indisvalid AND relkind = 'r'
  AND indrelid IN ('user_predictions'::regclass, 'user_prediction_labels'::regclass) \gexec

-- Each prediction once, however often it is sent; and what a report looks up. A table in partitions
-- (04), on Citus (05) or Timescale (06) has indexes of its own.
SELECT format('CREATE %s CONCURRENTLY %I ON %I (%I)', kind, name, of_table, of_column)
FROM (VALUES
  ('UNIQUE INDEX', 'user_predictions_uuid', 'user_predictions', 'uuid'),
  ('INDEX', 'user_predictions_drawing', 'user_predictions', 'drawing_uuid'),
  ('INDEX', 'user_prediction_labels_drawing', 'user_prediction_labels', 'drawing_uuid')
) AS wanted (kind, name, of_table, of_column)
WHERE NOT EXISTS (
  SELECT FROM pg_index JOIN pg_attribute
    ON attrelid = indrelid AND attnum = ANY (indkey) AND attname = of_column
  WHERE indrelid = of_table::regclass
    AND (indisunique OR kind = 'INDEX')) \gexec

SELECT pg_advisory_unlock(x'4D4E4953'::integer) AS done \gset
RESET client_min_messages;
\echo The tables of the shared log are ready.
