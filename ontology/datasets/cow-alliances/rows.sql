-- Each alliance by its number (the file names none), each spell of a member as a membership.
WITH member AS (
  SELECT line, version4id AS number, ccode, ss_type, "left_censor", "right_censor",
    edtf(all_st_year, all_st_month, all_st_day) AS signed, edtf(all_end_year, all_end_month, all_end_day) AS ended,
    edtf(mem_st_year, mem_st_month, mem_st_day) AS entered, edtf(mem_end_year, mem_end_month, mem_end_day) AS gone,
    by_day(mem_st_year, mem_st_month, mem_st_day) AS "on"
  FROM file
), spell AS (
  SELECT member.*, thing,
    -- What had begun before the first year of the data began with the alliance itself.
    CASE WHEN left_censor = '1' AND signed <> '' THEN signed ELSE entered END
      || '/' || CASE WHEN right_censor = '1' AND gone = '' THEN '..' ELSE gone END AS time
  FROM member LEFT JOIN things ON things.key = number
), pact AS (
  SELECT number, min(line) AS line, any_value(ss_type) AS type, any_value(signed) AS signed,
    CASE WHEN any_value(ended) = '' AND max(right_censor) = '1' THEN '..' ELSE coalesce(any_value(ended), '') END AS ended,
    min("on") AS "on"
  FROM spell WHERE thing IS NULL GROUP BY number
)
SELECT line, 'Alliance' AS kind, 'cow-alliance-' || number AS name, number AS key, span(signed, ended) AS time,
  "on", 'COW alliance ' || number || ' (' || regexp_replace(type, '^Type [^:]*: ', '') || ', ' || signed[:4] || ')' AS label
FROM pact
UNION ALL BY NAME
SELECT line, 'Membership' AS kind, concat_ws('-', number, ccode, entered) AS key, time, "on",
  ccode AS "member@cow", coalesce('id:' || thing, 'id:cow-alliance-' || number) AS organization, 'full member' AS status
FROM spell
