-- Each alliance by its number (the file names none), each spell of a member as a membership.
WITH member AS (
  SELECT line, version4id AS number, ccode, ss_type, "right_censor",
    edtf(all_st_year, all_st_month, all_st_day) AS signed, edtf(all_end_year, all_end_month, all_end_day) AS ended,
    edtf(mem_st_year, mem_st_month, mem_st_day) AS entered, edtf(mem_end_year, mem_end_month, mem_end_day) AS gone,
    by_day(mem_st_year, mem_st_month, mem_st_day) AS "on", by_day(mem_end_year, mem_end_month, mem_end_day) AS over, left_censor
  FROM file
), spell AS (
  SELECT member.*, thing,
    -- What had begun before the first year of the data began with the alliance itself.
    CASE WHEN left_censor = '1' AND signed <> '' THEN signed ELSE entered END AS since,
    CASE WHEN right_censor = '1' AND gone = '' THEN '..' ELSE gone END AS until,
    CASE WHEN right_censor = '1' AND gone = '' THEN DATE '9999-01-01' ELSE coalesce(over, "on") END AS last
  FROM member LEFT JOIN codes ON scheme = 'cow-alliance' AND code = number
), island AS (
  -- Spells that touch are one: only the obligations changed.
  SELECT *, coalesce("on" <= max(last) OVER (PARTITION BY number, ccode ORDER BY "on", line ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) + 1, false) AS joined
  FROM spell
), counted AS (
  SELECT *, sum(CASE WHEN joined THEN 0 ELSE 1 END) OVER (PARTITION BY number, ccode ORDER BY "on", line) AS island FROM island
), whole AS (
  SELECT number, ccode, any_value(thing) AS thing, min(line) AS line, min("on") AS "on", arg_min(entered, "on") AS entered,
    arg_min(since, "on") || '/' || arg_max(until, last) AS time
  FROM counted GROUP BY number, ccode, island
), pact AS (
  -- The file has members before the day of the alliance and after its end: it lives as long as they do.
  SELECT number, min(line) AS line, any_value(ss_type) AS type, least(min(signed), min(nullif(entered, ''))) AS signed,
    CASE WHEN bool_or(ended = '') THEN CASE WHEN max(right_censor) = '1' THEN '..' ELSE '' END ELSE greatest(max(ended), max(gone)) END AS ended,
    min("on") AS "on"
  FROM spell WHERE thing IS NULL GROUP BY number
)
SELECT line, 'Alliance' AS kind, 'cow-alliance-' || number AS name, number AS key, span(signed, ended) AS time,
  "on", 'COW alliance ' || number || ' (' || regexp_replace(type, '^Type [^:]*: ', '') || ', ' || signed[:4] || ')' AS label
FROM pact
UNION ALL BY NAME
SELECT line, 'Membership' AS kind, concat_ws('-', number, ccode, entered) AS key, time, "on",
  ccode AS "member@cow", coalesce(thing, 'id:cow-alliance-' || number) AS organization, 'full member' AS status
FROM whole
