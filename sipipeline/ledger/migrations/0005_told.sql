-- What an overview was made of: the same again needs no new one.
ALTER TABLE mornings ADD COLUMN made_of TEXT NOT NULL DEFAULT '';
