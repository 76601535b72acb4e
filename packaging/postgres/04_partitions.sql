-- For large fleets: user_predictions in monthly partitions by drawing_uuid, a UUIDv7.
--
-- Who:  the tables' owner, once, when the table is past some ten million rows; before or after
--       02_roles.sql. Again: does nothing but make the months ahead.
-- How:  psql -d DATABASE -f 04_partitions.sql        (outside a transaction: never with -1)
-- What: the table that is there becomes the default partition, at once and as it is. Its rows then
--       move to their months, one month a transaction; each is seen once at every moment. The web
--       app's rows have no drawing_uuid and stay. Rights, policies, owner and sequence are kept.
--       Unique is (drawing_uuid, uuid), as PostgreSQL wants the key of partitions in it: still one
--       row a prediction, as a drawing's predictions always come with the same drawing_uuid.
-- Then: months ahead have to be made before they come, and old ones retired when they may go:
--       with pg_cron:  SELECT cron.schedule('mnist-desktop', '0 3 * * *',
--                        'CALL mnist_desktop_add_months(3)');
--       with crontab:  0 3 * * *  psql -d DATABASE -c 'CALL mnist_desktop_add_months(3)'
--       Where that is forgotten nothing is lost: the rows land in the default partition.
-- Undo: CREATE TABLE a plain one by 01_tables.sql in another schema, INSERT INTO it SELECT.

\set ON_ERROR_STOP on
\ir 01_tables.sql
\ir 04_months.sql

SELECT relkind = 'r' AS is_plain FROM pg_class WHERE oid = 'user_predictions'::regclass \gset
\if :is_plain

-- What holds on to the table itself would stay with the default partition.
DO $$
DECLARE
  holders TEXT;
BEGIN
  SELECT string_agg(holder, ', ' ORDER BY holder) INTO holders FROM (
    SELECT 'trigger ' || tgname AS holder FROM pg_trigger
    WHERE tgrelid = 'user_predictions'::regclass AND NOT tgisinternal
    UNION SELECT 'foreign key of ' || conrelid::regclass FROM pg_constraint
    WHERE confrelid = 'user_predictions'::regclass
    UNION SELECT 'publication ' || pubname FROM pg_publication_rel
      JOIN pg_publication ON pg_publication.oid = prpubid
    WHERE prrelid = 'user_predictions'::regclass
    UNION SELECT 'view ' || ev_class::regclass FROM pg_depend
      JOIN pg_rewrite ON pg_rewrite.oid = objid
    WHERE classid = 'pg_rewrite'::regclass AND refobjid = 'user_predictions'::regclass
  ) AS found;
  IF holders IS NOT NULL THEN
    RAISE 'Drop these first, and make them again afterwards: %', holders;
  END IF;
END $$;

-- The indexes of a partition, built while everybody goes on.
DROP INDEX CONCURRENTLY IF EXISTS user_predictions_default_key;
CREATE UNIQUE INDEX CONCURRENTLY user_predictions_default_key
  ON user_predictions (drawing_uuid, uuid);
DROP INDEX CONCURRENTLY IF EXISTS user_predictions_default_id;
CREATE INDEX CONCURRENTLY user_predictions_default_id ON user_predictions (id);

BEGIN;
SET LOCAL lock_timeout = '5s';
LOCK TABLE user_predictions IN ACCESS EXCLUSIVE MODE;
ALTER TABLE user_predictions RENAME TO user_predictions_default;
DROP INDEX IF EXISTS user_predictions_uuid, user_predictions_drawing;
ALTER TABLE user_predictions_default DROP CONSTRAINT IF EXISTS user_predictions_pkey;
CREATE TABLE user_predictions (LIKE user_predictions_default
  INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION)
  PARTITION BY RANGE (drawing_uuid);
CREATE UNIQUE INDEX user_predictions_uuid ON user_predictions (drawing_uuid, uuid);
CREATE INDEX user_predictions_id ON user_predictions (id);
SELECT format('ALTER TABLE user_predictions OWNER TO %s', relowner::regrole)
FROM pg_class WHERE oid = 'user_predictions_default'::regclass \gexec
SELECT format('ALTER SEQUENCE %s OWNED BY user_predictions.id', numbers)
FROM pg_get_serial_sequence('user_predictions_default', 'id') AS numbers
WHERE numbers IS NOT NULL \gexec
ALTER TABLE user_predictions ATTACH PARTITION user_predictions_default DEFAULT;

-- Security first, rights after it: nobody gets in between.
SELECT 'ALTER TABLE user_predictions ENABLE ROW LEVEL SECURITY'
FROM pg_class WHERE oid = 'user_predictions_default'::regclass AND relrowsecurity \gexec
SELECT format('CREATE POLICY %I ON user_predictions AS %s FOR %s TO %s%s%s',
  polname, CASE WHEN polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
  CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
    WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
  (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE role::regrole::text END, ', ')
    FROM unnest(polroles) AS role),
  ' USING (' || pg_get_expr(polqual, polrelid) || ')',
  ' WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')')
FROM pg_policy WHERE polrelid = 'user_predictions_default'::regclass \gexec
SELECT format('GRANT %s%s ON user_predictions TO %s%s', privilege_type, of_column,
  CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END,
  CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END)
FROM (
  SELECT NULL AS of_column, given.* FROM pg_class, aclexplode(relacl) AS given
  WHERE oid = 'user_predictions_default'::regclass
  UNION ALL
  SELECT format(' (%I)', attname), given.* FROM pg_attribute, aclexplode(attacl) AS given
  WHERE attrelid = 'user_predictions_default'::regclass
) AS rights
WHERE grantee <> (SELECT relowner FROM pg_class WHERE oid = 'user_predictions'::regclass) \gexec
SELECT DISTINCT format('REVOKE ALL ON user_predictions_default FROM %s',
  CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)
FROM (
  SELECT given.grantee FROM pg_class, aclexplode(relacl) AS given
  WHERE oid = 'user_predictions_default'::regclass
  UNION
  SELECT given.grantee FROM pg_attribute, aclexplode(attacl) AS given
  WHERE attrelid = 'user_predictions_default'::regclass
) AS rights
WHERE grantee <> (SELECT relowner FROM pg_class WHERE oid = 'user_predictions'::regclass) \gexec
COMMIT;

\endif

CALL mnist_desktop_add_months(3);
ANALYZE user_predictions;
\echo The shared log is in monthly partitions.
