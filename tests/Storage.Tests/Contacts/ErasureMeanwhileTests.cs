using System.Text;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.Support;

namespace WhatsAppBot.Storage.Tests.Contacts;

/// <summary>What goes on while a person is erased.</summary>
public sealed class ErasureMeanwhileTests : StorageTest
{
    private const string Phone = "4915177788899";

    // the lock of whoever changes contacts
    private const string Strangers = $"select pg_advisory_xact_lock(1, hashtext('{World.Workspace}'))";

    private static readonly Actor Me = new("u1", "Me");
    private static readonly Sender Augusta = new(Phone, null, "Augusta Unmistakable");

    private Erasure Erasing => new(Node.Database);

    [Fact]
    public async Task Messages_arrive_while_it_waits_for_whoever_takes_messages_up()
    {
        await World.Arrive(Augusta);
        Task<ErasureResult> erasing;
        await using (await World.Hold("select pg_advisory_xact_lock_shared(2, 16)"))
        {
            erasing = Erasing.Erase(World.Workspace, await Id(), Me, Cancel);
            await World.Waits();

            await World.Arrive(new Sender("4915100000009", null)).WaitAsync(Eventually.Bound, Cancel);
        }

        Assert.Equal(ErasureResult.Erased, await erasing);
    }

    [Fact]
    public async Task Messages_arrive_while_it_looks_through_what_may_name_the_person()
    {
        await World.Arrive(Augusta);
        await new Quarantine(Node.Database).Keep("meta", [new Unread("odd", Encoding.UTF8.GetBytes(Phone))], Cancel);
        Task<ErasureResult> erasing;
        await using (await World.Hold("select 1 from quarantine for update"))
        {
            erasing = Erasing.Erase(World.Workspace, await Id(), Me, Cancel);
            await World.Waits();

            await World.Arrive(new Sender("4915100000009", null)).WaitAsync(Eventually.Bound, Cancel);
        }

        Assert.Equal(ErasureResult.Erased, await erasing);
        Assert.Equal(0L, await World.Ask<long>("select count(*) from quarantine"));
    }

    [Fact]
    public async Task What_names_the_person_while_it_runs_is_taken_away_too()
    {
        await World.Arrive(Augusta);

        var result = await Meanwhile(() =>
            new Quarantine(Node.Database).Keep("meta", [new Unread("odd", Encoding.UTF8.GetBytes(Phone))], Cancel)
        );

        Assert.Equal(ErasureResult.Erased, result);
        Assert.Equal(0L, await World.Ask<long>("select count(*) from quarantine"));
    }

    [Fact]
    public async Task What_names_the_person_by_a_name_that_is_given_while_it_runs_is_taken_away_too()
    {
        await World.Arrive(Augusta);
        await World.Do(
            "insert into quarantine (connection_id, reason, body, received_at) values ('meta', 'odd', 'Ada Lovelace', now() - interval '1 day')"
        );

        var result = await Meanwhile(() => World.Do("update contacts set name = 'Ada Lovelace'"));

        Assert.Equal(ErasureResult.Erased, result);
        Assert.Equal(0L, await World.Ask<long>("select count(*) from quarantine"));
    }

    [Fact]
    public async Task An_import_that_is_started_meanwhile_went_with_its_file()
    {
        await World.Arrive(Augusta);
        var imports = new ContactImports(Node.Database);
        var file = await new ImportFiles(Node.Database).Keep(
            World.Workspace,
            "people.csv",
            new MemoryStream(Encoding.UTF8.GetBytes(Phone)),
            Me,
            Cancel
        );
        Task<ErasureResult> erasing;
        Task<bool> starting;
        await using (await World.Hold(Strangers))
        {
            erasing = Erasing.Erase(World.Workspace, await Id(), Me, Cancel);
            await World.Waits();
            starting = imports.Start(World.Workspace, file ?? 0, "{}", Cancel);
            await World.Waits(2);
        }

        Assert.Equal(ErasureResult.Erased, await erasing);
        Assert.False(await starting);
    }

    [Fact]
    public async Task An_upload_that_is_still_coming_in_goes_on()
    {
        await World.Arrive(Augusta);
        await World.Do(
            "insert into contact_imports (workspace_id, file_name, actor_id, actor_name) values ('ours', 'f', 'a', 'a')"
        );

        await Erasing.Erase(World.Workspace, await Id(), Me, Cancel);

        Assert.Equal(1L, await World.Ask<long>("select count(*) from contact_imports"));
    }

    /// <summary>Does something when everything that may name the person was looked through, and before she is gone.</summary>
    private async Task<ErasureResult> Meanwhile(Func<Task> something)
    {
        Task<ErasureResult> erasing;
        await using (await World.Hold("select pg_advisory_xact_lock_shared(2, 0)"))
        {
            erasing = Erasing.Erase(World.Workspace, await Id(), Me, Cancel);
            await World.Waits();
            await something();
        }
        return await erasing;
    }

    private Task<long> Id() => World.Ask<long>($"select contact_id from contact_identities where value = '{Phone}'");
}
