-- Stage 4, align: stories -> what each page is to its story.
--
-- `stories` names each page's story (by its smallest page); `lengths` are story words.

-- table: lengths
select page, max(words) as words
from (
    select a as page, a_words as words from aligned
    union all
    select b as page, b_words as words from aligned
) sides
group by page

-- table: bases
select story, page as base
from (
    select s.story as story, s.page as page,
           row_number() over (
               partition by s.story
               order by s.is_guest, coalesce(p.at, 9223372036854775807), coalesce(l.words, 0) desc, s.page
           ) as place
    from stories s
    join pages p on p.page = s.page
    left join lengths l on l.page = s.page
) placed
where place = 1

-- table: sides
select a as page, b as other, a_words as words, a_shared as shared,
       b_words as other_words, b_shared as other_shared, matched, quoted
from aligned
union all
select b as page, a as other, b_words as words, b_shared as shared,
       a_words as other_words, a_shared as other_shared, matched, quoted
from aligned

-- table: unmeasured
select case when t.base_at = t.page_at and t.page < t.base then t.page else t.base end as a,
       case when t.base_at = t.page_at and t.page < t.base then t.base else t.page end as b
from (
    select k.base as base, s.page as page,
           coalesce(p.at, 9223372036854775807) as base_at,
           coalesce(q.at, 9223372036854775807) as page_at
    from stories s
    join bases k on k.story = s.story
    join pages p on p.page = k.base
    join pages q on q.page = s.page
    left join sides d on d.page = s.page and d.other = k.base
    where s.page <> k.base and d.page is null
) t
