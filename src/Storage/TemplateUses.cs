using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>What sends a template.</summary>
public enum TemplateSender : short
{
    /// <summary>Its draft or what is published names the template.</summary>
    Flow = 0,

    /// <summary>One that is not over: whatever was sent stays sent.</summary>
    Broadcast = 1,

    /// <summary>One that has not ended.</summary>
    Sequence = 2,
}

/// <summary>Somebody who sends a template: a flow, a broadcast or a sequence.</summary>
public sealed record StoredUse(string Template, TemplateSender Kind, string Id, string Name);

/// <summary>Which flows, broadcasts and sequences send which templates.</summary>
public sealed class TemplateUses(Database database)
{
    // a step of a sequence is a broadcast, too: it is the sequence that people know
    private const string All = """
        with used as (
            select named #>> '{}' as template, 0::smallint as kind, f.id, f.name from flows f
            left join flow_versions v on v.workspace_id = f.workspace_id and v.flow_id = f.id and v.version = f.published_version
            cross join lateral (values (f.draft::jsonb), (v.document::jsonb)) as text (document)
            cross join lateral jsonb_path_query(text.document, '$.nodes[*].data.templateName ? (@.type() == "string")') as named
            where f.workspace_id = $1 and f.state <> 3
            union
            select named #>> '{}', 1::smallint, b.id::text, b.title from broadcasts b
            cross join lateral (values (jsonb_build_array(b.content)), (b.variants::jsonb)) as text (document)
            cross join lateral jsonb_path_query(text.document, '$[*].** ? (@.kind == "template").name ? (@.type() == "string")') as named
            where b.workspace_id = $1 and b.ended_at is null and b.state <= 3 and b.sequence_id is null
            union
            select named #>> '{}', 2::smallint, s.id::text, s.name from sequences s
            cross join lateral jsonb_path_query(s.steps::jsonb, '$[*].content ? (@.kind == "template").name ? (@.type() == "string")') as named
            where s.workspace_id = $1 and s.state <> 3)
        select template, kind, id, name from used
        """;

    /// <summary>Every template that somebody sends, with who does.</summary>
    public async Task<IReadOnlyList<StoredUse>> List(string workspace, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand($"{All} order by 1, 2, 4, 3 limit 5000");
        ask.Parameters.Text(workspace);
        return await Read(ask, cancel);
    }

    /// <summary>Who sends a template of that name.</summary>
    public async Task<IReadOnlyList<StoredUse>> Of(string workspace, string name, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand($"{All} where template = $2 order by 2, 4, 3 limit 100");
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(name);
        return await Read(ask, cancel);
    }

    private static async Task<IReadOnlyList<StoredUse>> Read(NpgsqlCommand ask, CancellationToken cancel)
    {
        var uses = new List<StoredUse>();
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            uses.Add(
                new StoredUse(row.GetString(0), (TemplateSender)row.GetInt16(1), row.GetString(2), row.GetString(3))
            );
        return uses;
    }
}
