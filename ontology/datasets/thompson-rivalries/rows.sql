SELECT line, 'Rivalry' AS kind, concat_ws('-', ccode1, ccode2, "start") AS key,
  edtf("start", '', '') || '/' || CASE WHEN part("end") >= 2020 THEN '..' ELSE edtf("end", '', '') END AS time,
  make_date(greatest(part("start"), 1816), 12, 31) AS "on", [ccode1, ccode2] AS "party@cow"
FROM file
