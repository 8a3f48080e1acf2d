-- Years of activity to spells, for each pair of a state and the other side: a year without is a gap.
WITH pair AS (
  SELECT line, conflict_id, try_cast(year AS INTEGER) AS year, type_of_conflict,
    string_split(gwno_a, ', ')[1] AS one,
    unnest(string_split(side_b_id, ', ')) AS other,
    unnest(string_split(coalesce(gwno_b, ''), ', ')) AS other_gw,
    unnest(string_split(side_b, ', ')) AS other_name
  FROM file WHERE gwno_a IS NOT NULL
), year AS (
  SELECT DISTINCT ON (conflict_id, one, other, year) * FROM pair WHERE other IS NOT NULL
), island AS (
  SELECT *, year - row_number() OVER (PARTITION BY conflict_id, one, other ORDER BY year) AS island FROM year
), spell AS (
  SELECT conflict_id, one, other, any_value(other_gw) AS other_gw, any_value(other_name) AS other_name, min(year) AS first,
    max(year) AS last, arg_min(line, year) AS line
  FROM island GROUP BY conflict_id, one, other, island
)
SELECT min(line) AS line, 'ArmedGroup' AS kind, 'ucdp-actor-' || other AS name, 'actor-' || other AS key, any_value(other_name) AS label
FROM spell WHERE coalesce(other_gw, '') = '' GROUP BY other
UNION ALL BY NAME
SELECT line, 'Conflict' AS kind, concat_ws('-', conflict_id, one, other, first) AS key,
  printf('%04d', first) || '/' || CASE WHEN last = (SELECT max(year) FROM year) THEN '..' ELSE printf('%04d', last) END AS time,
  make_date(first, 12, 31) AS "on", [one, nullif(other_gw, '')] AS "party@gleditsch-ward",
  CASE WHEN coalesce(other_gw, '') = '' THEN 'id:ucdp-actor-' || other END AS party
FROM spell
