"""OpenDocument spreadsheets: a package with a part of content (.ods), or one flat document
(.fods)."""
