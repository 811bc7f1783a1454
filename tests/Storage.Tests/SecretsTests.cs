using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;

namespace WhatsAppBot.Storage.Tests;

public sealed class SecretsTests : StorageTest
{
    private static readonly SecretPlace Place = new("connections", "meta", "access_token");
    private static readonly byte[] Old = RandomNumberGenerator.GetBytes(Secrets.KeyBytes);
    private static readonly byte[] New = RandomNumberGenerator.GetBytes(Secrets.KeyBytes);

    [Theory]
    [InlineData("")]
    [InlineData("token")]
    [InlineData("ein Schlüssel 🔑")]
    public void What_is_sealed_opens_in_its_place(string secret)
    {
        var secrets = new Secrets([New]);
        var box = secrets.Seal(Place, secret);

        Assert.Equal(secret, secrets.Open(Place, box));
        Assert.NotEqual(box, secrets.Seal(Place, secret));
        Assert.True(secret.Length == 0 || !box.Contains(secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("connections", "other", "access_token")]
    [InlineData("connections", "meta", "app_secret")]
    [InlineData("users", "meta", "access_token")]
    public void What_is_copied_to_another_place_does_not_open(string table, string row, string column)
    {
        var secrets = new Secrets([New]);

        Assert.Throws<SecretException>(() =>
            secrets.Open(new SecretPlace(table, row, column), secrets.Seal(Place, "token"))
        );
    }

    [Fact]
    public void What_was_changed_in_any_sign_does_not_open()
    {
        var secrets = new Secrets([New]);
        var box = secrets.Seal(Place, "token");

        for (var i = "sealed:".Length; i < box.Length; i++)
        {
            var changed = box[..i] + (box[i] == 'a' ? 'b' : 'a') + box[(i + 1)..];
            // the last sign of base64 has bits that say nothing
            if (i < box.Length - 1)
                Assert.Throws<SecretException>(() => secrets.Open(Place, changed));
        }
        for (var i = "sealed:".Length; i < box.Length; i++)
            Assert.Throws<SecretException>(() => secrets.Open(Place, box[..i]));
    }

    [Fact]
    public async Task Plain_rows_are_sealed_at_the_start_and_again_changes_nothing()
    {
        await World.Do("update connections set previous_app_secret = 'older'");
        var secrets = new Secrets([New]);
        Assert.Equal(["secret|older|verify|token"], await Columns());

        // as many processes may start at once
        await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => SecretRows.Seal(World.ConnectionString, secrets, Cancel))
        );
        var once = Assert.Single(await Columns());
        await SecretRows.Seal(World.ConnectionString, secrets, Cancel);

        Assert.All(once.Split('|'), column => Assert.StartsWith("sealed:", column));
        Assert.Equal([once], await Columns());
        var connection = Assert.Single(await Channels(secrets).Connections(Cancel));
        Assert.Equal(["secret", "older"], connection.AppSecrets);
        Assert.Equal(("verify", "token"), (connection.VerifyToken, connection.AccessToken));
    }

    [Fact]
    public async Task A_new_key_takes_over_what_the_old_one_sealed()
    {
        await SecretRows.Seal(World.ConnectionString, new Secrets([Old]), Cancel);

        // while it changes, both are known
        var both = new Secrets([New, Old]);
        Assert.Equal("token", Assert.Single(await Channels(both).Connections(Cancel)).AccessToken);
        await SecretRows.Seal(World.ConnectionString, both, Cancel);

        Assert.Equal("token", Assert.Single(await Channels(new Secrets([New])).Connections(Cancel)).AccessToken);
        Assert.Empty(await Channels(new Secrets([Old])).Connections(Cancel));
    }

    [Fact]
    public async Task A_wrong_key_stops_the_start_with_words()
    {
        await SecretRows.Seal(World.ConnectionString, new Secrets([Old]), Cancel);

        var trouble = await Assert.ThrowsAsync<SecretException>(() =>
            SecretRows.Seal(World.ConnectionString, new Secrets([New]), Cancel)
        );

        Assert.Equal(
            "connections.app_secret of meta does not open: it was sealed with another key. Look at Secrets__Key and Secrets__OldKeys.",
            trouble.Message
        );
    }

    [Fact]
    public async Task One_connection_that_does_not_open_does_not_take_the_others_with_it()
    {
        var secrets = new Secrets([New]);
        await World.Do(
            """
            insert into connections (id, workspace_id, name, app_secret, verify_token, access_token)
            values ('thief', 'ours', 'Thief', 's', 'v', 't')
            """
        );
        await SecretRows.Seal(World.ConnectionString, secrets, Cancel);
        await World.Do(
            "update connections set access_token = (select access_token from connections where id = 'meta') where id = 'thief'"
        );

        Assert.Equal("meta", Assert.Single(await Channels(secrets).Connections(Cancel)).Id);
    }

    [Theory]
    [InlineData(null, "Secrets__Key is not set.")]
    [InlineData("short", "Secrets__Key is not 32 bytes in base64.")]
    [InlineData("c2hvcnQ=", "Secrets__Key is not 32 bytes in base64.")]
    public void A_key_that_is_none_is_told(string? key, string told) =>
        Assert.StartsWith(
            told,
            Assert.Throws<SecretException>(() => Secrets.Configured(key, [], needed: true)).Message
        );

    private Channels Channels(Secrets secrets) => new(Node.Database, secrets, NullLogger<Channels>.Instance);

    private Task<IReadOnlyList<string>> Columns() =>
        World.Rows("select app_secret, previous_app_secret, verify_token, access_token from connections");
}
