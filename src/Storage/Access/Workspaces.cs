using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>Workspaces: made, named anew, and given another clock.</summary>
public sealed class Workspaces(Database database)
{
    /// <summary>Makes one; whoever makes it owns it.</summary>
    /// <param name="id">A new id.</param>
    /// <param name="name">Its name.</param>
    /// <param name="owner">Who makes it.</param>
    /// <param name="email">The demo's stand-in is no user yet: made of this address when it is missing.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task Create(string id, string name, Actor owner, string email, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        People.Add(batch, owner.Id, email, owner.Name, password: null);
        Add(batch, id, name, owner);
        batch.Audit(new AuditEntry(id, owner, "workspace.create", id));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Its name and its clock, as an IANA name; null: there is none.</summary>
    public async Task<(string Name, string TimeZone)?> Find(string id, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand("select name, time_zone from workspaces where id = $1");
        ask.Parameters.Text(id);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? (row.GetString(0), row.GetString(1)) : null;
    }

    /// <summary>Null: it stays.</summary>
    public async Task Change(string id, string? name, string? timeZone, Actor actor, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        if (name is not null)
            Set("name", name, "name = $8", "workspace.rename");
        if (timeZone is not null)
            // flows go by it: silos notice it as they notice a publish
            Set("time_zone", timeZone, "time_zone = $8, flows_revision = flows_revision + 1", "workspace.time-zone");
        await batch.ExecuteNonQueryAsync(cancel);

        void Set(string column, string value, string set, string action)
        {
            var change = batch.Change(
                $"update workspaces set {set} where id = $7 returning id",
                new AuditEntry(id, actor, action, id, new Dictionary<string, string?> { [column] = value })
            );
            change.Text(id);
            change.Text(value);
        }
    }

    internal static void Add(NpgsqlBatch batch, string id, string name, Actor owner)
    {
        var workspace = batch.Add("insert into workspaces (id, name) values ($1, $2)");
        workspace.Text(id);
        workspace.Text(name);
        var member = batch.Add("insert into members (workspace_id, user_id, role) values ($1, $2, $3)");
        member.Text(id);
        member.Text(owner.Id);
        member.Value((short)Role.Owner);
    }
}
