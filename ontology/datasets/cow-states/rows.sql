-- A spell of membership in the state system, as a code that a state bears for its time. A code that
-- the graph knows in these years stays with whom it has; a state that the graph lacks is made.
WITH spell AS (
  SELECT line, ccode, stateabb, statenme,
    edtf(styear, stmonth, stday) AS first, edtf(endyear, endmonth, endday) AS last,
    make_date(part(styear), part(stmonth), part(stday)) AS begun,
    make_date(part(endyear), part(endmonth), part(endday)) AS over
  FROM file
), known AS (
  SELECT spell.line, begun, over, greatest(coalesce("start", begun), begun) AS s, least(coalesce("end", over), over) AS e
  FROM spell JOIN codes ON scheme = 'cow' AND try_cast(code AS INTEGER) = try_cast(ccode AS INTEGER)
    AND coalesce("start", begun) <= over AND coalesce("end", over) >= begun
), bearer AS (
  SELECT try_cast(code AS INTEGER) AS ccode, min(thing) AS thing, count(DISTINCT thing) AS things
  FROM codes WHERE scheme = 'cow' GROUP BY 1
), gap AS (
  SELECT line, coalesce(max(e) OVER (PARTITION BY line ORDER BY s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) + 1, begun) AS a,
    s - 1 AS b FROM known
  UNION ALL SELECT line, max(e) + 1, any_value(over) FROM known GROUP BY line
  UNION ALL SELECT line, begun, over FROM spell WHERE line NOT IN (SELECT line FROM known)
), told AS (
  SELECT spell.line, spell.ccode, stateabb, statenme, a, b, CASE WHEN bearer.things = 1 THEN bearer.thing END AS thing,
    strftime(a, '%Y-%m-%d') || '/' || CASE WHEN b >= DATE '2016-12-31' THEN '..' ELSE strftime(b, '%Y-%m-%d') END AS time
  -- Where two lists differ by less than a year, they differ over a day, and not over a state.
  FROM gap JOIN spell USING (line) LEFT JOIN bearer ON bearer.ccode = try_cast(spell.ccode AS INTEGER)
  WHERE b - a >= 365
)
SELECT min(line) AS line, 'State' AS kind, 'cow-state-' || ccode AS name, 'state-' || ccode AS key, min(a) AS "on",
  strftime(min(a), '%Y-%m-%d') || '/' || split_part(arg_max(time, a), '/', 2) AS time,
  any_value(statenme) || ' (' || year(min(a)) || '–' || CASE WHEN max(b) >= DATE '2016-12-31' THEN '' ELSE year(max(b))::VARCHAR END || ')' AS label
FROM told WHERE thing IS NULL GROUP BY ccode
UNION ALL BY NAME
SELECT line, 'CodeAssignment' AS kind, NULL AS name, concat_ws('-', 'cow', ccode, a) AS key, a AS "on", time,
  coalesce(thing, 'id:cow-state-' || ccode) AS coded, 'cow' AS "codeScheme", ccode AS code
FROM told
UNION ALL BY NAME
SELECT line, 'CodeAssignment' AS kind, NULL AS name, concat_ws('-', 'abb', stateabb, a) AS key, a AS "on", time,
  coalesce(thing, 'id:cow-state-' || ccode) AS coded, 'cow-abbreviation' AS "codeScheme", stateabb AS code
FROM told
