-- A rivalry from its first to its last year. "P" before a year: it was there already. "ongoing", or the last year of the data, is no end.
WITH rivalry AS (
  SELECT line, tssr_id, rivalry, ccode1, ccode2, part(ltrim("start", 'P')) AS first, starts_with("start", 'P') AS earlier,
    CASE WHEN lower("end") = 'ongoing' OR part("end") >= 2020 THEN '..' ELSE edtf("end", '', '') END AS last
  FROM file
)
SELECT line, 'Rivalry' AS kind, tssr_id AS key, CASE WHEN earlier THEN '' ELSE printf('%04d', first) END || '/' || last AS time,
  make_date(greatest(first, 1816), 12, 31) AS "on", [ccode1, ccode2] AS "party@cow", rivalry AS note,
  CASE WHEN first IS NULL THEN 'the first year is missing' END AS refused
FROM rivalry
