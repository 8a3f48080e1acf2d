-- A common border by land or river. The last month of the data is no end: nothing is known since.
SELECT line, 'Contiguity' AS kind, concat_ws('-', statelno, statehno, "begin") AS key,
  edtf("begin"[:4], "begin"[5:6], '') || '/' || CASE WHEN "end" = '201612' THEN '..' ELSE edtf("end"[:4], "end"[5:6], '') END AS time,
  by_day("begin"[:4], "begin"[5:6], '') AS "on", [statelno, statehno] AS "party@cow",
  CASE WHEN NOT regexp_matches("begin" || '-' || "end", '^[0-9]{6}-[0-9]{6}$') THEN 'begin and end are no year and month' END AS refused
FROM file WHERE conttype = '1'
