-- What keeps the months of 04_partitions.sql, which reads this file by itself.
--
-- Who:  the tables' owner; alone only after an update of this file.
-- How:  psql -d DATABASE -f 04_months.sql
-- Then: CALL mnist_desktop_add_months(3);          makes the months up to the third from now
--       CALL mnist_desktop_retire_months(24);      takes those before the last 24 out of the log;
--                                                  each stays as a table of its own, to be archived
--       CALL mnist_desktop_retire_months(24, true);   and deletes them, with their labels
-- Each CALL works a month a transaction, gives a lock up after five seconds with an error, and can
-- be run again at any time. Never inside a transaction.

\set ON_ERROR_STOP on

-- The smallest key of an instant: a UUIDv7 begins with 48 bits of milliseconds (RFC 9562, 5.7).
CREATE OR REPLACE FUNCTION mnist_desktop_first_key(instant TIMESTAMPTZ) RETURNS UUID
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT (lpad(to_hex(floor(extract(epoch FROM instant) * 1000)::bigint), 12, '0')
    || repeat('0', 20))::uuid
$$;

-- When a UUIDv7 was made; NULL for a key of another version, which tells no time.
CREATE OR REPLACE FUNCTION mnist_desktop_key_time(key UUID) RETURNS TIMESTAMPTZ
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN substr(key::text, 15, 1) = '7' THEN to_timestamp(
    ('x' || translate(left(key::text, 13), '-', ''))::bit(48)::bigint / 1000.0) END
$$;

-- One month in UTC, with the rows of it that the default partition holds. Nobody sees a row twice
-- or not at all: it is one transaction.
CREATE OR REPLACE PROCEDURE mnist_desktop_add_month(month TIMESTAMP)
LANGUAGE plpgsql AS $$
DECLARE
  part CONSTANT TEXT := 'user_predictions_' || to_char(month, 'YYYY_MM');
  low CONSTANT UUID := mnist_desktop_first_key(month AT TIME ZONE 'UTC');
  high CONSTANT UUID :=
    mnist_desktop_first_key((month + INTERVAL '1 month') AT TIME ZONE 'UTC');
BEGIN
  PERFORM set_config('lock_timeout', '5s', true);
  LOCK TABLE ONLY user_predictions IN SHARE UPDATE EXCLUSIVE MODE;
  IF to_regclass(part) IS NOT NULL THEN
    RETURN;
  END IF;
  -- Now, not when attaching: a row that came in between would stay behind.
  LOCK TABLE user_predictions_default IN ACCESS EXCLUSIVE MODE;
  EXECUTE format('CREATE TABLE %I (LIKE user_predictions
    INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION)', part);
  EXECUTE format('ALTER TABLE %I OWNER TO %s', part, (
    SELECT relowner::regrole FROM pg_class WHERE oid = 'user_predictions'::regclass));
  EXECUTE format('WITH moved AS (
      DELETE FROM user_predictions_default
      WHERE drawing_uuid >= %L AND drawing_uuid < %L RETURNING *)
    INSERT INTO %I SELECT * FROM moved', low, high, part);
  EXECUTE format('ALTER TABLE user_predictions ATTACH PARTITION %I
    FOR VALUES FROM (%L) TO (%L)', part, low, high);
END $$;

-- Every month that the default partition holds rows of, and those from this one on. Keys from
-- before 2024, when UUIDv7 became a standard, or from after the months ahead come from clocks that
-- are wrong: they stay in the default partition, and so do the web app's rows, which have none.
CREATE OR REPLACE PROCEDURE mnist_desktop_add_months(ahead INTEGER DEFAULT 3)
LANGUAGE plpgsql AS $$
DECLARE
  first CONSTANT TIMESTAMP := date_trunc('month', now() AT TIME ZONE 'UTC');
  past CONSTANT TIMESTAMP := first + make_interval(months => ahead + 1);
  wanted TIMESTAMP[];
  month TIMESTAMP;
BEGIN
  SELECT array_agg(started ORDER BY started) INTO wanted FROM (
    SELECT date_trunc('month', mnist_desktop_key_time(drawing_uuid) AT TIME ZONE 'UTC') AS started
    FROM user_predictions_default
    WHERE drawing_uuid >= mnist_desktop_first_key('2024-01-01 00:00+00')
      AND drawing_uuid < mnist_desktop_first_key(past AT TIME ZONE 'UTC')
    UNION
    SELECT generate_series(first, past - INTERVAL '1 month', INTERVAL '1 month')) AS months
  WHERE started IS NOT NULL;
  FOREACH month IN ARRAY wanted LOOP
    CALL mnist_desktop_add_month(month);
    COMMIT;
  END LOOP;
END $$;

-- A month that a desktop sends again afterwards lands in the default partition; the next call with
-- delete_them takes it from there too.
CREATE OR REPLACE PROCEDURE mnist_desktop_retire_months(
  keep INTEGER, delete_them BOOLEAN DEFAULT false)
LANGUAGE plpgsql AS $$
DECLARE
  until CONSTANT TIMESTAMP :=
    date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => keep);
  parts TEXT[];
  part TEXT;
BEGIN
  IF keep IS NULL OR keep < 0 THEN
    RAISE 'Say how many whole months before this one are kept: 0 or more';
  END IF;
  SELECT coalesce(array_agg(relname::text ORDER BY relname), '{}') INTO parts
  FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
  WHERE inhparent = 'user_predictions'::regclass
    AND relname ~ '^user_predictions_\d{4}_\d\d$'
    AND relname < 'user_predictions_' || to_char(until, 'YYYY_MM');
  FOREACH part IN ARRAY parts LOOP
    PERFORM set_config('lock_timeout', '5s', true);
    EXECUTE format('ALTER TABLE user_predictions DETACH PARTITION %I', part);
    IF delete_them THEN
      EXECUTE format('DROP TABLE %I', part);
    END IF;
    COMMIT;
    RAISE NOTICE '% is out of the log', part;
  END LOOP;
  IF delete_them THEN
    DELETE FROM user_predictions_default
    WHERE mnist_desktop_key_time(drawing_uuid) < until AT TIME ZONE 'UTC';
    DELETE FROM user_prediction_labels
    WHERE mnist_desktop_key_time(drawing_uuid) < until AT TIME ZONE 'UTC';
  END IF;
END $$;

REVOKE ALL ON PROCEDURE mnist_desktop_add_month, mnist_desktop_add_months,
  mnist_desktop_retire_months FROM PUBLIC;
