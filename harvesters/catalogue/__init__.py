"""What a catalogue record is: its fields, code lists and rules (domain §2, §3, §5.3). Standard library only."""
