using System.Globalization;

namespace WhatsAppBot.Chaos;

public sealed class BurstTests(ITestOutputHelper output) : Stage(output)
{
    [Fact]
    public async Task Forty_messages_in_quick_succession_are_answered_in_order()
    {
        await Node();
        var numbers = Enumerable.Range(1, 40).Select(n => n.ToString(CultureInfo.InvariantCulture)).ToArray();

        foreach (var number in numbers)
            await Meta.Say("4915100000005", number, Cancel);

        await AllAnswered();
        Assert.Equal(numbers.Select(number => $"echo {number}"), Meta.Posts.Select(post => post.Text));
    }
}
