-- Stage 5, trace: decisions -> the reasons that are shown for them, in their order.
--
-- `weight` is in tens to one as powers: 1.0 is ten to one, 2.0 a hundred to one. `subject` is a page,
-- or the story itself for its origin. Names are listed in docs/trace.md.

-- table: first_voice
select story, house, reason, page, name, start, till, times
from (
    select v.story as story, v.house as house, v.reason as reason, v.page as page, v.name as name,
           v.start as start, v.till as till,
           count(*) over (partition by v.story, v.house, v.reason) as times,
           row_number() over (
               partition by v.story, v.house, v.reason
               order by v.points desc, coalesce(k.at, 9223372036854775807), v.page
           ) as place
    from voices v
    join kin k on k.story = v.story and k.page = v.page
    where v.own = 0
) placed
where place = 1

-- table: why_origin
select o.story as story, e.reason as name,
       case when f.page is not null
            then concat(f.name, ', on ', f.times, ' of ', w.pages, case when w.pages = 1 then ' page' else ' pages' end)
            when e.reason = 'judged' then 'by a person; wirecopy judge lists by whom'
            else o.name end as detail,
       f.page as page, f.start as start, f.till as till, e.points as points, 0 as rank
from origins o
join whole w on w.story = o.story
join evidence e on e.story = o.story and e.house = o.house
left join first_voice f on f.story = o.story and f.house = o.house and f.reason = e.reason
union all
select o.story as story, 'says it is a later version' as name, min(m.value) as detail,
       o.page as page, min(m.start) as start, min(m.end) as till, 0 as points, 3 as rank
from origins o
join marks m on m.page = o.page and (m.kind = 'note' or m.kind = 'version')
group by o.story, o.page
union all
select o.story as story, 'also named' as name,
       concat(coalesce(n.name, c.house), ', for whom less speaks') as detail,
       cast(null as bigint) as page, cast(null as int) as start, cast(null as int) as till,
       -c.score as points, 2 as rank
from origins o
join candidates c on c.story = o.story and c.place = 2
left join (select house, name from names where agency = 0) n on n.house = c.house
union all
select o.story as story,
       case when p.points = 20 then 'first by date' when p.points = 11 or p.points = 7 then 'shorter text'
            when p.dated is null then 'no date tells' else 'dates do not tell' end as name,
       case when p.points = 20 then concat(p.dated, '; the next is dated ', p.next_dated)
            when p.points = 11 or p.points = 7 then concat(p.words, ' words, the next has ', p.next_words)
            else coalesce(p.dated, 'which of its pages was first') end as detail,
       p.page as page, cast(null as int) as start, cast(null as int) as till, p.points as points,
       1 as rank
from origins o
join page_points p on p.story = o.story and p.house = o.house
where p.others > 0
union all
select o.story as story,
       case when k.at is null then 'fullest text'
            when n.at is null then 'only one dated'
            when k.until <= n.at then 'earliest dated'
            else 'dates do not tell' end as name,
       case when k.at is null then 'no page of the story has a date'
            when n.at is null then k.dated
            when k.until <= n.at then concat(k.dated, '; the next is dated ', n.dated)
            else concat(k.dated, ', and another page ', n.dated) end as detail,
       k.page as page, cast(null as int) as start, cast(null as int) as till, 3 as points, 1 as rank
from origins o
join whole w on w.story = o.story
join bases b on b.story = o.story
join kin k on k.story = o.story and k.page = b.base
left join (
    select placed.story as story, placed.at as at, placed.dated as dated
    from (
        select k.story as story, k.at as at, k.dated as dated,
               row_number() over (partition by k.story order by k.at, k.page) as place
        from kin k
        join bases c on c.story = k.story
        where k.at is not null and k.page <> c.base
    ) placed
    where place = 1
) n on n.story = o.story
where o.house is null and w.pages > 1 and o.judged_page is null
union all
select o.story as story, 'judged' as name, 'by a person; wirecopy judge lists by whom' as detail,
       o.judged_page as page, cast(null as int) as start, cast(null as int) as till,
       1000 as points, 0 as rank
from origins o
where o.judged_page is not null and o.house is null

-- table: why_copy
select story, page, 'shares text' as name,
       concat(coalesce(m.shared, 0), ' of its ', coalesce(m.words, 0), ' words; of the other ',
              coalesce(m.other_shared, 0), ' of ', coalesce(m.other_words, 0)) as detail,
       cast(null as int) as start, cast(null as int) as till, m.share as weight, 0 as rank
from members m
where m.copied_from is not null
union all
select c.story as story, c.page as page, c.relation as name,
       case when c.third is not null then concat('both credit ', c.third)
            when c.carries = 0 then 'they share less than either has'
            when c.one_house = 1 then 'one outlet has both'
            else 'by what both say' end as detail,
       cast(null as int) as start, cast(null as int) as till, cast(0.0 as double) as weight, 1 as rank
from copies c
union all
select c.story as story, c.page as page, c.naming as name, c.name as detail, c.start as start,
       c.till as till, cast(c.named_points as double) / 10 as weight, 2 as rank
from copies c
where c.named_points > 0
union all
select c.story as story, c.page as page, 'taken from the origin' as name,
       'the page it is measured against is the origin of the story' as detail,
       cast(null as int) as start, cast(null as int) as till, cast(c.origin_points as double) / 10 as weight,
       3 as rank
from copies c
where c.origin_points > 0
union all
select c.story as story, c.page as page,
       case when c.clock > 0 then 'later dated' else 'earlier dated' end as name,
       concat(c.dated, '; the other is dated ', c.other_dated) as detail,
       cast(null as int) as start, cast(null as int) as till, cast(c.clock as double) / 10 as weight, 4 as rank
from copies c
where c.clock <> 0
union all
select c.story as story, c.page as page, 'named by the other' as name,
       'the other page names the house of this one' as detail,
       cast(null as int) as start, cast(null as int) as till, cast(-c.back_points as double) / 10 as weight,
       5 as rank
from copies c
where c.back_points > 0

-- table: exchanges
select m.story as story, m.page as page, m.copied_from as other, d.count as count,
       m.words as words
from members m
join copies c on c.story = m.story and c.page = m.page
join differences d on d.kind = 'exchanged'
 and ((d.a = m.page and d.b = m.copied_from) or (d.b = m.page and d.a = m.copied_from))
where d.count >= 12 and 25 * d.count >= m.words and c.one_house = 0

-- table: odd_places
select c.story as story, c.page as page, d.usual as usual, d.value as value,
       d.other_value as other_value, d.start as start, d.till as till
from copies c
join (
    select a as page, b as other, case when kind = 'odd in b' then 1 else 0 end as usual,
           a_value as value, a_start as start, a_end as till, b_value as other_value
    from differences where kind = 'odd in a' or kind = 'odd in b'
    union all
    select b as page, a as other, case when kind = 'odd in a' then 1 else 0 end as usual,
           b_value as value, b_start as start, b_end as till, a_value as other_value
    from differences where kind = 'odd in a' or kind = 'odd in b'
) d on d.page = c.page and d.other = c.other
where c.one_house = 0 and c.certainty <> 'no'

-- table: odd_pages
select story, page, odd, usual
from (
    select story, page, sum(1 - usual) as odd, sum(usual) as usual
    from odd_places group by story, page
) counted
where odd >= 4 and odd >= 4 * usual

-- table: why_text
select e.story as story, e.page as page, 'words exchanged one for one' as name,
       concat(e.count, ' of its ', e.words, ' words stand where the other page has others') as detail,
       cast(null as int) as start, cast(null as int) as till, cast(1.0 as double) as weight, 0 as rank
from exchanges e
union all
select story, page, 'words exchanged one for one' as name,
       concat(value, ' for ', other_value) as detail, start, till, cast(0.1 as double) as weight, 1 as rank
from (
    select e.story as story, e.page as page, d.value as value, d.other_value as other_value,
           d.start as start, d.till as till,
           row_number() over (partition by e.story, e.page order by d.start) as place
    from exchanges e
    join (
        select a as page, b as other, a_value as value, a_start as start, a_end as till,
               b_value as other_value
        from differences where kind = 'word'
        union all
        select b as page, a as other, b_value as value, b_start as start, b_end as till,
               a_value as other_value
        from differences where kind = 'word'
    ) d on d.page = e.page and d.other = e.other
) placed
where place <= 5
union all
select o.story as story, o.page as page, 'odd collocations' as name,
       concat(cast(o.odd as int), ' where the other page has what is usual in English; ', cast(o.usual as int),
              ' the other way round') as detail,
       cast(null as int) as start, cast(null as int) as till, cast(0.8 as double) as weight, 2 as rank
from odd_pages o
union all
select story, page, 'odd collocations' as name, concat(value, ' for ', other_value) as detail,
       start, till, cast(0.1 as double) as weight, 3 as rank
from (
    select p.story as story, p.page as page, p.value as value, p.other_value as other_value,
           p.start as start, p.till as till,
           row_number() over (partition by p.story, p.page order by p.start, p.till) as place
    from odd_places p
    join odd_pages o on o.story = p.story and o.page = p.page
    where p.usual = 0
) placed
where place <= 8
union all
select m.story as story, s.page as page, s.name as name, s.detail as detail, s.start as start,
       s.end as till, s.weight as weight, 4 as rank
from signs s
join members m on m.page = s.page

-- table: reasons
select 'origin' as about, story, story as subject,
       row_number() over (partition by story order by rank, points desc, name, detail) - 1 as place,
       name, detail, page, start, till, cast(points as double) / 10 as weight
from why_origin
union all
select 'copy' as about, story, page as subject,
       row_number() over (partition by story, page order by rank, name, detail) - 1 as place,
       name, detail, page, start, till, weight
from why_copy
union all
select 'text' as about, story, page as subject,
       row_number() over (partition by story, page order by rank, coalesce(start, -1), name, detail) - 1 as place,
       name, detail, page, start, till, weight
from why_text
