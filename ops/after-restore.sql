-- After a restore: the database stands on another server, or at an earlier time, than the one it was copied from. Run by ops/restore, once.

-- 1. Cursors go by transaction ids, and the new server's are others. What was counted stays counted, what was not is new again.
update turns set written = case
    when written > (select written from flow_stats_cursor) then pg_current_xact_id()::text::bigint else 0 end;
update flow_stats_cursor set written = 0;
update messages set written = case
    when written > (select written from message_words_cursor) then pg_current_xact_id()::text::bigint else 0 end;
update message_words_cursor set written = 0;
-- Webhooks out tell what happens from now on; what was being delivered goes on, under the same ids.
delete from webhook_facts;
update webhooks set from_written = pg_current_xact_id()::text::bigint;
update webhook_cursor set written = pg_current_xact_id()::text::bigint;

-- 2. What waited to be sent may have gone out after the backup was made, and nobody here can know: unknown, until a status tells or a person sends it
--    again. "resend" keeps the sweeper from doing so by itself.
update messages m set status = 2 from outbox o
where o.conversation_id = m.conversation_id and o.seq = m.seq and m.status < 2;
update broadcast_recipients r set state = 40, changed_at = now() from outbox o
where r.conversation_id = o.conversation_id and r.seq = o.seq and r.state = 1;
update outbox set state = 2, resend = true, attempted_at = now(), not_before = null;

-- 3. Campaigns that ran, or were to begin meanwhile, may be further than this copy knows: a person decides.
update broadcasts set state = 3, reason = 'restored', updated_at = now() where state = 2;
update broadcasts set state = 0, reason = 'restored', starts_at = null, updated_at = now() where state = 1 and starts_at < now();
update sequences set state = 2 where state = 1;

-- 4. Nobody of the old cluster is left, and no screen of it listens.
delete from orleans.cluster_member;
delete from orleans.grain_state;
