using Xunit;

namespace WhatsAppBot.PrivatePostgres.Tests;

public sealed class IdentityTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Root_gets_a_way_to_run_as_somebody_else() =>
        Assert.Equal(Environment.IsPrivilegedProcess, Identity.OfThisProcess().Prefix.Count > 0);

    [Fact]
    public async Task Where_namespaces_are_forbidden_root_hands_the_data_to_the_account_postgres()
    {
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess && Command.Wait(["id", "postgres"]).Ok,
            "for root on a machine with an account postgres"
        );
        await using var place = new Place();
        var options = place.Options with { RunAs = Identity.PostgresAccount };
        await using var cluster = await PrivateCluster.Start(options, Cancel);

        try
        {
            var owner = await Place.Ask(
                cluster.ConnectionString("postgres"),
                "select pg_read_file('/proc/self/status')",
                Cancel
            );

            Assert.Contains($"Uid:\t{Command.Wait(["id", "-u", "postgres"]).LastLine}", (string?)owner);
        }
        finally
        {
            await cluster.DisposeAsync();
            Directory.Delete(Path.GetDirectoryName(cluster.Log) ?? "", recursive: true);
        }
    }
}
