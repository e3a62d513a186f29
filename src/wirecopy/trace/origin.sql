-- Stage 5, trace: stories -> who a story comes from, with reasons, or unsure.
--
-- A candidate is a house: an outlet or agency, in the pile or not. What the pages say (`voices`) and
-- the order of their dates give it points; what is said on many copies of one text counts once. The
-- first of the houses is the origin if it has 13 points (twenty to one) and 6 more than the next.
-- Within a house the page is its first by the house's own clock; without dates a text of 100 words or
-- more that one other page has with a fifth more came before it (95 in 100 times, 82 where there are
-- more such pages, 89 where it is shorter: Reuters 2006-2009).

-- table: house_firsts
select k.story as story, k.house as house, min(k.agency) as agency, count(*) as pages,
       min(k.at) as at
from kin k
where k.house is not null and k.carries = 1
group by k.story, k.house

-- table: rivals
select story, house, until, next_at, timed
from (
    select f.story as story, f.house as house, f.at as at, f.until as until, f.timed as timed,
           lead(f.at) over (partition by f.story order by f.at, f.house) as next_at,
           row_number() over (partition by f.story order by f.at, f.house) as place
    from (
        select k.story as story, coalesce(k.house, '?') as house, min(k.at) as at,
               min(k.until) as until,
               min(case when length(k.dated) > 10 then 1 else 0 end) as timed
        from kin k
        where k.at is not null
        group by k.story, coalesce(k.house, '?')
    ) f
) placed
where place = 1 and house <> '?'

-- table: evidence
select story, house, reason, max(points) as points
from (
    select v.story as story, v.house as house, v.reason as reason, v.points as points
    from voices v
    where v.own = 0
    union all
    select v.story as story, v.house as house, 'named on pages of several outlets' as reason,
           5 as points
    from voices v
    join kin k on k.story = v.story and k.page = v.page
    where v.own = 0 and v.points >= 10
    group by v.story, v.house
    having count(distinct k.house) > 1
    union all
    select f.story as story, f.house as house, 'its own page is here' as reason, 10 as points
    from house_firsts f
    join (select distinct story, house from voices where own = 0 and points >= 6) v
      on v.story = f.story and v.house = f.house
    union all
    select f.story as story, f.house as house, 'an agency, whose texts others carry' as reason,
           14 as points
    from house_firsts f
    join whole w on w.story = f.story
    where f.agency = 1 and w.well_carried > 0 and (w.houses > 1 or w.unknown > 0)
    union all
    select f.story as story, f.house as house, 'no other outlet in its story' as reason, 14 as points
    from house_firsts f
    join whole w on w.story = f.story
    where w.houses = 1 and w.unknown = 0
    union all
    select r.story as story, r.house as house,
           case when r.timed = 1 then 'earliest dated' else 'earliest day' end as reason,
           case when r.timed = 1 then 8 else 5 end as points
    from rivals r
    where r.next_at >= r.until
    union all
    select k.story as story, k.house as house, 'a press release' as reason, 8 as points
    from kin k
    join credits c on c.page = k.page and c.kind = 'press release'
    where k.house is not null and k.carries = 1
    union all
    select k.story as story, k.house as house, 'tells of itself' as reason, 6 as points
    from kin k
    join marks m on m.page = k.page and m.kind = 'itself'
    join whole w on w.story = k.story
    where k.house is not null and k.carries = 1 and w.houses > 1
    union all
    select j.story as story, j.house as house, 'judged' as reason, 1000 as points
    from judged_first j
) said
group by story, house, reason

-- table: candidates
select story, house, score, place, coalesce(next_score, 0) as next_score
from (
    select e.story as story, e.house as house, e.score as score,
           row_number() over (
               partition by e.story
               order by e.score desc, coalesce(f.at, 9223372036854775807), e.house
           ) as place,
           lead(e.score) over (
               partition by e.story
               order by e.score desc, coalesce(f.at, 9223372036854775807), e.house
           ) as next_score
    from (select story, house, sum(points) as score from evidence group by story, house) e
    left join house_firsts f on f.story = e.story and f.house = e.house
) placed
where place <= 2

-- table: lined
select k.story as story, k.page as page, k.house as house, k.words as words, k.at as at,
       k.until as until, k.dated as dated,
       row_number() over (
           partition by k.story, k.house
           order by case when j.page is null then 1 else 0 end,
                    coalesce(k.at, 9223372036854775807), k.words, k.page
       ) as place
from kin k
left join judged_first j on j.story = k.story and j.page = k.page
where k.carries = 1

-- table: page_points
select story, house, page, dated, words, next_dated, others, next_words,
       case when points = 11 and (longer > 1 or words < 100) then 7 else points end as points
from (
    select f.story as story, f.house as house, f.page as page, f.dated as dated, f.words as words,
           sum(case when f.until <= o.at then 0 else 1 end) as longer,
           min(case when o.page is null then 100
                    when f.until <= o.at then 20
                    when 5 * o.words >= 6 * f.words and (f.at is null or o.at is null or o.at < f.until)
                    then 11
                    else 0 end) as points,
           min(o.dated) as next_dated, count(o.page) as others,
           min(case when o.page is not null and (f.until is null or o.at is null or o.at < f.until)
                    then o.words end) as next_words
    from lined f
    left join lined o
      on o.story = f.story and o.house = f.house and o.place > 1
    where f.place = 1 and f.house is not null
    group by f.story, f.house, f.page, f.dated, f.words
) weighed

-- table: chosen
select w.story as story, w.pages as pages, w.carried as carried, j.page as judged_page,
       case when j.page is not null then j.house else c.house end as house,
       coalesce(c.score, 0) as score, coalesce(c.next_score, 0) as next_score
from whole w
left join candidates c on c.story = w.story and c.place = 1
left join judged_first j on j.story = w.story

-- table: origins
select c.story as story, c.house as house,
       coalesce(n.name, case when c.house = lower(c.house) then s.name end, c.house) as name,
       coalesce(c.judged_page, p.page, case when c.house is null then b.base end) as page,
       c.score as score, c.next_score as next_score, c.judged_page as judged_page,
       case when c.judged_page is not null then 'yes'
            when c.house is not null and c.score >= 13 and c.score - c.next_score >= 6
                 and (c.pages = 1 or c.carried > 0)
                 and coalesce(p.points, 100) >= 10
            then 'yes' else 'unsure' end as certainty
from chosen c
join bases b on b.story = c.story
left join (select house, name from names where agency = 0) n on n.house = c.house
left join (
    select story, house, min(name) as name from voices where own = 0 group by story, house
) s on s.story = c.story and s.house = c.house
left join page_points p on p.story = c.story and p.house = c.house
