-- Stage 7, count: stories -> how many independent sources remain when copies are taken away.
--
-- What is its own is what it shares with no page before it. A page of the story's house stands for
-- the origin. A page that has $own_words words of its own or more, and $own_share of its text or
-- more, did its own reporting beside what it shares: it is a source of its own, once for each
-- house. Every other page collapses to the origin, and so does a guest: what a roundup has beside
-- this story is other stories. A page alone in its story, too short to be of another, whose words
-- stand for the most part on an earlier page of another house, is not called own reporting.

-- table: leaned
select n.story as story, n.page as page, max(d.shared) as shared
from kin n
join sides d on d.page = n.page
join kin t on t.story = n.story and t.page = d.other
where t.page = n.other or t.at < n.at
   or (coalesce(t.at, 9223372036854775807) = coalesce(n.at, 9223372036854775807) and t.page < n.page)
group by n.story, n.page

-- table: beside
select n.page as page, max(d.matched) as shared
from kin n
join whole w on w.story = n.story
join sides d on d.page = n.page
left join owners q on q.page = d.other
left join dated y on y.page = d.other
where w.pages = 1 and (n.house is null or q.house is null or n.house <> q.house)
  and (n.at is null or y.at is null or y.at <= n.at)
group by n.page

-- table: sourced
select k.story as story, k.page as page, k.role as role, k.house as house, r.name as outlet,
       k.own as own, k.words as words,
       case when k.is_beside = 1 and 2 * k.own <= k.words then 'unsure'
            when w.pages = 1 and (o.house is null or o.house = k.house) then 'alone'
            when o.house is not null and o.house = k.house then 'origin'
            when k.is_guest = 1 then 'copy'
            when k.other is null and w.carried = 0 and o.score < 13 then 'own'
            when k.other is null then 'copy'
            when k.own >= $own_words and k.own >= $own_share * k.words then 'own'
            when 2 * k.own >= $own_words and 3 * k.own >= 2 * $own_share * k.words
                 then 'unsure'
            else 'copy' end as kind
from (
    select n.story as story, n.page as page, n.role as role, n.house as house, n.other as other,
           case when b.page is not null then n.words - b.shared
                when n.other is null then 0 else n.words - coalesce(l.shared, 0) end as own,
           n.words as words, coalesce(g.is_guest, 0) as is_guest,
           case when b.page is null then 0 else 1 end as is_beside
    from kin n
    left join stories g on g.story = n.story and g.page = n.page
    left join leaned l on l.story = n.story and l.page = n.page
    left join beside b on b.page = n.page
) k
join whole w on w.story = k.story
join origins o on o.story = k.story
left join owners r on r.page = k.page

-- table: sources
select o.story as story, 0 as place, 'origin' as kind, coalesce(o.name, 'not known') as name,
       w.pages - coalesce(n.pages, 0) as pages
from origins o
join whole w on w.story = o.story
left join (select story, count(*) as pages from sourced where kind = 'own' group by story) n
  on n.story = o.story
where w.pages > coalesce(n.pages, 0)
union all
select s.story as story,
       row_number() over (
           partition by s.story order by coalesce(min(s.outlet), 'not known'), min(s.page)
       ) as place,
       'own' as kind, coalesce(min(s.outlet), 'not known') as name, count(*) as pages
from sourced s
where s.kind = 'own'
group by s.story, coalesce(s.house, cast(s.page as string))

-- table: counts
select c.story as story, c.sources as sources, c.own_pages as own_pages, c.certainty as certainty,
       c.unsure_pages as unsure_pages
from (
    select s.story as story, max(n.sources) as sources,
           sum(case when s.kind = 'own' or s.kind = 'alone' then 1 else 0 end)
               + max(case when s.kind = 'origin' then 1 else 0 end) as own_pages,
           sum(case when s.kind = 'unsure' then 1 else 0 end) as unsure_pages,
           case when sum(case when s.kind = 'unsure' then 1 else 0 end) > 0 then 'unsure'
                else 'yes' end as certainty
    from sourced s
    join (select story, count(*) as sources from sources group by story) n on n.story = s.story
    group by s.story
) c

-- table: why_count
select s.story as story, s.page as page, 'own reporting' as name,
       concat(coalesce(s.outlet, 'not known'), ': ', s.own, ' of ', s.words, ' words are its own')
           as detail,
       cast(1.0 as double) as weight, 1 as rank
from sourced s
where s.kind = 'own'
union all
select s.story as story, s.page as page, 'own part not clear' as name,
       concat(coalesce(s.outlet, 'not known'), ': ', s.own, ' of ', s.words, ' words are its own')
           as detail,
       cast(0.0 as double) as weight, 2 as rank
from sourced s
where s.kind = 'unsure'
union all
select o.story as story, cast(null as bigint) as page, 'copies collapse' as name,
       concat(w.pages - coalesce(n.pages, 0), ' pages come to one source: ',
              coalesce(o.name, 'not known')) as detail,
       cast(1.0 as double) as weight, 0 as rank
from origins o
join whole w on w.story = o.story
left join (select story, count(*) as pages from sourced where kind = 'own' group by story) n
  on n.story = o.story
where w.pages > 1 and w.pages > coalesce(n.pages, 0)

-- table: count_reasons
select 'sources' as about, story, story as subject,
       row_number() over (partition by story order by rank, name, detail, coalesce(page, 0)) - 1 as place,
       name, detail, page, cast(null as int) as start, cast(null as int) as till, weight
from why_count
