"""What ``./portal bench`` measures: each bench beside a peer, in the same run."""
