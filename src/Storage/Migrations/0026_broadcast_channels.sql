-- A broadcast may go out from several numbers: which one a recipient's comes from is decided when the audience is frozen. Null: the broadcast's own.
alter table broadcast_recipients add column channel_id bigint;

-- When a running broadcast was taken up again because whoever looked after it had ended.
alter table broadcasts add column taken_up_at timestamptz[];
