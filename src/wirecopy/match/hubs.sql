-- Stage 3, match: fingerprints -> pairs of pages whose texts are worth comparing.
--
-- Star of three: each page is linked to the three earliest pages that share a fingerprint with it,
-- never to all of them, so that the work grows with the pages of a story and not with their square.
-- "Earlier" is the order (at, page), total and the same in every run. A fingerprint on more than
-- $rare_pages pages counts half: a turn of phrase of the desk, or a story that rarer ones show too.

-- table: buckets
select hash, count(*) as pages
from fingerprints
group by hash
having count(*) > 1

-- table: hubs
select placed.hash as hash, placed.page as page, placed.at as at, placed.pages as pages
from (
    select f.hash as hash, f.page as page, f.at as at, k.pages as pages,
           row_number() over (partition by f.hash order by f.at, f.page) as place
    from fingerprints f
    join buckets k on k.hash = f.hash
) placed
where place <= 3

-- table: pairs
select h.page as a, f.page as b
from hubs h
join fingerprints f on f.hash = h.hash
where f.at > h.at or (f.at = h.at and f.page > h.page)
group by h.page, f.page
having sum(case when h.pages <= $rare_pages then 2 else 1 end) >= 2 * $min_shared_fingerprints
