-- Stage 4, align: what each page of a story is to the page that the story is measured against.
--
-- A page is measured against its story's base, or against an earlier page that it shares a fifth
-- more with, or that it is the whole of while it is not the whole of the base: a copy of a later
-- version. Where it shares nothing with either, against the page that it shares most with. `share`
-- is the part of the shorter one's words that stand in both in order; the role goes by how much of
-- either lies in passages. A later version has a tenth of new words, or 40 beside all passages: a
-- paragraph at the end of a long page. A guest, which holds other stories too, has an excerpt of each.
-- Two outlets that have little in common but what both quote heard one speaker, or read one message:
-- of what is not quoted in both, a fifth of the shorter one must be common ground.

-- table: partners
select s.story as story, s.page as page, d.other as other, d.words as words,
       d.matched as matched, d.shared as shared, d.other_words as other_words,
       d.other_shared as other_shared,
       case when d.quoted > 0 and coalesce(p.outlet <> q.outlet, true)
                 and least(d.words, d.other_words) - d.quoted >= 40
                 and 5 * (d.matched - d.quoted) < least(d.words, d.other_words) - d.quoted
            then 1 else 0 end as quotes_only,
       case when d.shared = 0 then 2
            when d.other = k.base or q.at < coalesce(p.at, 9223372036854775807)
                 or (coalesce(q.at, 9223372036854775807) = coalesce(p.at, 9223372036854775807)
                     and q.page < p.page) then 0
            else 1 end as class,
       case when 20 * d.matched >= 19 * greatest(d.words, d.other_words)
            then case when d.other = k.base then 7 else 6 end
            when d.other = k.base then 6 else 5 end * d.shared as preference
from stories s
join bases k on k.story = s.story
join sides d on d.page = s.page
join stories t on t.page = d.other and t.story = s.story
join pages p on p.page = s.page
join pages q on q.page = d.other
where s.page <> k.base

-- table: nearest
select story, page, other, words, shared, matched, quotes_only, other_words, other_shared
from (
    select story, page, other, words, shared, matched, quotes_only, other_words, other_shared,
           row_number() over (
               partition by story, page order by class, preference desc, other
           ) as place
    from partners
) placed
where place = 1

-- table: members
select s.story as story, s.page as page,
       case when s.page = k.base then 'origin'
            when s.is_guest = 1 and n.shared > 0 then 'excerpt'
            when p.outlet = o.outlet and p.at > o.at
                 and (n.matched < 0.9 * n.words or n.words - n.shared >= 40)
                 and n.other_shared >= 0.6 * n.other_words then 'update'
            when n.quotes_only = 1 then 'shares'
            when n.shared >= 0.6 * n.words
                 and n.matched < 0.6 * least(n.shared, n.other_shared) then 'rewrite'
            when n.shared >= 0.6 * n.words and n.other_shared >= 0.6 * n.other_words then 'copy'
            when n.shared >= 0.6 * n.words then 'excerpt'
            else 'shares' end as role,
       case when s.page = k.base then cast(1 as double)
            else cast(n.matched as double) / least(n.words, n.other_words) end as share,
       n.other as copied_from,
       n.words as words, n.shared as shared,
       coalesce(n.quotes_only, 0) as quotes_only,
       n.other_words as other_words, n.other_shared as other_shared
from stories s
join bases k on k.story = s.story
join pages p on p.page = s.page
left join nearest n on n.page = s.page and n.story = s.story
left join pages o on o.page = n.other
