"""Messages fetched over IMAP and answered over SMTP; knows no ledger and no rules."""
