-- Stage 1, read: number the pages of dumps that were read in stretches, in the order of the bytes,
-- and leave out what is known. `rows` is what was read, `files` what of it was asked for. Two parts
-- of one name, place and content are one page: the second is skipped.

-- table: numbered
select r.file as file, r.page as page, r.ordinal as ordinal,
       cast(case when f.stretched = 1
                 then row_number() over (partition by r.file order by r.byte_start, r.ordinal, r.page)
                      + f.pages_before
                 else r.ordinal end as int) as number
from (select file, page, min(byte_start) as byte_start, min(ordinal) as ordinal
      from rows where skipped is null group by file, page) r
join (select file, max(pages_before) as pages_before,
             max(case when byte_end is null then 0 else 1 end) as stretched
      from files group by file) f on f.file = r.file

-- table: pages
select r.page as page, r.page_id as page_id, r.file as file, r.member as member, r.byte_start as
       byte_start, r.byte_end as byte_end, n.number as ordinal, r.text as text, r.url as
       url, r.outlet as outlet, r.title as title, r.byline as byline, r.published as
       published, r.published_precision as published_precision, r.published_origin as
       published_origin, r.published_text as published_text, r.at as at, r.language as
       language, r.front_matter as front_matter, r.claims as claims, r.sha256 as sha256,
       r.reader as reader, r.skipped as skipped
from rows r
join numbered n on n.page = r.page and n.ordinal = r.ordinal
left join known k on k.page = r.page
where k.page is null and n.number <= $most

-- table: skipped
select s.file as file, s.member as member, s.byte_start as byte_start, s.byte_end as byte_end,
       s.skipped as skipped,
       cast(row_number() over (
           partition by s.file, s.member, s.byte_start, s.skipped order by coalesce(s.byte_end, -1)
       ) - 1 as int) as place
from (
    select file, member, byte_start, byte_end, skipped from rows where skipped is not null
    union all
    select r.file as file, r.member as member, r.byte_start as byte_start, r.byte_end as byte_end,
           'the same page once more: its name, place and bytes' as skipped
    from rows r join numbered n on n.page = r.page
    where r.ordinal <> n.ordinal
    union all
    select r.file as file, r.member as member, r.byte_start as byte_start,
           cast(null as bigint) as byte_end, '$behind' as skipped
    from rows r join numbered n on n.page = r.page and n.ordinal = r.ordinal
    where n.number = $most + 1
) s

-- table: counted
select file, max(number) as pages
from numbered
group by file
