-- Stage 4, align: aligned pairs -> edges between pages of one story.
--
-- The rule is a share of the shorter text, never a count of shared fingerprints: a count chains
-- unrelated stories together through phrases and templates. A text below $min_story_words words
-- must be shared nearly whole.
--
-- What counts is the words that both texts have in order (`matched`), and less of them where one
-- text was gone through from end to end and put in other words. Pages of one outlet have much in
-- common without being one story: background that is used again, and next month's report in the
-- same words. So they must share more, and nearly all if more than three days lie between them, or
-- less than five minutes: no version follows so soon, they are two pieces that ran side by side. (A
-- time on the full hour may be a date without one, and pages of one address are versions that kept
-- their time.) After three days a page is the same text again
-- only if it is the whole of it: a part is background. Pages whose common ground has other figures
-- are two reports, not two versions of one.
--
-- A page that is only a part of longer ones is joined to one of them, and a page that has earlier
-- ones in it as parts to one of those: so neither a page of background nor a later page joins
-- stories that have nothing else in common.
--
-- A roundup holds two pages that have nothing in common, and is not known to be the one that both
-- were cut from: it is later than both, or they are of one outlet, or they are so far apart that
-- nobody thought them worth comparing. It is no edge to what it holds; `roundups.sql` makes it a
-- guest in each of those stories.

-- table: alike
select d.a_words as a_words, d.b_words as b_words, d.matched as matched,
       case when d.a_words <= d.b_words then d.a else d.b end as shorter,
       case when d.a_words <= d.b_words then d.b else d.a end as longer,
       case when d.a_words <= d.b_words then d.a_words else d.b_words end as words,
       case when d.a_words <= d.b_words then d.b_words else d.a_words end as longer_words,
       case when d.a_words <= d.b_words then d.a_shared else d.b_shared end as shared,
       d.numbers as numbers, d.numbers_matched as numbers_matched,
       case when p.outlet = q.outlet then 1 else 0 end as one_outlet,
       case when abs(p.at - q.at) > 259200000000 then 1 else 0 end as far_apart,
       case when abs(p.at - q.at) < 300000000 and p.at % 3600000000 <> 0
                 and coalesce(p.url <> q.url, true) then 1
            else 0 end as side_by_side,
       case when d.a_words <= d.b_words then p.at else q.at end as shorter_at,
       case when d.a_words <= d.b_words then q.at else p.at end as longer_at
from aligned d
join pages p on p.page = d.a
join pages q on q.page = d.b
where d.matched > 0

-- table: near
select shorter, longer, matched,
       case when 2 * matched >= longer_words then 'whole'
            when shorter_at < longer_at then 'grown'
            else 'excerpt' end as kind,
       case when 2 * matched >= longer_words or longer_at < shorter_at then 0
            when longer_at is null or shorter_at is not null then 1
            else 0 end as is_part
from alike
where (shared >= $min_story_words or shared >= 0.8 * words)
  and ((one_outlet = 0 and 2 * numbers_matched >= numbers - 1
        and (matched >= 0.8 * words or matched >= $story_share * words
             or (shared >= 0.7 * words and matched >= 0.6 * $story_share * words)))
       or (one_outlet = 1 and matched >= 0.8 * words
           and (far_apart = 0
                or (2 * matched >= longer_words and 3 * numbers_matched >= 2 * numbers)))
       or (one_outlet = 1 and far_apart = 0 and side_by_side = 0
           and 3 * numbers_matched >= 2 * numbers
           and (matched >= 1.5 * $story_share * words
                or (longer_words <= 2 * words
                    and (matched >= 1.2 * $story_share * words
                         or (shared >= 0.8 * words and matched >= $story_share * words))))))

-- table: parts
select page, part, outlet, is_later
from (
    select n.longer as page, n.shorter as part, p.outlet as outlet,
           case when n.kind = 'grown' then 1 else 0 end as is_later,
           row_number() over (partition by n.longer order by n.matched desc, n.shorter) as place
    from near n
    join pages p on p.page = n.shorter
    where n.is_part = 1
) placed
where place <= 16

-- table: roundups
select distinct x.page as page
from parts x
join parts y on y.page = x.page and y.part > x.part
left join aligned d on d.a = x.part and d.b = y.part
left join aligned e on e.a = y.part and e.b = x.part
where coalesce(d.matched, e.matched, 0) = 0
  and ((d.a is null and e.a is null)
       or x.outlet = y.outlet
       or (x.is_later = 1 and y.is_later = 1))

-- table: edges
select shorter as u, longer as v
from (
    select n.shorter as shorter, n.longer as longer, n.kind as kind,
           row_number() over (
               partition by n.shorter, case when n.kind = 'whole' then 1 else 0 end
               order by n.matched desc, n.longer
           ) as longer_place,
           row_number() over (
               partition by n.longer, n.kind order by n.matched desc, n.shorter
           ) as shorter_place
    from near n
    left join roundups r on r.page = n.longer
    where n.is_part = 0 or r.page is null
) placed
where kind = 'whole'
   or (longer_place = 1 and (kind = 'excerpt' or shorter_place = 1))
