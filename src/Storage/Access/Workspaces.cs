using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>Workspaces: made, and named anew.</summary>
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

    public async Task Rename(string id, string name, Actor actor, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        var change = batch.Change(
            "update workspaces set name = $8 where id = $7 returning id",
            new AuditEntry(id, actor, "workspace.rename", id, new Dictionary<string, string?> { ["name"] = name })
        );
        change.Text(id);
        change.Text(name);
        await batch.ExecuteNonQueryAsync(cancel);
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
