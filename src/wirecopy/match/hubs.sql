-- Stage 3, match: fingerprints -> pairs of pages whose texts are worth comparing.
--
-- Star of three: each page is linked to the three earliest pages that share a fingerprint with it,
-- never to all of them, so that the work grows with the pages of a story and not with their square.
-- "Earlier" is the order (at, page), total and the same in every run. A fingerprint on more than
-- $rare_pages pages counts half: a turn of phrase of the desk, or a story that rarer ones show too.
--
-- Two pages are worth comparing if they share $min_shared_fingerprints runs of words, or a sixth of
-- the fingerprints of names that the page with fewer of them has, or some of each. (Two names in
-- common say little about long pages; of pages with next to no names, eight are supposed.) All is
-- counted in whole numbers, twice over for the halves.
--
-- Only what new pages touch is looked at again: `old_fingerprints` were matched before, and
-- `kept_pairs` came of it; the answer is that of matching all at once. What a new page changes for
-- two old ones can only take from their pair: it may push a page from the three earliest, or make
-- a rare fingerprint common.

-- table: touched
select o.hash as hash, o.page as page, o.at as at, o.names as names
from old_fingerprints o
where o.hash in (select hash from new_fingerprints)

-- table: buckets
select hash, count(*) as pages, sum(old) as old_pages
from (
    select hash, 0 as old from new_fingerprints
    union all
    select hash, 1 as old from touched
) met
group by hash
having count(*) > 1

-- table: hubs
select placed.hash as hash, placed.page as page, placed.at as at, placed.names as names,
       placed.old as old,
       case when place > 3 then 0 when pages <= $rare_pages then 2 else 1 end as counts,
       case when old = 0 or old_place > 3 then 0
            when old_pages <= $rare_pages then 2 else 1 end as counted
from (
    select f.hash as hash, f.page as page, f.at as at, f.names as names, f.old as old,
           k.pages as pages, k.old_pages as old_pages,
           row_number() over (partition by f.hash order by f.at, f.page) as place,
           sum(f.old) over (
               partition by f.hash order by f.at, f.page
               rows between unbounded preceding and current row
           ) as old_place
    from (
        select n.hash as hash, n.page as page, n.at as at, n.names as names, 0 as old
        from new_fingerprints n
        union all
        select t.hash as hash, t.page as page, t.at as at, t.names as names, 1 as old
        from touched t
    ) f
    join buckets k on k.hash = f.hash
) placed
where place <= 3 or (old = 1 and old_place <= 3)

-- table: links
select a, b, old, words, names, of_names
from (
    select h.page as a, f.page as b, h.old * f.old as old,
           sum(case when f.names = 0 then h.counts - h.counted * f.old else 0 end) as words,
           sum(case when f.names > 0 then h.counts - h.counted * f.old else 0 end) as names,
           greatest(8, max(least(h.names, f.names))) as of_names
    from hubs h
    join (
        select n.hash as hash, n.page as page, n.at as at, n.names as names, 0 as old
        from new_fingerprints n
        union all
        select t.hash as hash, t.page as page, t.at as at, t.names as names, 1 as old
        from touched t
    ) f on f.hash = h.hash
    where (f.at > h.at or (f.at = h.at and f.page > h.page)) and h.counts <> h.counted * f.old
    group by h.page, f.page, h.old * f.old
) counted
where old = 1
   or words * of_names + names * 6 * $min_shared_fingerprints
      >= 2 * $min_shared_fingerprints * of_names

-- table: pairs
select a, b, words, names, of_names
from links
where old = 0
union all
select a, b, words, names, of_names
from (
    select p.a as a, p.b as b, p.of_names as of_names,
           p.words + coalesce(l.words, 0) as words, p.names + coalesce(l.names, 0) as names
    from kept_pairs p
    left join links l on l.a = p.a and l.b = p.b and l.old = 1
) kept
where words * of_names + names * 6 * $min_shared_fingerprints
      >= 2 * $min_shared_fingerprints * of_names
