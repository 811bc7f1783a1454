using Npgsql;
using NpgsqlTypes;

namespace WhatsAppBot.Storage;

/// <summary>Which conversations a list shows.</summary>
public enum InboxView
{
    All,
    Bot,
    Unassigned,
    Mine,
    Snoozed,
}

/// <summary>In which order a list goes.</summary>
public enum InboxSort
{
    Newest,

    /// <summary>Those first whose contact waits longest for an answer.</summary>
    Waiting,

    /// <summary>Those first whose 24 hours end soonest; closed windows are left out.</summary>
    Window,
}

/// <summary>What a list is to show.</summary>
public sealed record InboxFilter(
    InboxView View = InboxView.All,
    InboxSort Sort = InboxSort.Newest,
    ConversationStatus? Status = null,
    string? Queue = null,
    string? Label = null,
    string? Assignee = null,
    string? Search = null
);

/// <summary>The end of a page: the time that the order goes by, and the conversation.</summary>
public readonly record struct InboxPlace(DateTimeOffset At, long Id);

/// <summary>How many conversations each view has, and how many have something unread.</summary>
public sealed record InboxCounts(
    long All,
    long Bot,
    long Unassigned,
    long Mine,
    long Unread,
    long Snoozed,
    long Resolved,
    IReadOnlyDictionary<string, long> Queues,
    IReadOnlyDictionary<string, long> Labels,
    OpenCounts Open
);

/// <summary>The same of those that are open: neither resolved nor put aside.</summary>
public sealed record OpenCounts(
    long All,
    long Bot,
    long Unassigned,
    long Mine,
    IReadOnlyDictionary<string, long> Queues,
    IReadOnlyDictionary<string, long> Labels
);

/// <summary>The list of the inbox. Every view and order has an index that gives its first page.</summary>
public sealed class InboxList(Database database)
{
    // so many of the newest are looked through for a word, before it is looked up: a word that all use is found among them at once
    private const int Newest = 1_000;

    private readonly InboxTotals totals = new(database);

    public Task<InboxCounts> Counts(string workspace, string user, CancellationToken cancel) =>
        totals.Of(workspace, user, cancel);

    /// <summary>A page, from after <paramref name="from"/>.</summary>
    public async Task<IReadOnlyList<Conversation>> Page(
        string workspace,
        string user,
        InboxFilter filter,
        InboxPlace? from,
        int most,
        CancellationToken cancel
    )
    {
        if (string.IsNullOrWhiteSpace(filter.Search))
            return await Read(workspace, user, filter, from, most, "", null, cancel);

        // two ways to the same page: the newest one by one, or all that have the words
        var search = filter.Search.Trim();
        if (filter.Sort == InboxSort.Newest)
        {
            var near = await Read(workspace, user, filter, from, most, Near, search, cancel);
            if (near.Count == most)
                return near;
        }
        return await Read(workspace, user, filter, from, most, Far, search, cancel);
    }

    // the inner select stands still (offset 0), so that the words are asked for row by row
    private const string Near = """
        and (p.words @@ contact_query($4) or exists (
            select 1 from message_words w where w.conversation_id = c.id and w.words @@ message_query($1, $4)))
        """;

    private const string Far = """
        and c.id in (
            select w.conversation_id from message_words w where w.words @@ message_query($1, $4)
            union
            select h.id from contacts q join conversations h on h.contact_id = q.id
            where q.workspace_id = $1 and q.words @@ contact_query($4))
        """;

    private async Task<IReadOnlyList<Conversation>> Read(
        string workspace,
        string user,
        InboxFilter filter,
        InboxPlace? from,
        int most,
        string words,
        string? search,
        CancellationToken cancel
    )
    {
        var (needed, after, order) = filter.Sort switch
        {
            InboxSort.Waiting => (
                "and c.waiting_since is not null",
                "and (c.waiting_since, c.id) > ($2, $3)",
                "c.waiting_since, c.id"
            ),
            InboxSort.Window => (
                "and c.window_step >= date_bin('15 minutes', now(), timestamptz '2000-01-01 00:00:00+00') and c.window_closes_at > now()",
                "and c.window_step >= date_bin('15 minutes', $2, timestamptz '2000-01-01 00:00:00+00') and (c.window_closes_at, c.id) > ($2, $3)",
                "c.window_step, c.window_closes_at, c.id"
            ),
            _ => (
                "and c.listed_at is not null",
                "and c.listed_at <= date_bin('15 seconds', $2, timestamptz '2000-01-01 00:00:00+00') and (c.last_at, c.id) < ($2, $3)",
                "c.listed_at desc, c.last_at desc, c.id desc"
            ),
        };
        var view = filter.View switch
        {
            InboxView.Bot => "and c.owner = 0",
            InboxView.Unassigned => "and c.owner <> 0 and c.assignee_id is null",
            InboxView.Mine => "and c.assignee_id = $6",
            InboxView.Snoozed => "and c.status = 2",
            _ => "",
        };
        var where = $"""
            c.workspace_id = $1 {needed} {(from is null ? "" : after)} {view}
            {(filter.Status is null ? "" : "and c.status = $7")} {(filter.Queue is null ? "" : "and c.queue = $8")}
            {(filter.Label is null ? "" : "and c.labels <> '{}' and c.labels @> array[$9]")} {(
                filter.Assignee is null ? "" : "and c.assignee_id = $10"
            )}
            """;
        var isNear = ReferenceEquals(words, Near);
        var source = isNear
            ? $"from (select * from conversations c where {where} order by {order} limit {Newest}) c join contacts p on p.id = c.contact_id where true {words}"
            : $"{ConversationSql.From} where {where} {words}";

        // parameters that a form does not use are still given: one numbering for all
        await using var ask = database.Source.CreateCommand(
            $"""
            with given as materialized (select $2::timestamptz, $3::bigint, $4::text, $6::text, $7::smallint, $8::text, $9::text, $10::text)
            select {ConversationSql.Columns} {source} order by {order} limit $5
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Add(
            new NpgsqlParameter
            {
                Value = from is { } place ? place.At.UtcDateTime : DBNull.Value,
                NpgsqlDbType = NpgsqlDbType.TimestampTz,
            }
        );
        ask.Parameters.Value(from?.Id ?? 0);
        ask.Parameters.Text(search);
        ask.Parameters.Value(most);
        ask.Parameters.Text(user);
        ask.Parameters.Value((short)(filter.Status ?? 0));
        ask.Parameters.Text(filter.Queue);
        ask.Parameters.Text(filter.Label);
        ask.Parameters.Text(filter.Assignee);

        await using var row = await ask.ExecuteReaderAsync(cancel);
        var page = new List<Conversation>();
        while (await row.ReadAsync(cancel))
            page.Add(ConversationSql.Read(row));
        return page;
    }

    /// <summary>Where a page that ends with this conversation ends.</summary>
    public static InboxPlace? PlaceOf(Conversation last, InboxSort sort) =>
        (
            sort switch
            {
                InboxSort.Waiting => last.State.WaitingSince,
                InboxSort.Window => last.State.WindowClosesAt,
                _ => last.Last?.At,
            }
        )
            is { } at
            ? new InboxPlace(at, last.Id)
            : null;
}
