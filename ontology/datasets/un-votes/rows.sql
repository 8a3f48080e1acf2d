-- Two states that vote yes or no alike in nine of ten roll calls of ten years, twenty at least, are aligned then.
WITH cast_vote AS (
  SELECT min(line) AS line, rcid, ccode, any_value(try_cast(year AS INTEGER)) AS year, any_value(vote) AS vote
  FROM file WHERE member = '1' AND vote IN ('1', '3') GROUP BY rcid, ccode
), pair AS (
  SELECT min(least(a.line, b.line)) AS line, a.ccode AS one, b.ccode AS two, a.year // 10 * 10 AS decade, count(*) AS votes,
    count(*) FILTER (a.vote = b.vote) AS alike, min(a.year) AS first, max(a.year) AS last
  FROM cast_vote a JOIN cast_vote b ON a.rcid = b.rcid AND try_cast(a.ccode AS INTEGER) < try_cast(b.ccode AS INTEGER)
  GROUP BY ALL
), tie AS (
  SELECT *, concat_ws('-', one, two, decade) AS key, round(100.0 * alike / votes, 1) AS share
  FROM pair WHERE votes >= 20 AND alike >= 0.9 * votes
)
SELECT line, 'Quantity' AS kind, 'quantity-un-votes-' || key AS name, 'share-' || key AS key, share::VARCHAR AS value, 'percent' AS unit,
  'about' AS exactness
FROM tie
UNION ALL BY NAME
SELECT line, 'Alignment' AS kind, key, printf('%04d/%04d', first, last) AS time, make_date(first, 12, 31) AS "on", [one, two] AS "party@cow",
  'id:quantity-un-votes-' || key AS quantity
FROM tie
