-- The yearly matrix to spells: a gap of one year is a gap.
WITH cell AS (
  SELECT line, ccode, try_cast(year AS INTEGER) AS year, organization, try_cast(value AS DOUBLE)::INTEGER AS value
  FROM (UNPIVOT file ON COLUMNS(* EXCLUDE (line, ccode, year, state)) INTO NAME organization VALUE value)
), standing AS (
  SELECT *, CASE value WHEN 1 THEN 'full member' WHEN 2 THEN 'associate member' WHEN 3 THEN 'observer' END AS status
  FROM cell WHERE value IN (1, 2, 3)
), island AS (
  SELECT *, year - row_number() OVER (PARTITION BY ccode, organization, status ORDER BY year) AS island FROM standing
), spell AS (
  SELECT ccode, organization, status, min(year) AS first, max(year) AS last, arg_min(line, year) AS line
  FROM island GROUP BY ccode, organization, status, island
), named AS (
  SELECT spell.*, thing, coalesce(thing, 'id:cow-igo-' || organization) AS whole,
    -- Nothing is known past the last year of the data.
    printf('%04d', first) || '/' || CASE WHEN last = (SELECT max(year) FROM cell) THEN '..' ELSE printf('%04d', last) END AS time,
    make_date(first, 12, 31) AS "on"
  FROM spell LEFT JOIN codes ON scheme = 'cow-igo-abbreviation' AND lower(code) = organization
)
SELECT min(line) AS line, 'Organization' AS kind, 'cow-igo-' || organization AS name, 'igo-' || organization AS key,
  NULL AS "on", NULL AS time, 'COW intergovernmental organisation ' || upper(organization) AS label
FROM named WHERE thing IS NULL GROUP BY organization
UNION ALL BY NAME
SELECT line, 'Membership' AS kind, concat_ws('-', organization, ccode, first, named(status)) AS key, time, "on",
  ccode AS "member@cow", whole AS organization, status
FROM named WHERE status <> 'observer'
UNION ALL BY NAME
SELECT line, 'Partnership' AS kind, concat_ws('-', organization, ccode, first, 'observer') AS key, time, "on",
  ccode AS "partner@cow", whole AS organization, 'observer' AS status
FROM named WHERE status = 'observer'
