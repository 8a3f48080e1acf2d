-- The country of either actor by its three letters in CAMEO; a tone of the press is no intensity.
SELECT globaleventid AS id, try_cast(left(sqldate, 4) || '-' || substring(sqldate, 5, 2) || '-' || substring(sqldate, 7) AS DATE) AS day,
  nullif(actor1countrycode, '') AS "source@cameo", nullif(actor2countrycode, '') AS "target@cameo",
  eventcode AS code, lpad(eventrootcode, 2, '0') AS root, try_cast(goldsteinscale AS DOUBLE) AS intensity,
  try_cast(nummentions AS BIGINT) AS reports
FROM file
