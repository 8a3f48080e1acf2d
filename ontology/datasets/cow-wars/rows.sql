-- A war as an event; each spell of a state on a side as a participation, with its battle deaths once.
WITH phase AS (
  SELECT line, warnum, warname, ccode, side, batdeath, 1 AS number,
    edtf(startyear1, startmonth1, startday1) AS first, edtf(endyear1, endmonth1, endday1) AS last,
    part(startyear1) AS begun, part(endyear1) AS over, by_day(startyear1, startmonth1, startday1) AS "on" FROM file
  UNION ALL
  SELECT line, warnum, warname, ccode, side, '-9', 2, edtf(startyear2, startmonth2, startday2),
    edtf(endyear2, endmonth2, endday2), part(startyear2), part(endyear2), by_day(startyear2, startmonth2, startday2) FROM file WHERE part(startyear2) IS NOT NULL
), told AS (
  SELECT *, concat_ws('-', warnum, ccode, side, line, number) AS key,
    CASE WHEN try_cast(batdeath AS INTEGER) >= 0 THEN batdeath END AS dead,
    CASE WHEN last = '' AND over IS NULL THEN first || '/' ELSE span(first, last) END AS time
  FROM phase
)
SELECT min(line) AS line, 'War' AS kind, 'cow-war-' || warnum AS name, 'war-' || warnum AS key,
  span(printf('%04d', min(begun)), coalesce(printf('%04d', max(over)), '')) AS time, any_value(warname) AS label
FROM told GROUP BY warnum
UNION ALL BY NAME
SELECT line, 'Quantity' AS kind, 'quantity-cow-wars-' || key AS name, 'dead-' || key AS key, dead AS value, 'killed' AS unit, 'about' AS exactness
FROM told WHERE dead IS NOT NULL
UNION ALL BY NAME
SELECT line, 'Participation' AS kind, key, time, "on", ccode AS "participant@cow", 'id:cow-war-' || warnum AS event,
  'belligerent' AS role, 'side ' || side AS note, CASE WHEN dead IS NOT NULL THEN 'id:quantity-cow-wars-' || key END AS quantity
FROM told
