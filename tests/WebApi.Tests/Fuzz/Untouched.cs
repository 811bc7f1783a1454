using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests.Fuzz;

/// <summary>Tells which tables were written: a trigger on each of them notes it, also when a row was written back as it had been.</summary>
internal sealed class Untouched(TestDatabase place)
{
    // who tried to sign in and when somebody was last seen: a refused request may leave this behind; and what pumps write all the time
    private static readonly string[] Footprints =
    [
        "sign_in_tries",
        "sign_ins",
        "idempotency_keys",
        "webhook_cursor",
        "message_words_cursor",
        "flow_stats_cursor",
    ];

    public async Task Watch()
    {
        await using var command = place.Source.CreateCommand(
            """
            create schema watch;
            create table watch.touched (id bigserial primary key, name text not null);
            create function watch.touch() returns trigger language plpgsql as
                'begin insert into watch.touched (name) values (tg_argv[0]); return null; end';
            do $$
            declare one record;
            begin
                for one in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
                loop
                    execute format('create trigger watched after insert or update or delete on public.%I for each row execute function watch.touch(%L)', one.relname, one.relname);
                end loop;
            end $$;
            """
        );
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The tables that were written since the last call.</summary>
    public async Task<IReadOnlyList<string>> Since()
    {
        await using var command = place.Source.CreateCommand("delete from watch.touched returning name");
        await using var rows = await command.ExecuteReaderAsync();
        var names = new SortedSet<string>(StringComparer.Ordinal);
        while (await rows.ReadAsync())
            names.Add(rows.GetString(0));
        return [.. names.Except(Footprints)];
    }

    /// <summary>Everything that these tables hold.</summary>
    public async Task<string> Content(IEnumerable<string> tables)
    {
        var all = new List<string>();
        foreach (var table in tables)
        {
            await using var command = place.Source.CreateCommand(
                $"select coalesce(md5(string_agg(t::text, ',' order by t::text)), '') from public.{table} t"
            );
            all.Add($"{table} {await command.ExecuteScalarAsync()}");
        }
        return string.Join('\n', all);
    }
}
