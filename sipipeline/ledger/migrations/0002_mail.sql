-- Each message that was met, once, in whatever folder it lies.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE, -- the same for the same message, whatever servers add to it
    digest TEXT,                 -- SHA-256 of its bytes; NULL where it was not downloaded
    message_id TEXT NOT NULL,    -- '' where it has none
    thread TEXT NOT NULL,        -- the messages before it in its thread, parted by spaces
    sender TEXT NOT NULL,        -- address; '' where none can be read
    reply_to TEXT NOT NULL,
    subject TEXT NOT NULL,
    silent INTEGER NOT NULL,     -- whether its sender asks for no automatic answer
    state TEXT NOT NULL CHECK (state IN ('taken', 'held', 'ignored')),
    reason TEXT,                 -- why it is held or ignored
    arrival INTEGER REFERENCES arrivals (id), -- of one that is taken
    met_at TEXT NOT NULL
);
CREATE INDEX messages_by_arrival ON messages (arrival);
CREATE INDEX messages_held ON messages (id) WHERE state = 'held';

-- Where messages lie: a UID names one message as long as UIDVALIDITY is the same.
CREATE TABLE message_places (
    account TEXT NOT NULL,
    folder TEXT NOT NULL,
    validity INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    size INTEGER NOT NULL,       -- as the server says
    message INTEGER NOT NULL REFERENCES messages (id),
    filed_at TEXT,               -- when it was moved or marked as read; NULL until then
    PRIMARY KEY (account, folder, validity, uid)
) WITHOUT ROWID;
CREATE INDEX message_places_by_message ON message_places (message);

-- The answers, each recorded before it is sent.
CREATE TABLE answers (
    id INTEGER PRIMARY KEY,
    submission INTEGER NOT NULL UNIQUE REFERENCES submissions (id),
    message INTEGER NOT NULL REFERENCES messages (id),
    recipient TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'held', 'refused', 'dropped')),
    tries INTEGER NOT NULL DEFAULT 0,
    not_before REAL NOT NULL,    -- seconds since 1970
    zh TEXT NOT NULL DEFAULT '', -- what became of the last try
    en TEXT NOT NULL DEFAULT '',
    queued_at TEXT NOT NULL,
    tried REAL,                  -- seconds since 1970
    sent_at TEXT,
    returned_at TEXT             -- when it came back as undeliverable
);
CREATE INDEX answers_open ON answers (id) WHERE state IN ('queued', 'sending', 'held');
CREATE INDEX answers_by_time ON answers (tried);
