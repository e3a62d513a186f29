-- Stage 5, trace: stories -> what copies of one text say differently.
--
-- Held against each other are pages that have nearly the whole text, and, for numbers and names, the
-- places where two pages agree before and behind. Dates conflict when they lie more than
-- $date_tolerance_hours hours apart: copies of a wire story take a day to travel and time zones half
-- of one. A house that changes its own text contradicts nobody, nor does one that stands in a byline
-- where its reporter stands in another.

-- table: claimed
select m.story as story, c.kind as kind, c.value as value, c.compared as compared,
       c.at as at, c.page as page
from claims c
join members m on m.page = c.page
left join names n on c.kind = 'byline' and n.house = replace(c.compared, ' ', '')
where (m.role = 'origin' or m.role = 'copy' or m.role = 'rewrite') and n.house is null

-- table: signed
select m.story as story, c.page as page, lower(c.value) as compared, c.value as value,
       case when c.start is null then 1 else 0 end as claim, c.start as start, c.end as till
from credits c
join members m on m.page = c.page
where m.role <> 'shares'
  and ((c.start is null and c.kind = 'reporter' and c.value like '% %'
        and not lower(c.value) like '%desk' and not lower(c.value) like '%staff%'
        and not lower(c.value) like '%report%' and not lower(c.value) like '%news%'
        and not lower(c.value) like '%press%' and not lower(c.value) like '%wire'
        and not lower(c.value) like '%editor%' and not lower(c.value) like '%team%')
       or (c.start is not null and (c.kind = 'reporter' or c.kind = 'writer')))

-- table: uncredited
select s.story as story, s.page as page, s.value as value, s.compared as compared, f.page as by_page
from signed s
join (select story, min(page) as page from signed where claim = 0 group by story) f
  on f.story = s.story
left join (
    select distinct c.story as story, c.page as page
    from signed c
    join (select distinct story, compared from signed where claim = 0) n
      on n.story = c.story and n.compared = c.compared
    where c.claim = 1
) right_one on right_one.story = s.story and right_one.page = s.page
where s.claim = 1 and right_one.page is null

-- table: places
select m.story as story, d.kind as kind, d.other as other, d.other_start as place,
       d.page as page, d.value as value, d.start as start, d.till as till,
       d.other_value as other_value, d.other_till as other_till
from (
    select a as page, b as other, kind, a_value as value, a_start as start, a_end as till,
           b_value as other_value, b_start as other_start, b_end as other_till
    from differences where kind = 'number' or kind = 'name'
    union all
    select b as page, a as other, kind, b_value as value, b_start as start, b_end as till,
           a_value as other_value, a_start as other_start, a_end as other_till
    from differences where kind = 'number' or kind = 'name'
) d
join members m on m.page = d.page and m.copied_from = d.other
join copies c on c.story = m.story and c.page = m.page
where m.role <> 'shares' and c.one_house = 0

-- table: conflicts
select c.story as story, c.kind as kind, 0 as topic, c.value as value, c.compared as compared,
       c.page as page, cast(null as int) as start, cast(null as int) as till
from claimed c
join (
    select d.story as story, d.kind as kind
    from claimed d
    group by d.story, d.kind
    having count(distinct d.compared) > 1
       and coalesce(max(d.at) - min(d.at), 9223372036854775807) > $date_tolerance_hours * 3600000000
) differing on differing.story = c.story and differing.kind = c.kind
union all
select v.story as story, 'agency' as kind, 0 as topic, v.house as value, v.house as compared,
       v.page as page, v.start as start, v.till as till
from voices v
join agencies a on a.house = v.house
join (
    select w.story as story
    from voices w
    join agencies b on b.house = w.house
    where w.points >= 14
    group by w.story
    having count(distinct w.house) > 1
) differing on differing.story = v.story
where v.points >= 14
union all
select u.story as story, 'byline against credits' as kind, 0 as topic, u.value as value,
       u.compared as compared, u.page as page, cast(null as int) as start, cast(null as int) as till
from uncredited u
union all
select distinct u.story as story, 'byline against credits' as kind, 0 as topic,
       concat('credited: ', s.value) as value, concat('credited: ', s.compared) as compared,
       s.page as page, s.start as start, s.till as till
from uncredited u
join signed s on s.story = u.story and s.page = u.by_page and s.claim = 0
union all
select m.story as story, 'impossible date' as kind, 0 as topic,
       concat('published ', i.value) as value, concat(' ', i.value) as compared, i.page as page,
       cast(null as int) as start, cast(null as int) as till
from impossible i
join members m on m.page = i.page
union all
select m.story as story, 'impossible date' as kind, 0 as topic,
       concat(i.against, ' ', i.against_value) as value,
       concat(i.against, ' ', i.against_value) as compared, i.page as page, i.start as start,
       i.till as till
from impossible i
join members m on m.page = i.page
union all
select p.story as story, p.kind as kind,
       dense_rank() over (partition by p.story, p.kind order by p.other, p.place) as topic,
       p.value as value, lower(p.value) as compared, p.page as page, p.start as start, p.till as till
from places p
union all
select distinct story, kind, topic, other_value as value, lower(other_value) as compared,
       other as page, place as start, other_till as till
from (
    select p.story as story, p.kind as kind, p.other_value as other_value, p.other as other,
           p.place as place, p.other_till as other_till,
           dense_rank() over (partition by p.story, p.kind order by p.other, p.place) as topic
    from places p
) placed
