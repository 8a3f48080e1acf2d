-- A dispute as an event, each spell of a state in it as a participation with its side and its dead.
WITH party AS (
  SELECT line, dispnum, ccode, edtf(styear, stmon, stday) AS first, edtf(endyear, endmon, endday) AS last,
    part(styear) AS styear, part(endyear) AS endyear,
    CASE sidea WHEN '1' THEN 'A' ELSE 'B' END AS side,
    CASE hostlev WHEN '1' THEN 'no militarized action' WHEN '2' THEN 'threat to use force' WHEN '3' THEN 'display of force'
      WHEN '4' THEN 'use of force' WHEN '5' THEN 'war' END AS hostility,
    CASE WHEN try_cast(fatalpre AS INTEGER) >= 0 THEN fatalpre END AS dead,
    by_day(styear, stmon, stday) AS "on",
    concat_ws('-', dispnum, ccode, line) AS key
  FROM file
)
SELECT min(line) AS line, 'Event' AS kind, 'cow-mid-' || dispnum AS name, 'mid-' || dispnum AS key,
  span(printf('%04d', min(styear)), CASE WHEN max(endyear) IS NULL THEN '' ELSE printf('%04d', max(endyear)) END) AS time,
  'COW dispute ' || dispnum || ' (' || min(styear) || ')' AS label
FROM party GROUP BY dispnum
UNION ALL BY NAME
SELECT line, 'Quantity' AS kind, 'quantity-cow-mid-' || key AS name, 'dead-' || key AS key, dead AS value, 'killed' AS unit, 'exactly' AS exactness
FROM party WHERE dead IS NOT NULL
UNION ALL BY NAME
SELECT line, 'Participation' AS kind, key, span(first, last) AS time, "on", ccode AS "participant@cow", 'id:cow-mid-' || dispnum AS event,
  'disputant' AS role, concat_ws('; ', 'side ' || side, 'highest: ' || hostility) AS note,
  CASE WHEN dead IS NOT NULL THEN 'id:quantity-cow-mid-' || key END AS quantity
FROM party
