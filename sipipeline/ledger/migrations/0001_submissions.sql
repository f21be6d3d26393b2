-- Each content that came in, once, whatever it was called; it lies in the archive under its hash.
CREATE TABLE originals (
    sha256 TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    path TEXT NOT NULL,          -- below the folder of the archive, with /
    archived_at TEXT NOT NULL
);

-- Each time that something came in: a file of the inbox, an attachment of a message.
CREATE TABLE arrivals (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL REFERENCES originals (sha256),
    channel TEXT NOT NULL CHECK (channel IN ('folder', 'mail')),
    name TEXT NOT NULL,          -- below the inbox, or of the attachment; as people see it
    place TEXT NOT NULL,         -- where it was found, by which it is known again
    sender TEXT,                 -- address, of mail
    sent_at TEXT NOT NULL,       -- time of the file, or of the message
    received_at TEXT NOT NULL,
    cleared_at TEXT,             -- when it was taken out of the inbox; NULL until then
    unpacked_at TEXT             -- when the workbooks in it were listed; NULL until then
);
CREATE INDEX arrivals_by_place ON arrivals (place);
CREATE INDEX arrivals_by_content ON arrivals (sha256);
CREATE INDEX arrivals_not_unpacked ON arrivals (id) WHERE unpacked_at IS NULL;
CREATE INDEX arrivals_not_cleared ON arrivals (id) WHERE cleared_at IS NULL;

-- Each workbook that came in: the file itself, or one in a message or archive.
CREATE TABLE submissions (
    id INTEGER PRIMARY KEY,
    arrival INTEGER NOT NULL REFERENCES arrivals (id),
    member TEXT NOT NULL,        -- where it stands in the container; '' for the file itself
    state TEXT NOT NULL CHECK (state IN ('archived', 'checked', 'copied', 'answered', 'reported')),
    sha256 TEXT,                 -- of the workbook
    standing TEXT CHECK (standing IN ('round', 'repeated', 'own_copy', 'unchanged', 'unknown')),
    repeats INTEGER REFERENCES submissions (id),
    unit TEXT,                   -- as it is written on the cover
    unit_key TEXT,               -- by which a unit is known, however it is written
    region_code TEXT,
    year INTEGER,
    round INTEGER,
    standard TEXT,
    template TEXT,
    program TEXT,                -- version that checked it
    basis TEXT,                  -- hash of program, standard and rubric that checked it
    statements TEXT,             -- hash of what it states, and of what was found
    verdict TEXT CHECK (verdict IN ('pass', 'explain', 'fix', 'unreadable')),
    copy TEXT,                   -- below the place, with /
    copy_sha256 TEXT,
    archived_at TEXT NOT NULL,
    checked_at TEXT,
    copied_at TEXT,
    answered_at TEXT,
    reported_at TEXT,
    UNIQUE (arrival, member)
);
CREATE INDEX submissions_by_unit ON submissions (unit_key, year, round);
CREATE INDEX submissions_by_content ON submissions (sha256);
CREATE INDEX submissions_by_copy ON submissions (copy_sha256);
CREATE INDEX submissions_open ON submissions (id) WHERE state <> 'reported';

-- What was said of a submission: the public JSON, and what the overview needs; both compressed.
CREATE TABLE results (
    submission INTEGER PRIMARY KEY REFERENCES submissions (id),
    result BLOB NOT NULL,
    entry BLOB NOT NULL
);

-- What one correction or explanation settles.
CREATE TABLE causes (
    submission INTEGER NOT NULL REFERENCES submissions (id),
    number INTEGER NOT NULL,
    rule TEXT NOT NULL,
    severity TEXT NOT NULL,
    explained INTEGER NOT NULL,
    key TEXT NOT NULL,
    cell TEXT NOT NULL,          -- sheet and cell as people read it
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    findings TEXT NOT NULL,      -- JSON: rule and key of each finding that goes away with it
    PRIMARY KEY (submission, number)
) WITHOUT ROWID;

-- The reasons that submitters gave, with the figures that each spoke of when it was written.
CREATE TABLE explanations (
    submission INTEGER NOT NULL REFERENCES submissions (id),
    rule TEXT NOT NULL,
    key TEXT NOT NULL,
    reason TEXT NOT NULL,
    round INTEGER NOT NULL,      -- in which it was written
    figures TEXT NOT NULL,       -- JSON: pairs of key and value
    PRIMARY KEY (submission, rule, key)
) WITHOUT ROWID;

-- Every stated figure and text, so that later years need no workbook.
CREATE TABLE claims (
    submission INTEGER NOT NULL REFERENCES submissions (id),
    key TEXT NOT NULL,
    value REAL,                  -- in `unit`; a rate as a fraction; NULL for a text
    text TEXT NOT NULL,          -- as it stands in the cell
    half_width REAL NOT NULL,
    unit TEXT NOT NULL,
    PRIMARY KEY (submission, key)
) WITHOUT ROWID;

-- Each run of the nightly pass.
CREATE TABLE passes (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    ended_at TEXT,               -- NULL while it runs, and for ever where it was killed
    host TEXT NOT NULL,
    process INTEGER NOT NULL,
    program TEXT NOT NULL,
    status INTEGER,
    line TEXT                    -- the closing line
);

-- What a person should know or do; one of a kind and subject until it is settled.
CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    submission INTEGER REFERENCES submissions (id),
    noticed_at TEXT NOT NULL,
    settled_at TEXT
);
CREATE UNIQUE INDEX notices_open ON notices (kind, subject) WHERE settled_at IS NULL;

-- Files of the inbox that were not taken yet, as they were when they were last seen.
CREATE TABLE waiting (
    place TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    stamp INTEGER NOT NULL,      -- time of the last change, in nanoseconds
    since TEXT NOT NULL
) WITHOUT ROWID;
