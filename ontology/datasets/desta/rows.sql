-- A treaty with its parties, whose numbers stand in the columns c1 to c91 of the list of treaties, and in iso1 and iso2 of the list of pairs.
WITH party AS (
  SELECT line, number, name, try_cast(year AS INTEGER) AS year, value AS code
  FROM (UNPIVOT (SELECT COLUMNS('^(line|number|name|year|c[0-9]+|iso[12])$') FROM file WHERE entry_type = 'base_treaty')
    ON COLUMNS('^(c[0-9]+|iso[12])$') INTO NAME place VALUE value)
  WHERE value NOT IN ('', 'NA')
), today AS (
  SELECT try_cast(code AS INTEGER) AS code, thing FROM codes WHERE scheme = 'iso-3166-1-numeric' AND "end" IS NULL
), before (thing, since, earlier) AS (
  -- The list has the numbers of today for all years.
  VALUES ('id:germany', 1990, 'id:west-germany'), ('id:russia', 1991, 'id:soviet-union'), ('id:czechia', 1993, 'id:czechoslovakia'),
    ('id:slovakia', 1993, 'id:czechoslovakia'), ('id:serbia', 1992, 'id:yugoslavia'), ('id:iran', 1979, 'id:imperial-iran')
), known AS (
  SELECT line, number, name, year, coalesce(earlier, today.thing) AS thing,
    CASE WHEN today.thing IS NULL THEN party.code END AS code
  FROM party LEFT JOIN today ON today.code = try_cast(party.code AS INTEGER)
    LEFT JOIN before ON before.thing = today.thing AND year < since
)
SELECT min(line) AS line, 'Agreement' AS kind, 'treaty-' || number AS key, printf('%04d', min(year)) || '/' AS time,
  make_date(min(year), 12, 31) AS "on", list(DISTINCT thing ORDER BY thing) FILTER (thing IS NOT NULL) AS party,
  list(DISTINCT code ORDER BY code) FILTER (code IS NOT NULL) AS "party@iso-3166-1-numeric", any_value(name) AS note,
  CASE WHEN min(year) IS NULL THEN 'the year of signature is missing' END AS refused
FROM known GROUP BY number
