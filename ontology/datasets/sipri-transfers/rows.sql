-- An order as a provision of arms, from the year of the order; a question mark or brackets say "estimated".
WITH deal AS (
  SELECT line, recipient, supplier, weapon_designation AS weapon, weapon_description AS what, number_ordered AS number,
    regexp_extract(year_of_order, '[0-9]{4}') AS year, regexp_matches(year_of_order, '[()?]') AS unsure
  FROM file
)
SELECT line, 'Provision' AS kind, concat_ws('-', supplier, recipient, weapon, line) AS key,
  year || CASE WHEN unsure THEN '~' ELSE '' END AS time, make_date(part(year), 12, 31) AS "on",
  supplier AS provider, recipient, 'arms' AS provides, concat_ws('; ', weapon, what, 'ordered: ' || number) AS note,
  CASE WHEN year = '' THEN 'the year of the order is missing' END AS refused
FROM deal
