-- Stage 5, trace: which date of a page can be believed.
--
-- A page that was published before what it tells of, or after it was captured, has a date that
-- cannot be: the claim stays, and tells nothing of the order. A day is given a day on either side,
-- for zones.

-- table: impossible
select p.page as page, p.value as value, p.origin as origin, e.kind as against,
       min(e.value) as against_value, min(e.at) as against_at, min(e.start) as start,
       min(e.end) as till
from dates p
join dates e on e.page = p.page
where p.kind = 'published' and length(p.value) >= 10
  and ((e.kind = 'captured' and p.at > e.until + 86400000000)
       or ((e.kind = 'told' or e.kind = 'photographed') and e.at >= p.until + 86400000000))
group by p.page, p.value, p.origin, e.kind

-- table: dated
select p.page as page, p.published as value, p.published_precision as precision, p.at as at,
       coalesce(max(d.until), p.at) as until
from pages p
join dates d on d.page = p.page and d.kind = 'published' and d.value = p.published
left join impossible i on i.page = p.page and i.value = p.published
where p.at is not null and i.page is null
  and p.published <> '1970-01-01' and p.published <> '1970-01-01T00:00:00Z'
  and p.published <> '1970-01-01T00:00Z' and p.at > -5364662400000000
group by p.page, p.published, p.published_precision, p.at
