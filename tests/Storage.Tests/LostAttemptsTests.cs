namespace WhatsAppBot.Storage.Tests;

public sealed class LostAttemptsTests : StorageTest
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task An_attempt_without_a_result_is_lost_only_when_it_is_old()
    {
        var send = await World.Attempted();
        Assert.Empty(await Node.Recovery.LostAttempts(Minute, Cancel));

        await World.Do(
            "update outbox set created_at = now() - interval '2 minutes', attempted_at = now() - interval '2 minutes'"
        );
        var lost = Assert.Single(await Node.Recovery.LostAttempts(Minute, Cancel));
        Assert.Equal(new SendRecord(send.ConversationId, World.Channel, 1, 1, new SendOutcome.Lost()), lost);
    }

    [Theory]
    [InlineData(6, 4, true)]
    // just begun, however slow the machine is
    [InlineData(6, -60, false)]
    [InlineData(3, 4, false)]
    public async Task An_attempt_of_a_silo_that_was_declared_dead_is_lost_sooner(int status, int seconds, bool isLost)
    {
        Node.Claims.By = "127.0.0.1:11111@42";
        await World.Attempted();
        await World.Do(
            $"""
            insert into orleans.cluster_version (cluster_id) values ('main');
            insert into orleans.cluster_member (cluster_id, address, port, generation, silo_name, host_name, status, start_time, i_am_alive)
            values ('main', '127.0.0.1', 11111, 42, 'one', 'here', {status}, now(), now()),
                ('main', '127.0.0.1', 11111, 41, 'older', 'here', 6, now(), now());
            update outbox set created_at = now() - interval '{seconds} seconds', attempted_at = now() - interval '{seconds} seconds'
            """
        );

        Assert.Equal(isLost, (await Node.Recovery.LostAttempts(Minute, Cancel)).Count == 1);
    }
}
