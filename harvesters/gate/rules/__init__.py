"""The rules that look at bytes and at the release as a whole; rules on the record alone are the catalogue's."""
