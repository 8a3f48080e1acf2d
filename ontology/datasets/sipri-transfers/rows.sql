-- The rows of one order, a year of delivery each, as one provision of arms from the year of the order.
WITH delivery AS (
  SELECT line, supplier, recipient, designation AS weapon, description AS what, coalesce(regexp_extract(order_date, '[0-9]{4}'), '') AS year,
    order_date_is_estimate = 'Yes' OR regexp_matches(order_date, '[()?]') AS unsure, try_cast(numbers_delivered AS DOUBLE) AS number
  FROM file
), deal AS (
  SELECT min(line) AS line, supplier, recipient, weapon, any_value(what) AS what, year, bool_or(unsure) AS unsure,
    sum(number)::BIGINT AS number
  FROM delivery GROUP BY supplier, recipient, weapon, year
)
SELECT line, 'Provision' AS kind, concat_ws('-', supplier, recipient, weapon, year, line) AS key,
  year || CASE WHEN unsure THEN '~' ELSE '' END AS time, make_date(part(year), 12, 31) AS "on",
  supplier AS provider, recipient, 'arms' AS provides, concat_ws('; ', weapon, what, 'delivered: ' || number) AS note,
  CASE WHEN year = '' THEN 'the year of the order is missing' END AS refused
FROM deal
