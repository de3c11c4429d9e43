"""Files in and out: documents from folders, JSONL and standard input, records to JSONL."""
