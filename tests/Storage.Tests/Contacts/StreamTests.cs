using WhatsAppBot.Storage.Contacts;

namespace WhatsAppBot.Storage.Tests.Contacts;

/// <summary>What is read as slowly as whoever asked for it reads.</summary>
public sealed class StreamTests : StorageTest
{
    private const int More = 45;

    private ContactReads Reads => new(Node.Database);

    private static ContactQuestion Everyone => new(World.Workspace, new ContactRule.And([]));

    [Theory]
    [InlineData(null)]
    [InlineData("even")]
    [InlineData("nobody")]
    public async Task Everyone_comes_once_and_the_newest_first(string? search)
    {
        await Fill();
        var expected = await World.Rows(
            $"select id from contacts where name like '%{search}%' order by created_at desc, id desc"
        );

        var found = new List<string>();
        await foreach (var contact in Reads.Stream(Everyone with { Search = search }, Cancel))
            found.Add($"{contact.Id}");

        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task Many_slow_exports_leave_the_lists_their_connections()
    {
        await Fill();
        var reads = Reads;
        var exports = new List<IAsyncEnumerator<StoredContact>>();
        for (var i = 0; i < More; i++)
            exports.Add(reads.Stream(Everyone, Cancel).GetAsyncEnumerator(Cancel));
        foreach (var export in exports)
            Assert.True(await export.MoveNextAsync());

        Assert.Equal(5, (await reads.List(Everyone, ContactOrder.Newest, null, 5, Cancel)).Items.Count);

        foreach (var export in exports)
            await export.DisposeAsync();
    }

    [Fact]
    public async Task Rejected_rows_are_read_in_order_and_hold_no_connection()
    {
        var id = await World.Ask<long>(
            $"insert into contact_imports (workspace_id, file_name, actor_id, actor_name) values ('{World.Workspace}', 'f', 'x', 'x') returning id"
        );
        await World.Do(
            $"insert into contact_import_rejects select {id}, n * 2, n, 'bad', array['c' || n] from generate_series(1, 600) n"
        );
        var imports = new ContactImports(Node.Database);
        var slow = new List<IAsyncEnumerator<RejectedRow>>();
        for (var i = 0; i < More; i++)
        {
            slow.Add(imports.Rejected(id, Cancel).GetAsyncEnumerator(Cancel));
            Assert.True(await slow[^1].MoveNextAsync());
        }

        var cells = new List<string>();
        await foreach (var row in imports.Rejected(id, Cancel))
            cells.Add($"{row.Row} {row.Cells[0]}");

        Assert.Equal(Enumerable.Range(1, 600).Select(n => $"{n * 2} c{n}"), cells);
        foreach (var one in slow)
            await one.DisposeAsync();
    }

    /// <summary>More than a page of them were made in one moment.</summary>
    private Task Fill() =>
        World.Do(
            $"""
            insert into contacts (workspace_id, name, created_at)
            select '{World.Workspace}', case when n % 2 = 0 then 'even' else 'odd' end || ' ' || n, timestamptz '2026-01-01' + interval '1 s' * (n / 1500)
            from generate_series(1, 4500) n
            """
        );
}
