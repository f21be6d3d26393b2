-- How the batch stood when each day's overview was written.
CREATE TABLE mornings (
    day TEXT PRIMARY KEY,
    verdicts TEXT NOT NULL,      -- JSON: verdict to number of submissions
    standings BLOB NOT NULL      -- compressed JSON: what the next morning compares itself with
) WITHOUT ROWID;
