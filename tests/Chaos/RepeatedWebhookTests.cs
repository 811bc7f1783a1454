namespace WhatsAppBot.Chaos;

public sealed class RepeatedWebhookTests(ITestOutputHelper output) : Stage(output)
{
    [Fact]
    public async Task The_same_webhook_twenty_times_ten_at_once_is_one_message_and_one_answer()
    {
        var node = await Node();

        await Parallel.ForAsync(
            0,
            20,
            new ParallelOptions { MaxDegreeOfParallelism = 10, CancellationToken = Cancel },
            async (_, cancel) =>
                Assert.Equal(200, await Meta.Insist(node.Address, "4915100000004", "again", "wamid.in.same", cancel))
        );

        await AllAnswered();
        Assert.Single(Meta.Posts);
        Assert.Equal(1L, await Ask<long>("select count(*) from messages where direction = 0"));
    }
}
