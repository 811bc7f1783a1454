using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>What turns need beside all others that give a broadcast to its recipients, or answer one.</summary>
internal static class ServedTurns
{
    /// <summary>Nobody else decides about them until the turn is committed; in one order, as whoever skips them takes them.</summary>
    public static void Hold(NpgsqlBatch batch, IReadOnlyList<ServedRecipient> served)
    {
        var hold = batch.Add(
            """
            select 1 from (
                select r.ord from unnest($1::bigint[], $2::int[]) as s (broadcast_id, ord)
                join broadcast_recipients r on r.broadcast_id = s.broadcast_id and r.ord = s.ord
                where r.state = 0
                order by r.broadcast_id, r.ord for no key update of r) h
            """
        );
        hold.Bigints(served, one => one.BroadcastId);
        hold.Ints(served, one => one.Ord);
    }

    public static void Fill(NpgsqlParameterCollection sql, IReadOnlyList<Turn> turns)
    {
        sql.Bigints(turns, turn => turn.Recipient?.BroadcastId);
        sql.Ints(turns, turn => turn.Recipient?.Ord);

        var messages = turns.SelectMany(turn => turn.Messages).ToArray();
        sql.Bigints(messages, message => message.BroadcastId);
        sql.Ints(messages, message => message.BroadcastOrd);
        var sends = messages.Where(message => message.Lane is not null).ToArray();
        sql.Bigints(sends, message => message.BroadcastId);

        var served = turns
            .Select((turn, at) => (Turn: turn, At: at))
            .Where(one => one.Turn.Recipient is not null)
            .ToArray();
        sql.Ints(served, one => one.At + 1);
        sql.Bigints(served, one => one.Turn.ConversationId);
        sql.Bigints(served, one => one.Turn.Recipient?.BroadcastId);
        sql.Ints(served, one => one.Turn.Recipient?.Ord);
        sql.Ints(served, one => MessageOf(one.Turn));
        sql.Bools(served, one => one.Turn.Recipient?.Goal == true);
    }

    public static void Answers(NpgsqlParameterCollection sql, IReadOnlyList<Turn> turns)
    {
        var answers = turns
            .Select((turn, at) => (Turn: turn, At: at, turn.Response))
            .Where(one => one.Response is not null)
            .ToArray();
        sql.Ints(answers, one => one.At + 1);
        sql.Bigints(answers, one => one.Turn.ConversationId);
        sql.Bigints(answers, one => one.Turn.ContactId);
        sql.Bigints(answers, one => one.Turn.ChannelId);
        sql.Times(answers, one => one.Response?.HeardAt);
        sql.Texts(answers, one => one.Response?.TappedWamid);
        sql.Bigints(answers, one => one.Response?.Tapped);
        sql.Bigints(answers, one => one.Response?.Goal);
        sql.Times(answers, one => one.Response?.GoalAt);
    }

    /// <summary>The place of the message that the recipient is to get, from 1.</summary>
    private static int? MessageOf(Turn turn)
    {
        for (var ord = 0; ord < turn.Messages.Count; ord++)
        {
            if (turn.Messages[ord].BroadcastOrd is not null)
                return ord + 1;
        }
        return null;
    }
}
