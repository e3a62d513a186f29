-- Stage 5, trace: stories -> for each page, whether it was taken from the page it is measured against.
--
-- The relations are Nicholls's (2019): newswire, press release, source-to-source, common source; a
-- house's own later version is an update. Where both pages credit a third house, neither need have
-- seen the other: that stays unsure.

-- table: sides_of
select k.story as story, k.page as page, k.other as other, k.carries as carries, k.house as house,
       o.house as other_house, o.agency as other_agency, k.dated as dated, o.dated as other_dated,
       case when o.until <= k.at then 8 when k.until <= o.at then -8 else 0 end as clock,
       case when k.house = o.house then 1 else 0 end as one_house
from kin k
join kin o on o.story = k.story and o.page = k.other

-- table: naming
select s.story as story, s.page as page, sum(v.points) as points, min(v.reason) as reason,
       min(v.start) as start, min(v.till) as till, min(v.name) as name
from sides_of s
join voices v on v.story = s.story and v.page = s.page and v.house = s.other_house and v.own = 0
group by s.story, s.page

-- table: named_back
select s.story as story, s.page as page, sum(v.points) as points
from sides_of s
join voices v on v.story = s.story and v.page = s.other and v.house = s.house and v.own = 0
group by s.story, s.page

-- table: thirds
select s.story as story, s.page as page, min(v.house) as third
from sides_of s
join voices v on v.story = s.story and v.page = s.page and v.own = 0 and v.points >= 8
join voices w on w.story = s.story and w.page = s.other and w.own = 0 and w.points >= 8
             and w.house = v.house
group by s.story, s.page

-- table: wires
select a.house as house from agencies a
union
select v.house as house from voices v where v.reason = 'tag in the dateline'

-- table: weighed
select s.story as story, s.page as page, s.other as other, s.carries as carries,
       s.one_house as one_house, s.clock as clock, s.dated as dated, s.other_dated as other_dated,
       n.reason as naming, n.name as name, n.start as start, n.till as till,
       coalesce(n.points, 0) as named_points,
       case when o.page = s.other and o.certainty = 'yes' then 14 else 0 end as origin_points,
       coalesce(b.points, 0) as back_points,
       coalesce(n.points, 0) + s.clock - coalesce(b.points, 0)
           + case when o.page = s.other and o.certainty = 'yes' then 14 else 0 end
           + case when s.one_house = 1 and s.clock > 0 then 12
                  when s.one_house = 1 and s.clock < 0 then -12 else 0 end as points,
       t.third as third, case when i.house is null then 0 else 1 end as from_wire,
       case when r.page is null then 0 else 1 end as release,
       case when j.page is null then 0 else 1 end as doubted
from sides_of s
left join naming n on n.story = s.story and n.page = s.page
left join named_back b on b.story = s.story and b.page = s.page
left join thirds t on t.story = s.story and t.page = s.page
left join origins o on o.story = s.story
left join wires i on i.house = s.other_house
left join (
    select c.page as page from credits c where c.kind = 'press release' group by c.page
) r on r.page = s.other
left join (
    select a as page, b as other from judgements where verdict = 'unsure'
    union
    select b as page, a as other from judgements where verdict = 'unsure'
) j on j.page = s.page and j.other = s.other

-- table: copies
select story, page, other, carries, points, clock, dated, other_dated, naming, name, start, till,
       named_points, origin_points, back_points, third, one_house,
       case when one_house = 1 then 'update'
            when carries = 0 then 'common source'
            when third is not null or from_wire = 1 then 'newswire'
            when release = 1 then 'press release'
            else 'source-to-source' end as relation,
       case when doubted = 1 or (carries = 0 and one_house = 0) then 'unsure'
            when third is not null and origin_points = 0 then 'unsure'
            when points >= 13 then 'yes'
            when points <= -13 then 'no'
            else 'unsure' end as certainty
from weighed
