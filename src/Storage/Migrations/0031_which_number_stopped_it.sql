-- Which of its numbers made a broadcast stop: the one whose token, account or template Meta refused. Null: no number did.
alter table broadcasts add column reason_channel_id bigint;
