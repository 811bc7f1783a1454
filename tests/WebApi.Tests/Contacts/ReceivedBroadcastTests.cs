namespace WhatsAppBot.WebApi.Tests.Contacts;

public sealed class ReceivedBroadcastTests(Site site) : ContactsTest(site)
{
    [Fact]
    public async Task Who_received_a_broadcast_and_who_did_not_are_found()
    {
        var own = Site.Fresh("sent");
        string[] names = ["accepted", "delivered", "read", "failed", "skipped", "waiting", "never asked"];
        int[] states = [10, 11, 12, 20, 30, 0];
        for (var i = 0; i < names.Length; i++)
        {
            var id = (await Make(new { phone = Number(), name = $"{names[i]} {own}" })).GetProperty("id").GetInt64();
            if (i < states.Length)
                await Site.Ask(
                    $"insert into broadcast_recipients (broadcast_id, ord, contact_id, state) values ({7_000_000 + id - id % 100}, {i}, {id}, {states[i]})"
                );
        }
        var broadcast = await Site.Ask(
            $"select min(broadcast_id) from broadcast_recipients r join contacts c on c.id = r.contact_id where c.name like '%{own}'"
        );
        await Site.Ask(
            $"update broadcast_recipients set broadcast_id = {broadcast} where contact_id in (select id from contacts where name like '%{own}')"
        );

        async Task<string> Found(string op, string value) =>
            string.Join(
                ' ',
                (
                    await Names(
                        $"search={own}&{Filter($$"""{"attribute":"receivedBroadcast","op":"{{op}}","value":{{value}}}""")}"
                    )
                )
                    .Select(name => name.Split(' ')[0])
                    .Order(StringComparer.Ordinal)
            );

        Assert.Equal("accepted delivered read", await Found("is", "true"));
        Assert.Equal("accepted delivered read", await Found("is", broadcast));
        Assert.Equal("failed never skipped waiting", await Found("isNot", broadcast));
        Assert.Equal("failed never skipped waiting", await Found("is", "false"));
        Assert.Equal("", await Found("is", "1"));
        Assert.Equal(
            ["filter.value"],
            await Flaws(
                await Send("GET", $"{All}?{Filter("{\"attribute\":\"receivedBroadcast\",\"op\":\"is\",\"value\":-1}")}")
            )
        );
    }
}
