-- The accounts are most of an entry, and only those who add them up need them.
ALTER TABLE results ADD COLUMN accounts BLOB; -- packed: fund, item, budget, actual, prior, in fen
UPDATE results SET accounts = packed_accounts(entry), entry = without_accounts(entry);
