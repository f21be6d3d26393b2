-- What is only ever read whole is kept whole and compressed: a row a figure made up nine tenths of
-- a ledger.
ALTER TABLE results ADD COLUMN claims BLOB; -- packed: every stated figure and text
ALTER TABLE results ADD COLUMN causes BLOB; -- packed: what one correction or explanation settles
UPDATE results SET
    claims = (
        SELECT packed_claims(key, value, text, half_width, unit)
        FROM claims WHERE claims.submission = results.submission
    ),
    causes = (
        SELECT packed_causes(number, rule, severity, explained, key, cell, zh, en, findings)
        FROM causes WHERE causes.submission = results.submission
    );
DROP TABLE claims;
DROP TABLE causes;
