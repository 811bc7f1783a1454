using System.Globalization;
using WhatsAppBot.Support;
using Xunit;

namespace WhatsAppBot.PrivatePostgres.Tests;

public sealed class PrivateClusterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Starts_from_nothing_and_answers()
    {
        await using var place = new Place();
        await using var cluster = await place.Start(Cancel);

        var database = await cluster.Database("main", Cancel);

        Assert.False(cluster.Attached);
        Assert.Equal("main", await Place.Ask(database, "select current_database()::text", Cancel));
    }

    [Fact]
    public async Task Keeps_everybody_else_out()
    {
        await using var place = new Place();
        await using var cluster = await place.Start(Cancel);
        var postgres = cluster.ConnectionString("postgres");

        Assert.Equal("", await Place.Ask(postgres, "show listen_addresses", Cancel));
        Assert.Equal("0700", await Place.Ask(postgres, "show unix_socket_permissions", Cancel));
        Assert.All([place.Folder, Path.Combine(place.Folder, "run")], folder => Assert.Equal("700", Mode(folder)));
    }

    [Fact]
    public async Task Takes_the_settings_it_is_given()
    {
        await using var place = new Place();
        var settings = new Dictionary<string, string> { ["max_connections"] = "17", ["application_name"] = "it's" };
        await using var cluster = await PrivateCluster.Start(place.Options with { Settings = settings }, Cancel);

        Assert.Equal("17", await Place.Ask(cluster.ConnectionString("postgres"), "show max_connections", Cancel));
    }

    [Fact]
    public void Keeps_what_it_wrote_unless_it_is_told_otherwise()
    {
        Assert.DoesNotContain("fsync", PrivateClusterOptions.ProductSettings.Keys);
        Assert.DoesNotContain("full_page_writes", PrivateClusterOptions.ProductSettings.Keys);
        Assert.DoesNotContain("synchronous_commit", PrivateClusterOptions.ProductSettings.Keys);
    }

    [Fact]
    public async Task Knows_letters_beyond_English()
    {
        await using var place = new Place();
        await using var cluster = await place.Start(Cancel);

        Assert.Equal(
            "émile шура",
            await Place.Ask(cluster.ConnectionString("postgres"), "select lower('ÉMILE ШУРА')", Cancel)
        );
    }

    [Fact]
    public async Task A_second_user_attaches_and_the_last_one_out_stops_it()
    {
        await using var place = new Place();
        var first = await place.Start(Cancel);
        var second = await place.Start(Cancel);
        Assert.True(second.Attached);

        await first.DisposeAsync();
        Assert.Equal(1, await Place.Ask(second.ConnectionString("postgres"), "select 1", Cancel));

        await second.DisposeAsync();
        Assert.Null(place.Server);
    }

    [Fact]
    public async Task Many_that_start_at_once_share_one_server()
    {
        await using var place = new Place();

        var clusters = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => place.Start(Cancel)));

        Assert.Single(clusters, c => !c.Attached);
        foreach (var cluster in clusters)
            await cluster.DisposeAsync();
        Assert.Null(place.Server);
    }

    [Fact]
    public async Task Finds_its_data_again_after_a_stop()
    {
        await using var place = new Place();
        var kept = place.Options with { StopAtOnce = false };
        await using (var before = await PrivateCluster.Start(kept, Cancel))
            await Place.Ask(await before.Database("main", Cancel), "create table kept (id int)", Cancel);

        await using var after = await PrivateCluster.Start(kept, Cancel);

        Assert.Equal(0L, await Place.Ask(after.ConnectionString("main"), "select count(*) from kept", Cancel));
    }

    [Fact]
    public async Task Attaches_to_the_server_of_a_killed_process_and_stops_it_in_the_end()
    {
        await using var place = new Place();
        await using var holder = Place.Hold(place);
        await Eventually.True(() => holder.Output.Contains("started"), "the holder's server is up", Cancel);
        var server = place.Server;
        holder.Kill();

        await using (var cluster = await place.Start(Cancel))
        {
            Assert.True(cluster.Attached);
            Assert.Equal(server, place.Server);
        }

        Assert.Null(place.Server);
    }

    [Fact]
    public async Task Another_process_keeps_the_server_alive()
    {
        await using var place = new Place();
        await using var holder = Place.Hold(place);
        await Eventually.True(() => holder.Output.Contains("started"), "the holder's server is up", Cancel);

        await (await place.Start(Cancel)).DisposeAsync();
        Assert.NotNull(place.Server);

        Assert.Equal(0, await holder.Terminate(Cancel));
        Assert.Null(place.Server);
    }

    [Fact]
    public async Task Recovers_when_the_server_itself_was_killed()
    {
        await using var place = new Place();
        await using var cluster = await place.Start(Cancel);
        var server = Assert.NotNull(place.Server);
        using (var process = System.Diagnostics.Process.GetProcessById(server))
        {
            process.Kill();
            await Eventually.True(() => place.Server is null, "the server is dead", Cancel);
        }

        await using var again = await place.Start(Cancel);

        Assert.False(again.Attached);
        Assert.Equal(1, await Place.Ask(again.ConnectionString("postgres"), "select 1", Cancel));
    }

    [Fact]
    public async Task Is_not_misled_by_a_left_pid_file_whose_number_another_program_has()
    {
        await using var place = new Place();
        var major = 0;
        await using (var before = await place.Start(Cancel))
            major = before.Major;
        var pid = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var left = Path.Combine(place.Folder, $"pg{major}", "postmaster.pid");
        await File.WriteAllTextAsync(
            left,
            $"{pid}\n{Path.GetDirectoryName(left)}\n1700000000\n5432\n/nowhere\n\n",
            Cancel
        );

        await using var after = await place.Start(Cancel);

        Assert.False(after.Attached);
        Assert.NotEqual(Environment.ProcessId, place.Server);
    }

    [Fact]
    public async Task Does_not_use_a_half_made_cluster()
    {
        await using var place = new Place();
        foreach (var major in Enumerable.Range(15, 5))
        {
            var half = Directory.CreateDirectory(Path.Combine(place.Folder, $"pg{major}.init"));
            await File.WriteAllTextAsync(Path.Combine(half.FullName, "PG_VERSION"), $"{major}\n", Cancel);
        }

        await using var cluster = await place.Start(Cancel);

        Assert.False(Directory.Exists(Path.Combine(place.Folder, $"pg{cluster.Major}.init")));
        Assert.Equal(1, await Place.Ask(cluster.ConnectionString("postgres"), "select 1", Cancel));
    }

    [Fact]
    public async Task Refuses_data_of_a_version_it_has_no_programs_for()
    {
        await using var place = new Place();
        var other = Directory.CreateDirectory(Path.Combine(place.Folder, "pg11"));
        await File.WriteAllTextAsync(Path.Combine(other.FullName, "PG_VERSION"), "11\n", Cancel);

        var refused = await Assert.ThrowsAsync<PrivatePostgresException>(() => place.Start(Cancel));

        Assert.Contains("made by PostgreSQL 11", refused.Message);
        Assert.Equal(["pg11"], Directory.EnumerateDirectories(place.Folder, "pg*").Select(Path.GetFileName));
    }

    [Fact]
    public async Task Reaches_a_folder_too_deep_for_a_socket()
    {
        await using var place = new Place(new string('x', 90));
        await using var cluster = await place.Start(Cancel);

        Assert.DoesNotContain(place.Folder, cluster.ConnectionString("postgres"));
        Assert.Equal(1, await Place.Ask(cluster.ConnectionString("postgres"), "select 1", Cancel));
    }

    [Fact]
    public async Task Tells_in_one_line_why_the_server_did_not_start()
    {
        await using var place = new Place();
        var wrong = new Dictionary<string, string> { ["max_connections"] = "many" };

        var failed = await Assert.ThrowsAsync<PrivatePostgresException>(() =>
            PrivateCluster.Start(place.Options with { Settings = wrong }, Cancel)
        );

        Assert.DoesNotContain('\n', failed.Message);
        Assert.Contains(
            "max_connections",
            failed.Message + await File.ReadAllTextAsync(Path.Combine(place.Folder, "postgres.log"), Cancel)
        );
        Assert.Contains("ConnectionStrings__Main", failed.Message);
    }

    private static string Mode(string folder) => Convert.ToString((int)File.GetUnixFileMode(folder), 8).PadLeft(3, '0');
}
