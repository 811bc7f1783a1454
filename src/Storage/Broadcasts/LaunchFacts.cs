namespace WhatsAppBot.Storage;

/// <summary>What stands around a broadcast and decides whether and when it may begin: templates as Meta judges them, and the workspace's clock.</summary>
public sealed class LaunchFacts(Database database, IFlows flows)
{
    /// <summary>The clock of the workspace, as an IANA name.</summary>
    public Task<string> TimeZone(string workspace, CancellationToken cancel) => flows.TimeZone(workspace, cancel);

    /// <summary>What kind of message Meta takes a template for, in lower case; null when it has not told us.</summary>
    public async Task<string?> Category(long channel, string name, string language, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select lower(t.category) from channels c
            join templates t on t.connection_id = c.connection_id and t.name = $2 and t.language = $3
            where c.id = $1 and t.category <> '' limit 1
            """
        );
        ask.Parameters.Value(channel);
        ask.Parameters.Text(name);
        ask.Parameters.Text(language);
        return await ask.ExecuteScalarAsync(cancel) as string;
    }

    /// <summary>
    /// What Meta says of a template, in its own word; <c>MISSING</c> when it told us of others and not of this one, null when it has told us of none yet.
    /// </summary>
    public async Task<string?> Template(long channel, string name, string language, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select coalesce(
                (select t.status from templates t where t.connection_id = n.id and t.name = $2 and t.language = $3 limit 1),
                case when exists (select 1 from templates t where t.connection_id = n.id) then 'MISSING' end)
            from channels c join connections n on n.id = c.connection_id
            where c.id = $1
            """
        );
        ask.Parameters.Value(channel);
        ask.Parameters.Text(name);
        ask.Parameters.Text(language);
        return await ask.ExecuteScalarAsync(cancel) as string;
    }
}
