WITH pair AS (
  SELECT line, number, name, try_cast(year AS INTEGER) AS year, unnest([country1, country2]) AS party
  FROM file WHERE entry_type IN ('base_treaty', 'consolidated')
)
SELECT min(line) AS line, 'Agreement' AS kind, 'treaty-' || number AS key, printf('%04d', min(year)) || '/' AS time,
  make_date(min(year), 12, 31) AS "on", list(DISTINCT party ORDER BY party) AS party, any_value(name) AS note
FROM pair GROUP BY number
