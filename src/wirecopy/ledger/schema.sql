-- The catalogue of a ledger. Every column is explained in docs/ledger.md.
-- Offsets `start`, `end` are half-open code points of the page's text; bytes are of the file.

create table meta (
    key text primary key,
    value text not null
) without rowid;

create table runs (
    run_id integer primary key,
    started text not null,
    finished text,
    version text not null,
    pile text not null,      -- JSON list, as named
    options text not null,   -- JSON
    kept integer not null default 0,
    known integer not null default 0,
    skipped integer not null default 0
);

create table files (
    file text not null,      -- as the pages name it
    sha256 text not null,
    path text not null,      -- where it lay, absolute and with links followed
    bytes integer not null,
    run_id integer not null references runs,
    primary key (file, sha256)
) without rowid;
create index files_by_path on files (path, sha256);

create table segments (
    segment_id integer primary key,
    kind text not null,      -- pages, asides, fingerprints, aligned
    path text not null unique,
    rows integer not null,
    run_id integer references runs
);

create table pages (
    page integer primary key, -- the bits of page_id
    page_id text not null unique,
    file text not null,
    member text not null,
    byte_start integer not null,
    byte_end integer not null,
    ordinal integer not null,
    url text,
    outlet text,
    title text,
    byline text not null,    -- names, separated by '; '
    published text,          -- UTC, as long as it is precise: 2022-11, 2022-11-13T07:30Z
    published_precision text,
    published_origin text,
    published_text text,
    language text,
    front_matter text not null, -- JSON
    sha256 text not null,
    reader text not null,
    characters integer not null,
    run_id integer not null references runs
);
create index pages_by_outlet on pages (outlet);
create index pages_by_file on pages (file, ordinal);

create table claims (
    page_id text not null references pages (page_id),
    kind text not null,
    value text not null,
    origin text not null
);
create index claims_by_page on claims (page_id);

create table asides (
    page_id text not null references pages (page_id),
    start integer not null,
    "end" integer not null,
    kind text not null,
    reason text not null,
    primary key (page_id, start)
) without rowid;

create table credits (
    page_id text not null references pages (page_id),
    place integer not null,  -- the order: claims outside the text first, then as the text has them
    kind text not null,      -- agency, reporter, writer, editor, photographer, dateline, …
    value text not null,
    reported_from text,      -- the place of a reporter
    start integer,           -- null where the page claims it outside its text
    "end" integer,
    weight real not null,
    reason text not null,
    primary key (page_id, place)
) without rowid;
create index credits_by_value on credits (kind, value);

create table dates (
    page_id text not null references pages (page_id),
    place integer not null,  -- claims first, then as the text has them
    kind text not null,      -- published, modified, captured, guessed; address, dateline, weekday, told, …
    value text not null,     -- UTC, as long as it is precise
    precision text not null,
    zone text,               -- as the page has it; null where it gives none
    origin text not null,
    text text not null,      -- as the page has it
    start integer,           -- null where it stands outside the text
    "end" integer,
    primary key (page_id, place)
) without rowid;

create table stories (
    story_id text primary key,
    title text,
    pages integer not null,
    share real not null,
    measure_page_id text not null, -- the page that the others are measured against
    origin_name text,        -- who it comes from: an outlet or agency
    origin_page_id text,     -- null where that has no page here
    origin_in_pile integer not null,
    origin_certainty text not null,
    sources integer not null, -- independent ones
    sources_certainty text not null,
    own_pages integer not null -- pages that did their own reporting
) without rowid;
create index stories_by_size on stories (pages desc, story_id);

create table members (
    story_id text not null references stories,
    page_id text not null references pages (page_id),
    role text not null,
    share real not null,
    copied_from text,
    words integer,           -- story words of the page
    shared integer,          -- … those shared with copied_from
    other_words integer,     -- story words of copied_from
    other_shared integer,    -- … those that live on in this page
    certainty text not null, -- whether it was taken from copied_from
    relation text,           -- newswire, press release, source-to-source, common source, update
    reporting text not null, -- origin, own, copy, alone, unsure: what it is to the count of sources
    primary key (story_id, page_id)
) without rowid;
create index members_by_page on members (page_id);

create table sources (
    story_id text not null references stories,
    place integer not null,  -- 0 is the origin
    kind text not null,      -- origin, own
    name text not null,
    pages integer not null,  -- that come to it
    primary key (story_id, place)
) without rowid;

create table conflicts (
    story_id text not null references stories,
    kind text not null,
    topic integer not null,  -- which of its kind: places of a passage are counted
    value text not null,
    compared text not null,  -- equal where two values agree
    page_id text not null references pages (page_id),
    start integer,           -- null where the value stands outside the text
    "end" integer,
    primary key (story_id, kind, topic, compared, page_id)
) without rowid;

create table judgements (
    number integer primary key,
    verdict text not null,   -- same, different, unsure, first, speaker
    a text not null,         -- a page_id; of speaker a statement_id
    b text,                  -- the other one, null for first; of speaker the name
    judge text not null,
    judged_at text not null, -- UTC
    note text not null,
    undone text              -- when and by whom it was taken back
);

create table speakers (
    speaker_id integer primary key,
    name text not null,      -- the fullest
    folded text not null,    -- names are compared so
    kind text,               -- person, body, country, group, unnamed
    roles text not null,     -- all that are given, the most frequent first, separated by '; '
    statements integer not null,
    stories integer not null
);
create index speakers_by_name on speakers (folded);

create table statements (
    statement_id text primary key,
    story_id text not null references stories,
    place integer not null,  -- its order in the story
    page_id text not null references pages (page_id), -- its earliest witness
    kind text not null,      -- direct, mixed, indirect
    act text,
    speaker text,
    speaker_id integer references speakers,
    speaker_kind text,
    role text,
    certainty text not null, -- whether the speaker is the one named
    venue text,
    said_at text,            -- UTC, as long as it is precise
    confidence real not null,
    words text not null,     -- the content, as page_id has it
    witnesses integer not null,
    independent integer not null, -- sources that the witnesses come to
    wordings integer not null, -- places where the quoted words differ
    names integer not null,  -- speakers that witnesses name, if more than one
    acts integer not null    -- acts that their cues show, if more than one
) without rowid;
create index statements_by_story on statements (story_id, place);
create index statements_by_speaker on statements (speaker_id);

create table witnesses (
    statement_id text not null references statements,
    place integer not null,  -- earliest first
    page_id text not null references pages (page_id),
    found integer not null,  -- 0: only its words were, through a shared passage
    part integer not null,   -- equal where shared passages lead from page to page
    content text not null,   -- JSON: [[start, end], …]
    source text not null,
    cue text not null,
    words text not null,
    primary key (statement_id, place)
) without rowid;
create index witnesses_by_page on witnesses (page_id);

create table variants (
    statement_id text not null references statements,
    kind text not null,      -- wording: inside quotation marks; speaker: who is named; act: as what
    place integer not null,  -- which of the places that differ
    page_id text not null references pages (page_id),
    words text not null,     -- what this page has there; empty where it has nothing
    printed integer not null, -- 0: not in these words, as whom "he" means, and an act
    primary key (statement_id, kind, place, page_id, words)
) without rowid;

create table answers (
    statement_id text not null references statements,
    answers text not null references statements,
    name text not null,      -- deny after accuse, …
    detail text not null,
    start integer not null,  -- of a word that both have, in `words` of the one
    "end" integer not null,
    answers_start integer not null, -- … and of the other
    answers_end integer not null,
    primary key (statement_id, answers)
) without rowid;

create table reasons (
    subject text not null,   -- a page_id, story_id or statement_id
    place integer not null,  -- the order in which they were used
    name text not null,
    detail text not null,
    start integer,
    "end" integer,
    weight real not null,    -- of traces: powers of ten to one
    about text not null default '', -- origin, copy, text, sources; empty for a statement
    story_id text not null default '', -- of which story, where a page can be in several
    page_id text,            -- whose span it is
    primary key (subject, about, story_id, place)
) without rowid;

create table skipped (
    file text not null,
    member text not null,
    byte_start integer not null,
    byte_end integer,
    reason text not null,
    place integer not null,  -- which of several that are alike: 0 is the first
    run_id integer not null references runs,
    primary key (file, member, byte_start, reason, place)
) without rowid;

create virtual table search using fts5 (title, text, content = '', tokenize = 'unicode61 remove_diacritics 2');

create virtual table said using fts5 (statement_id unindexed, speaker, words, tokenize = 'unicode61 remove_diacritics 2');
