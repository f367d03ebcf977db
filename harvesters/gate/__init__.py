"""The gate: bytes and a record in, a report out. Nothing is published that did not pass here (domain §5–6)."""
