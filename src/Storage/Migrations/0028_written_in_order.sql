-- The search takes messages up in the order of their transactions. The index by blocks knew nothing of the blocks since the last vacuum, so that every
-- bite read all of them; and what waited was read and sorted again for each bite.
drop index messages_written;
create index messages_written on messages (written);
