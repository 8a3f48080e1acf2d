-- A project that is not merely a pledge, as a provision; its amount where there is one.
WITH project AS (
  SELECT line, aiddata_record_id AS id, regexp_replace(financier_country, ' [(].*[)]$', '') AS giver, recipient,
    nullif("recipient_iso-3", '') AS code, part(try_cast(commitment_year AS DOUBLE)::INTEGER) AS year, title,
    try_cast(replace("amount_(constant_usd_2021)", ',', '') AS DECIMAL(20, 2)) AS amount
  FROM file WHERE recommended_for_aggregates = 'Yes'
)
SELECT line, 'Quantity' AS kind, 'quantity-aiddata-' || id AS name, 'amount-' || id AS key, amount::VARCHAR AS value,
  'us-dollars' AS unit, 'exactly' AS exactness
FROM project WHERE amount IS NOT NULL
UNION ALL BY NAME
SELECT line, 'Provision' AS kind, id AS key, printf('%04d', year) AS time, make_date(year, 12, 31) AS "on", giver AS provider,
  code AS "recipient@iso-3166-1-alpha-3", CASE WHEN code IS NULL THEN recipient END AS recipient,
  'development aid' AS provides, title AS note, CASE WHEN amount IS NOT NULL THEN 'id:quantity-aiddata-' || id END AS quantity,
  CASE WHEN year IS NULL THEN 'the year of commitment is missing' END AS refused
FROM project
