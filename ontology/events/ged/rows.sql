-- Deaths are the intensity, below nought; a side that is no state has no number.
SELECT id, try_cast(left(date_start, 10) AS DATE) AS day, nullif(gwnoa, '') AS "source@gleditsch-ward", nullif(gwnob, '') AS "target@gleditsch-ward",
  '19' AS code, '19' AS root, -try_cast(best AS DOUBLE) AS intensity, 1 AS reports
FROM file
