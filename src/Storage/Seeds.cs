using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>A flow that a seed publishes as version 1.</summary>
public sealed record SeedFlow(string Id, string Name, string Document);

/// <summary>A workspace with one connection, one channel and some flows, as a demo or a bench wants it.</summary>
public sealed record Seed(
    string WorkspaceId,
    string WorkspaceName,
    string ConnectionId,
    string AppSecret,
    string VerifyToken,
    string AccessToken,
    string PhoneNumberId,
    string Number,
    string Title,
    bool Simulated,
    int MessagesPerSecond,
    IReadOnlyList<SeedFlow> Flows,
    string? WabaId = null
);

/// <summary>Puts a <see cref="Seed"/> into a database. What is there already stays as it is; many processes may do it at once.</summary>
/// <param name="database">Where to.</param>
/// <param name="secrets">Without them the secrets stand in clear until a host seals them at its start: for tools that do not know the hosts' key.</param>
public sealed class Seeds(Database database, Secrets? secrets = null)
{
    public async Task Plant(Seed seed, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);

        var workspace = batch.Add("insert into workspaces (id, name) values ($1, $2) on conflict do nothing");
        workspace.Text(seed.WorkspaceId);
        workspace.Text(seed.WorkspaceName);

        var account = batch.Add(
            """
            insert into connections (id, workspace_id, name, app_secret, verify_token, access_token, waba_id)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (id) do update set waba_id = coalesce(connections.waba_id, excluded.waba_id)
            """
        );
        account.Text(seed.ConnectionId);
        account.Text(seed.WorkspaceId);
        account.Text(seed.WorkspaceName);
        account.Text(Sealed("app_secret", seed.AppSecret, seed.ConnectionId));
        account.Text(Sealed("verify_token", seed.VerifyToken, seed.ConnectionId));
        account.Text(Sealed("access_token", seed.AccessToken, seed.ConnectionId));
        account.Text(seed.WabaId);

        var channel = batch.Add(
            """
            insert into channels (workspace_id, connection_id, phone_number_id, number, title, simulated, messages_per_second)
            values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
            """
        );
        channel.Text(seed.WorkspaceId);
        channel.Text(seed.ConnectionId);
        channel.Text(seed.PhoneNumberId);
        channel.Text(seed.Number);
        channel.Text(seed.Title);
        channel.Value(seed.Simulated);
        channel.Value(seed.MessagesPerSecond);

        foreach (var flow in seed.Flows)
        {
            var insert = batch.Add(
                """
                with made as (
                    insert into flows (workspace_id, id, name, state, draft, published_version, published_revision)
                    values ($1, $2, $3, 1, $4::json, 1, 1) on conflict do nothing returning id),
                published as (
                    insert into flow_versions (workspace_id, flow_id, version, name, document)
                    select $1, id, 1, $3, $4::json from made)
                update workspaces set flows_revision = flows_revision + 1 where id = $1 and exists (select 1 from made)
                """
            );
            insert.Text(seed.WorkspaceId);
            insert.Text(flow.Id);
            insert.Text(flow.Name);
            insert.Text(flow.Document);
        }
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private string Sealed(string column, string secret, string id) =>
        secrets?.Seal(new SecretPlace("connections", id, column), secret) ?? secret;
}
